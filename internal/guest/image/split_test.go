package image_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/qyvol/qyvol/internal/guest/image"
)

const preamble = "\x00asm\x01\x00\x00\x00"

func section(id byte, body string) string { return string(id) + number(len(body)) + body }

func number(n int) string {
	var out []byte
	for n >= 0x80 {
		out = append(out, byte(n)|0x80)
		n >>= 7
	}
	return string(append(out, byte(n)))
}

// signed is a number as i32.const has it.
func signed(n int) string {
	var out []byte
	for n >= 0x40 {
		out = append(out, byte(n&0x7f)|0x80)
		n >>= 7
	}
	return string(append(out, byte(n)))
}

func memories(limits ...string) string {
	body := number(len(limits))
	for _, l := range limits {
		body += l
	}
	return section(5, body)
}

func data(segments ...string) string {
	body := number(len(segments))
	for _, s := range segments {
		body += s
	}
	return section(11, body)
}

func active(at int, bytes string) string {
	return "\x00\x41" + signed(at) + "\x0b" + number(len(bytes)) + bytes
}

func letters(c byte, n int) string { return string(bytes.Repeat([]byte{c}, n)) }

var large = letters('a', 30_000)

func always([]byte) bool { return true }

// TestSplitLeavesData has modules of which it isn't certain that they would stay the
// same without their data. They get a tag.
func TestSplitLeavesData(t *testing.T) {
	one := memories("\x00\x02")
	for what, module := range map[string][2]string{
		"no data":                    {},
		"little data":                {"", data(active(0, letters('a', 10_000)))},
		"data beyond the minimum":    {"", data(active(0, large), active(2<<16-3, "four"))},
		"an offset below zero":       {"", data(active(0, large), "\x00\x41\x7f\x0b\x01x")},
		"an offset that is a global": {"", data(active(0, large), "\x00\x23\x00\x0b\x01x")},
		"an offset that is computed": {"", data(active(0, large), "\x00\x41\x01\x41\x02\x6a\x0b\x01x")},
		"a memory that isn't there":  {"", data(active(0, large), "\x02\x01\x41\x00\x0b\x01x")},
		"segments of another kind":   {"", data(active(0, large), "\x03\x00")},
		"an imported memory":         {section(2, "\x01\x01m\x01m\x02\x00\x02"), data(active(0, large))},
		"an imported table":          {section(2, "\x01\x01m\x01t\x01\x70\x00\x02"), data(active(0, large))},
		"data that is cut off":       {"", section(11, "\x02"+active(0, large))},
		"more than its data":         {"", section(11, "\x01"+active(0, large)+"x")},
	} {
		out, set := image.Split([]byte(preamble+module[0]+one+module[1]), 4096, always)
		if len(set.Groups) != 1 || len(set.Data) > 0 || !set.Complete {
			t.Errorf("%s: the images are %+v", what, set)
			continue
		}
		if m := set.Groups[0].Memories; len(m) != 1 || m[0].Minimum != 2<<16 || len(m[0].Extents) > 0 {
			t.Errorf("%s: the memories are %+v", what, m)
		}
		want := preamble + module[0] + memories("\x00\x02", "\x01\x00"+number(int(set.Groups[0].Tag))) + module[1]
		if string(out) != want {
			t.Errorf("%s: it becomes %.60q, not %.60q", what, out, want)
		}
	}
	if out, set := image.Split([]byte(preamble+section(2, "\x01\x01m\x01m\x02\x00\x02")), 4096, always); out != nil || !set.Complete {
		t.Errorf("without a memory of its own: %q, %+v", out, set)
	}
}

// TestSplitLeavesOthersAlone has modules that stay as they are.
func TestSplitLeavesOthersAlone(t *testing.T) {
	one := memories("\x00\x02")
	for what, module := range map[string]string{
		"an import of another kind":   section(2, "\x01\x01m\x01t\x07\x70\x00\x02") + one + data(active(0, large)),
		"a memory of 64 bits":         memories("\x04\x02") + data(active(0, large)),
		"a shared memory":             memories("\x03\x02\x02") + data(active(0, large)),
		"small pages":                 memories("\x08\x80\x80\x04\x00") + data(active(0, large)),
		"what looks like a tag":       memories("\x00\x02", "\x01\x00\x81\x80\x01") + data(active(0, large)),
		"what looks like another tag": memories("\x00\x02", "\x01\x00\xff\xff\x03") + data(active(0, large)),
		"a section that is cut off":   one + data(active(0, large)) + "\x00\x05",
		"too many memories":           memories(slices.Repeat([]string{"\x00\x01"}, 65)...),
	} {
		if out, set := image.Split([]byte(preamble+module), 4096, always); out != nil || len(set.Groups) > 0 || set.Complete {
			t.Errorf("%s: it is split, or complete", what)
		}
	}
	if out, _ := image.Split([]byte(preamble+one+data(active(0, large))), 4096, func([]byte) bool { return false }); out != nil {
		t.Error("an invalid module is split")
	}
	spread := make([]string, 4)
	for n := range spread {
		spread[n] = active(n*(60<<16), letters('b', 7000))
	}
	if out, _ := image.Split([]byte(preamble+memories("\x00\x80\x02")+data(spread...)), 4096, always); out == nil {
		t.Error("four segments far apart are left alone")
	}
	if _, set := image.Split([]byte(preamble+memories("\x00\x80\x02")+data(dust()...)), 4096, always); len(set.Data) > 0 {
		t.Error("images are many times as large as the data")
	}
}

// dust is little data in many places.
func dust() []string {
	var all []string
	for n := range 256 {
		all = append(all, active(n<<16+100, letters('d', 100)))
	}
	return all
}

// TestSplit looks at what becomes of a module, byte by byte.
func TestSplit(t *testing.T) {
	before := preamble + section(3, "\x00") + memories("\x00\x02")
	code := section(10, "\x00")
	passive := "\x01\x03xyz"
	for what, test := range map[string]struct{ module, want string }{
		"without a count": {
			before + code + data(active(5, large)),
			preamble + section(3, "\x00") + memories("\x00\x02", "\x01\x00TAG") + code,
		},
		"with a passive segment": {
			before + section(12, "\x02") + code + data(passive, active(5, large)),
			preamble + section(3, "\x00") + memories("\x00\x02", "\x01\x00TAG") + section(12, "\x02") + code + data(passive, "\x01\x00"),
		},
	} {
		out, set := image.Split([]byte(test.module), 4096, always)
		if out == nil {
			t.Fatalf("%s: it isn't split", what)
		}
		want := bytes.ReplaceAll([]byte(test.want), []byte("TAG"), []byte(number(int(set.Groups[0].Tag))))
		if !bytes.Equal(out, want) {
			t.Errorf("%s: it becomes %q, not %q", what, out, want)
		}
		if e := set.Groups[0].Memories[0].Extents; len(e) != 1 || e[0].At != 0 || e[0].Size != 8*4096 {
			t.Errorf("%s: the image is %+v", what, e)
		}
		if string(set.Data[5:5+len(large)]) != large || len(bytes.Trim(set.Data[5+len(large):], "\x00")) > 0 {
			t.Errorf("%s: the data is another", what)
		}
		at := bytes.Index(out, []byte(code))
		if from, ok := set.From.Of(uint64(at)); !ok || int(from) != bytes.Index([]byte(test.module), []byte(code)) {
			t.Errorf("%s: code comes from %d, %t", what, from, ok)
		}
	}
}

// FuzzSplit splits anything. What is kept of it is the guest's own.
func FuzzSplit(f *testing.F) {
	f.Add([]byte(preamble + memories("\x00\x02") + data(active(0, large))))
	component := "\x00asm\x0d\x00\x01\x00"
	inner := section(1, preamble+memories("\x00\x02")+data(active(0, large)))
	f.Add([]byte(component + inner + section(4, component+inner+section(7, "\x00")) + inner))
	f.Fuzz(func(t *testing.T, guest []byte) {
		before := bytes.Clone(guest)
		out, set := image.Split(guest, 4096, always)
		if !bytes.Equal(guest, before) {
			t.Fatal("the guest was changed in place")
		}
		if out == nil {
			return
		}
		if len(set.Groups) == 0 || len(set.Data) > 2*len(guest)+len(set.Groups)<<16 {
			t.Fatalf("%d groups have %d bytes, of %d", len(set.Groups), len(set.Data), len(guest))
		}
		for at, b := range out {
			if from, ok := set.From.Of(uint64(at)); ok && guest[from] != b {
				t.Fatalf("what is at %d wasn't at %d", at, from)
			}
		}
		packed, err := set.Pack([]byte("code"), uint64(len(set.Data)), 4096, func(into []byte) error { copy(into, set.Data); return nil })
		if err != nil {
			t.Fatal(err)
		}
		p, err := image.Unpack(bytes.NewReader(packed), int64(len(packed)))
		if err != nil || p.Code != 4 || !bytes.Equal(packed[p.DataAt:][:p.Size], set.Data) {
			t.Fatalf("%+v is unpacked, %v", p, err)
		}
	})
}

// FuzzUnpack reads anything; what it accepts is within bounds.
func FuzzUnpack(f *testing.F) {
	_, set := image.Split([]byte(preamble+memories("\x00\x02")+data(active(0, large))), 4096, always)
	packed, err := set.Pack(nil, uint64(len(set.Data)), 4096, func([]byte) error { return nil })
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed[len(packed)-200:])
	f.Fuzz(func(t *testing.T, tail []byte) {
		file := append(bytes.Clone(packed[:len(packed)-200]), tail...)
		p, err := image.Unpack(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		if p.DataAt+p.Size > uint64(len(file)) || p.Code > p.DataAt {
			t.Fatalf("%+v is beyond %d", p, len(file))
		}
		for _, g := range p.Set.Groups {
			for _, m := range g.Memories {
				for _, e := range m.Extents {
					if e.At+e.Size > m.Minimum || e.Offset+e.Size > p.Size {
						t.Fatalf("%+v is beyond %d or %d", e, m.Minimum, p.Size)
					}
				}
			}
		}
	})
}
