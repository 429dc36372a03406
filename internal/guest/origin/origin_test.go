package origin

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// random makes a code of bytes that are all different from another, and where
// each of its bytes was; ^0 for one that was added.
func random(r *rand.Rand, from int) (*Map, []uint64) {
	m, all := &Map{}, []uint64{}
	for range r.IntN(8) {
		for range r.IntN(4) {
			all = append(all, ^uint64(0))
		}
		begin := r.IntN(from + 1)
		size := r.IntN(from - begin + 1)
		m.Add(uint64(len(all)), uint64(begin), uint64(size))
		for i := range size {
			all = append(all, uint64(begin+i))
		}
	}
	return m, all
}

func all(m *Map, size int) []uint64 {
	out := make([]uint64, size)
	for i := range out {
		at, ok := m.Of(uint64(i))
		if !ok {
			at = ^uint64(0)
		}
		out[i] = at
	}
	return out
}

func TestMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		first, places := random(r, 40)
		if got := all(first, len(places)); !slices.Equal(got, places) {
			t.Fatalf("%v: %v, not %v", first, got, places)
		}
		again, err := Decode(first.Encode())
		if err != nil || !slices.Equal(again.pieces, first.pieces) {
			t.Fatalf("%v is decoded as %v, %v", first, again, err)
		}
		second, through := random(r, len(places))
		for i, at := range through {
			if at != ^uint64(0) {
				through[i] = places[at]
			}
		}
		if got := all(second.Through(first), len(through)); !slices.Equal(got, through) {
			t.Fatalf("%v through %v: %v, not %v", second, first, got, through)
		}
		var moved Map
		moved.Put(7, first)
		if got := all(&moved, len(places)+7)[7:]; !slices.Equal(got, places) {
			t.Fatalf("%v, moved: %v", first, got)
		}
	}
}

func TestNil(t *testing.T) {
	var m *Map
	if at, ok := m.Of(5); at != 5 || !ok {
		t.Errorf("nil maps 5 to %d, %v", at, ok)
	}
	some := &Map{pieces: []piece{{1, 2, 3}}}
	if m.Through(some) != some || some.Through(nil) != some {
		t.Error("nil changes another map")
	}
	if again, err := Decode(m.Encode()); again != nil || err != nil {
		t.Errorf("nil is decoded as %v, %v", again, err)
	}
	if _, ok := new(Map).Of(0); ok {
		t.Error("an empty map covers something")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add((&Map{pieces: []piece{{1, 2, 3}, {9, 4, 300}}}).Encode())
	f.Add([]byte{version, 0x80})
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := Decode(in)
		if err != nil {
			return
		}
		m.Of(7)
		if again, err := Decode(m.Encode()); err != nil || m != nil && !bytes.Equal(again.Encode(), m.Encode()) {
			t.Errorf("%v is decoded as %v, %v", m, again, err)
		}
	})
}
