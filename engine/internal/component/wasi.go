package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"unsafe"
)

// WASI collects what a native WASI context is made of.
type WASI struct {
	ptr *C.wasi_config_t
}

// Stream is one of the two output streams of a guest.
type Stream int

// The output streams.
const (
	Stdout Stream = iota
	Stderr
)

// NewWASI starts a context that grants nothing.
func NewWASI() *WASI { return &WASI{C.wasi_config_new()} }

// Close frees a context that no store took.
func (w *WASI) Close() {
	if w.ptr != nil {
		C.wasi_config_delete(w.ptr)
		w.ptr = nil
	}
}

var errNotUTF8 = errors.New("not valid UTF-8")

// SetArgs sets the arguments, the program's name first. Neither they nor
// variables may hold a NUL: C ends a string there.
func (w *WASI) SetArgs(args []string) error {
	list, free := cStrings(args)
	defer free()
	if !C.wasi_config_set_argv(w.ptr, C.size_t(len(args)), list) {
		return errNotUTF8
	}
	return nil
}

// SetEnv sets the environment.
func (w *WASI) SetEnv(names, values []string) error {
	n, freeNames := cStrings(names)
	defer freeNames()
	v, freeValues := cStrings(values)
	defer freeValues()
	if !C.wasi_config_set_env(w.ptr, C.size_t(len(names)), n, v) {
		return errNotUTF8
	}
	return nil
}

// cStrings copies strings to an array of C, which is never NULL.
func cStrings(list []string) (**C.char, func()) {
	size := C.size_t(len(list)+1) * C.size_t(unsafe.Sizeof((*C.char)(nil)))
	array := (**C.char)(C.calloc(1, size))
	view := unsafe.Slice(array, len(list)+1)
	for i, s := range list {
		view[i] = C.CString(s)
	}
	return array, func() {
		for _, p := range view {
			C.free(unsafe.Pointer(p))
		}
		C.free(unsafe.Pointer(array))
	}
}

// InheritStdin gives the guest this process's standard input.
func (w *WASI) InheritStdin() { C.wasi_config_inherit_stdin(w.ptr) }

// InheritOutput gives the guest this process's own stream through a buffer of
// the library's, as a terminal if it is one.
func (w *WASI) InheritOutput(s Stream) {
	if s == Stdout {
		C.wasi_config_inherit_stdout(w.ptr)
	} else {
		C.wasi_config_inherit_stderr(w.ptr)
	}
}

var errOpen = errors.New("cannot be opened")

// StdinFile reads standard input from a file.
func (w *WASI) StdinFile(path string) error {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	if !C.wasi_config_set_stdin_file(w.ptr, name) {
		return errOpen
	}
	return nil
}

// StdinBytes reads standard input from memory.
func (w *WASI) StdinBytes(data []byte) {
	var vec C.wasm_byte_vec_t
	C.wasm_byte_vec_new_uninitialized(&vec, C.size_t(len(data)))
	if len(data) > 0 {
		copy(unsafe.Slice((*byte)(unsafe.Pointer(vec.data)), len(data)), data)
	}
	C.wasi_config_set_stdin_bytes(w.ptr, &vec)
}

// OutputFile writes a stream to a file, which it truncates, without buffering.
func (w *WASI) OutputFile(s Stream, path string) error {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	ok := C.bool(false)
	if s == Stdout {
		ok = C.wasi_config_set_stdout_file(w.ptr, name)
	} else {
		ok = C.wasi_config_set_stderr_file(w.ptr, name)
	}
	if !ok {
		return errOpen
	}
	return nil
}

// Preopen grants a directory. wasmtime's permissions of directories and files
// are always set as a pair (RUSTSEC-2026-0188).
func (w *WASI) Preopen(host, guest string, write bool) error {
	h, g := C.CString(host), C.CString(guest)
	defer C.free(unsafe.Pointer(h))
	defer C.free(unsafe.Pointer(g))
	if !C.qv_preopen(w.ptr, h, g, C.bool(write), C.int(LibraryMajor(nil))) {
		return errOpen
	}
	return nil
}

// SetWASI gives the store its context, and the context to the store.
func (s *Store) SetWASI(w *WASI) error {
	if !s.acquire() {
		return ErrClosed
	}
	defer s.done()
	err := C.wasmtime_context_set_wasi(s.ptr.context, w.ptr)
	w.ptr = nil
	return takeError(err)
}
