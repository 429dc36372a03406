package component

// #include "shim.h"
import "C"

import "unsafe"

// GuestResource is a handle to a resource that a guest defined.
type GuestResource struct {
	store      *Store
	ptr        *C.wasmtime_component_resource_any_t
	prev, next *GuestResource // of the same store, which frees what is left
}

func newGuestResource(s *Store, ptr *C.wasmtime_component_resource_any_t) *GuestResource {
	r := &GuestResource{store: s, ptr: ptr, next: s.guests}
	if r.next != nil {
		r.next.prev = r
	}
	s.guests = r
	return r
}

// HostResource is a handle to a resource of the host.
type HostResource struct {
	Rep, Type uint32
	Owned     bool
}

// Resource lifts a handle out of a result: to a host resource, or to a guest's.
func (s *Store) Resource(v *Value) (HostResource, *GuestResource) {
	any := (*C.wasmtime_component_resource_any_t)(v.pointer(0))
	var r C.qv_resource
	C.qv_lift_resource(s.ptr.context, any, &r)
	return s.resource(&r)
}

func (s *Store) resource(r *C.qv_resource) (HostResource, *GuestResource) {
	if r.guest != nil {
		return HostResource{}, newGuestResource(s, r.guest)
	}
	return HostResource{uint32(r.rep), uint32(r._type), bool(r.owned)}, nil
}

// Owned tells an own handle from a borrow.
func (r *GuestResource) Owned() bool {
	return r.ptr != nil && bool(C.wasmtime_component_resource_any_owned(r.ptr))
}

// SameType tells whether two resources are of one type.
func (r *GuestResource) SameType(other *GuestResource) bool {
	if r.ptr == nil || other.ptr == nil {
		return false
	}
	a, b := C.wasmtime_component_resource_any_type(r.ptr), C.wasmtime_component_resource_any_type(other.ptr)
	defer C.wasmtime_component_resource_type_delete(a)
	defer C.wasmtime_component_resource_type_delete(b)
	return bool(C.wasmtime_component_resource_type_equal(a, b))
}

// Drop drops the resource, which runs the guest's destructor if it is owned. A
// second Drop does nothing.
func (r *GuestResource) Drop(owner Owner) error {
	if r.ptr == nil {
		return nil
	}
	ptr := r.detach()
	var err error
	if r.store.enter(owner) {
		err = takeError(C.wasmtime_component_resource_any_drop(r.store.ptr.context, ptr))
		r.store.leave()
	}
	C.wasmtime_component_resource_any_delete(ptr)
	return err
}

// Forget frees the handle, without dropping the resource.
func (r *GuestResource) Forget() {
	if r.ptr != nil {
		C.wasmtime_component_resource_any_delete(r.detach())
	}
}

func (r *GuestResource) detach() *C.wasmtime_component_resource_any_t {
	if r.next != nil {
		r.next.prev = r.prev
	}
	if r.prev != nil {
		r.prev.next = r.next
	} else {
		r.store.guests = r.next
	}
	ptr := r.ptr
	r.ptr, r.prev, r.next = nil, nil, nil
	return ptr
}

// sizes that value.go and encoder.go rely on
var (
	_ [unsafe.Sizeof(Value{})]byte = [C.sizeof_wasmtime_component_val_t]byte{}
	_ [unsafe.Sizeof(field{})]byte = [C.sizeof_wasmtime_component_valrecord_entry_t]byte{}
	_ [unsafe.Sizeof(entry{})]byte = [C.sizeof_wasmtime_component_valmap_entry_t]byte{}
)
