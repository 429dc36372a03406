package wasm_test

import (
	"slices"
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

// Numbers at and beyond their bounds, and where the input ends.
func TestScannerNumbers(t *testing.T) {
	for _, tt := range []struct {
		in   string
		bits int
		want uint64
		bad  bool
	}{
		{"\x00", 32, 0, false},
		{"\x7f", 32, 127, false},
		{"\x80\x01", 32, 128, false},
		{"\xff\xff\xff\xff\x0f", 32, 1<<32 - 1, false},
		{"\x80\x80\x80\x80\x00", 32, 0, false},
		{"\xff\xff\xff\xff\x1f", 32, 0, true},
		{"\xff\xff\xff\xff\xff\x00", 32, 0, true},
		{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 64, 1<<64 - 1, false},
		{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x03", 64, 0, true},
		{"\x80", 32, 0, true},
		{"", 32, 0, true},
	} {
		s := &wasm.Scanner{In: []byte(tt.in)}
		if n := s.Uint(tt.bits); s.Bad != tt.bad || !s.Bad && (n != tt.want || s.At != len(tt.in)) {
			t.Errorf("%q in %d bits is %d at %d, bad: %v", tt.in, tt.bits, n, s.At, s.Bad)
		}
	}
	for in, want := range map[string]int32{"\x00": 0, "\x7f": -1, "\x3f": 63, "\x40": -64, "\xff\xff\xff\xff\x07": 1<<31 - 1, "\x80\x80\x80\x80\x78": -1 << 31} {
		s := &wasm.Scanner{In: []byte(in)}
		if n := int32(s.S32()); n != want || s.Bad {
			t.Errorf("%q is %d, bad: %v", in, n, s.Bad)
		}
	}
}

// What is bad stays bad, and ends every loop.
func TestScannerStaysBad(t *testing.T) {
	s := &wasm.Scanner{In: []byte("\x05abc")}
	if b := s.Vector(); b != nil || !s.Bad {
		t.Errorf("a name that is cut off is %q", b)
	}
	calls := 0
	s.List(func() { calls++ })
	if s.Number(); calls != 0 || s.Byte() != 0 || s.U32() != 0 || s.S32() != 0 || len(s.Bytes(0)) != 0 {
		t.Error("what is bad gives something")
	}
}

func TestSpans(t *testing.T) {
	file := []byte("\x00asm\x01\x00\x00\x00" + "\x01\x02ab" + "\x00\x00" + "\x0a\x01c")
	var found []wasm.Span
	keep := func(s wasm.Span) { found = append(found, s) }
	want := []wasm.Span{{ID: 1, Begin: 8, Body: 10, End: 12}, {ID: 0, Begin: 12, Body: 14, End: 14}, {ID: 10, Begin: 14, Body: 16, End: 17}}
	if !wasm.Spans(file, 0, len(file), keep) || !slices.Equal(found, want) {
		t.Errorf("the sections are %v", found)
	}
	for end := range len(file) { // all but what ends where a section does are cut off
		found = nil
		whole := end <= 8 || end == 12 || end == 14
		if wasm.Spans(file, 0, end, keep) != whole {
			t.Errorf("%d bytes: sections %v", end, found)
		}
	}
}
