package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

// HostFunc is a host function: it reads the call's arguments and encodes its
// results. An error traps the guest.
type HostFunc func(*Call) error

// DropFunc is the destructor of a host resource.
type DropFunc func(s *Store, rep uint32) error

// Call is one call of a host function, valid until it returns.
type Call struct {
	Encoder
	Store *Store
	Args  []Value
	// NResults is 0 or 1.
	NResults int

	resources []C.qv_resource
}

// Resource tells the next resource of the arguments, in the order of a
// depth-first walk: the host's, or a guest's own.
func (c *Call) Resource() (HostResource, *GuestResource) {
	r := &c.resources[0]
	c.resources = c.resources[1:]
	return c.Store.resource(r)
}

// PanicError is a panic of a host function, as the error that traps the guest.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("host function panicked: %v", e.Value) }

// Unwrap returns the panic's value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

//export qyvolHostCall
func qyvolHostCall(f *C.qv_call_frame) {
	s := stores.get(uintptr(f.store))
	call := &s.call
	if s.calls++; s.calls > 1 { // the guest was called by a host function
		call = new(Call)
	}
	call.Store = s
	call.Args = valuesAt(f.args, f.nargs)
	call.NResults = int(f.nresults)
	call.resources = unsafe.Slice(f.resources, int(f.nresources))
	call.Encoder = Encoder{buf: unsafe.Slice((*byte)(f.program), int(f.capacity))[:0], c: true}
	err := call.run(callees.get(uintptr(f._func)).host)
	s.calls--
	if err != nil {
		f.error = s.fail(err)
	}
	f.program = (*C.uint8_t)(unsafe.SliceData(call.buf))
	f.size = C.size_t(len(call.buf))
}

func (c *Call) run(fn HostFunc) (err error) {
	defer recovered(&err)
	return fn(c)
}

// recovered turns a panic into an error: it must not unwind through C.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = &PanicError{Value: r, Stack: debug.Stack()}
	}
}

//export qyvolDropResource
func qyvolDropResource(store, drop C.uintptr_t, rep C.uint32_t) *C.char {
	s := stores.get(uintptr(store))
	fn := callees.get(uintptr(drop)).drop
	err := func() (err error) {
		defer recovered(&err)
		return fn(s, uint32(rep))
	}()
	if err == nil {
		return nil
	}
	return s.fail(err)
}

// fail remembers a host function's error and gives C its message.
func (s *Store) fail(err error) *C.char {
	s.hostErr = err
	return C.CString(Message(err))
}

// Message survives an error that can't even say what it is, such as a nil
// pointer of an error type.
func Message(err error) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprintf("host function failed with a %T whose Error panics", err)
		}
	}()
	return err.Error()
}

//export qyvolCoreCall
func qyvolCoreCall(
	store, fn C.uintptr_t, caller *C.wasmtime_caller_t, vals *C.wasmtime_val_raw_t, n C.size_t,
	memory *C.uint8_t, size C.size_t,
) *C.char {
	s := stores.get(uintptr(store))
	c := &s.core
	if s.calls++; s.calls > 1 {
		c = new(CoreCall)
	}
	// One by one: a literal would be put together elsewhere, and copied.
	c.Store, c.caller = s, caller
	c.raw = unsafe.Slice((*[2]uint64)(unsafe.Pointer(vals)), int(n))
	c.memory = unsafe.Slice((*byte)(unsafe.Pointer(memory)), int(size))
	err := c.run(callees.get(uintptr(fn)).core)
	*c = CoreCall{} // a caller that was kept must not reach C's memory
	s.calls--
	if err == nil {
		return nil
	}
	return s.fail(err)
}

//export qyvolDeleteHandle
func qyvolDeleteHandle(h C.uintptr_t) { callees.drop(uintptr(h)) }
