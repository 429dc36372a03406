package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"strings"
	"unsafe"
)

// Error is an error or a trap as wasmtime reports it.
type Error struct {
	Message string
	Exit    *int   // set when a guest called an exit function
	Code    *uint8 // wasmtime_trap_code_t, where the C API tells it
	Frames  []Frame
}

// Frame is one guest function on the stack, innermost first.
type Frame struct {
	Func      string // empty where the module has no name section
	Module    string
	FuncIndex uint32
	Offset    uint64 // bytes from the start of the core module
}

func (e *Error) Error() string { return e.Message }

// takeError consumes an error of C; nil stays nil.
func takeError(err *C.wasmtime_error_t) error {
	if err == nil {
		return nil
	}
	return take(err, nil)
}

// takeTrap consumes whichever of the two is not nil.
func takeTrap(err *C.wasmtime_error_t, trap *C.wasm_trap_t) error {
	if err == nil && trap == nil {
		return nil
	}
	return take(err, trap)
}

func take(err *C.wasmtime_error_t, trap *C.wasm_trap_t) error {
	var c C.qv_error
	C.qv_error_take(err, trap, &c)
	defer C.qv_error_free(&c)
	e := &Error{Message: goMessage(c.message)}
	if bool(c.is_exit) {
		code := int(c.exit)
		e.Exit = &code
	}
	if bool(c.has_code) {
		code := uint8(c.code)
		e.Code = &code
	}
	for i := range int(c.trace.size) {
		var f C.qv_frame
		C.qv_error_frame(&c, C.size_t(i), &f)
		e.Frames = append(e.Frames, Frame{
			Func: goName(f._func), Module: goName(f.module),
			FuncIndex: uint32(f.func_index), Offset: uint64(f.offset),
		})
	}
	return e
}

// goName copies the name of a function or module, as it was before Mark.
func goName(n C.wasm_name_t) string { return unmarked(string(bytesOf(n))) }

// maxMessage bounds the message of an error, in bytes: a trap's has twenty names
// of the guest's in it.
const maxMessage = 256 << 10

// goMessage copies a message. The cause stands at the end of a long one.
func goMessage(n C.wasm_name_t) string {
	data := bytesOf(n)
	if len(data) > 0 && data[len(data)-1] == 0 { // which ends a trap's, and is not part of it
		data = data[:len(data)-1]
	}
	text := string(data[:min(len(data), maxMessage)])
	if len(data) > maxMessage {
		text = string(data[:maxMessage/2]) + " … " + string(data[len(data)-maxMessage/2:])
		text = strings.ToValidUTF8(text, "")
	}
	return text
}

// bytesOf views what C owns.
func bytesOf(n C.wasm_name_t) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(n.data)), int(n.size))
}

var noBytes [1]byte

// chars points C at the bytes of a string for the length of one call. Rust
// wants a pointer also to no bytes.
func chars(s string) (*C.char, C.size_t) {
	if s == "" {
		return (*C.char)(unsafe.Pointer(&noBytes[0])), 0
	}
	return (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

func bytesPtr(b []byte) *C.uint8_t {
	return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(b)))
}
