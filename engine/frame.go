package engine

import (
	"bytes"
	"fmt"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/guest/origin"
)

// Frame is one function of the guest on its stack.
type Frame struct {
	Module    string // empty without a name section
	Func      string
	FuncIndex uint32
	// Offset is where in the user's file the function had come to, in bytes: in the
	// component's, or the core module's, or what the text of one is translated to.
	// All ones where that isn't known.
	Offset uint64
}

// noOffset is what wasmtime gives for an instruction that it can't tell, as where
// a function finds the stack exhausted.
const noOffset = 1<<64 - 1

// String shows a frame as wasmtime does: module!function, or indexes.
func (f Frame) String() string {
	module, name := f.Module, f.Func
	if module == "" {
		module = "<unknown>"
	}
	if name == "" {
		name = fmt.Sprintf("<wasm function %d>", f.FuncIndex)
	}
	if f.Offset == noOffset {
		return module + "!" + name
	}
	return fmt.Sprintf("%#x - %s!%s", f.Offset, module, name)
}

// framesOf are the frames of the user's code, with the places that they have in
// the user's file.
func (s *Store) framesOf(raw *component.Error) []Frame {
	frames := make([]Frame, 0, len(raw.Frames))
	for _, f := range raw.Frames {
		if f, ok := s.frame(f); ok {
			frames = append(frames, f)
		}
	}
	return frames
}

func (s *Store) frame(raw component.Frame) (Frame, bool) {
	f := Frame{Module: raw.Module, Func: raw.Func, FuncIndex: raw.FuncIndex, Offset: raw.Offset}
	if s.guest == nil {
		return f, true
	}
	switch {
	case f.Module == "" && s.guest.Kind() == KindComponent && !s.mixed:
		return f, false // it is wasmtime's
	case f.Module == origin.Ours && f.Offset == noOffset:
		return f, false
	case f.Module == origin.Unnamed:
		f.Module = ""
	}
	switch {
	case f.Offset == noOffset:
		return f, true
	case s.mixed:
		f.Offset = noOffset
		return f, raw.Module != origin.Ours
	}
	at, ok := s.guest.origins.Of(f.Offset)
	f.Offset = at
	return f, ok
}

// hosts notes whose code runs in the store. Frames don't tell which component
// they are of: where there are several, one of them rewritten, offsets are
// left out rather than wrong.
func (s *Store) hosts(c *Component) {
	switch {
	case s.guest == nil:
		s.guest = c
	case s.guest != c:
		s.mixed = s.mixed || s.guest.Kind() != c.Kind() ||
			!bytes.Equal(s.guest.origins.Encode(), c.origins.Encode())
	}
}
