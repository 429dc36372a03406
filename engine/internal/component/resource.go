package component

// #include "shim.h"
import "C"

import "unsafe"

// GuestResource is a handle to a resource that a guest defined.
type GuestResource struct {
	store *Store
	ptr   *C.wasmtime_component_resource_any_t
}

func newGuestResource(s *Store, ptr *C.wasmtime_component_resource_any_t) *GuestResource {
	return &GuestResource{store: s, ptr: ptr}
}

// Resource lifts a handle out of a result: a host resource as rep and type, or
// a guest's.
func (s *Store) Resource(v *Value) (rep, typ uint32, guest *GuestResource, err error) {
	any := (*C.wasmtime_component_resource_any_t)(v.pointer(0))
	var r C.qv_resource
	if err := takeError(C.qv_lift_resource(s.ptr.context, any, &r)); err != nil {
		return 0, 0, nil, err
	}
	if r.guest != nil {
		return 0, 0, newGuestResource(s, r.guest), nil
	}
	return uint32(r.rep), uint32(r._type), nil, nil
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

// Drop drops the resource, which runs the guest's destructor if it is owned.
func (r *GuestResource) Drop() error {
	if r.ptr == nil {
		return nil
	}
	var err error
	if r.store.ptr != nil {
		err = takeError(C.wasmtime_component_resource_any_drop(r.store.ptr.context, r.ptr))
	}
	r.Forget()
	return err
}

// Forget frees the handle after its resource was given away.
func (r *GuestResource) Forget() {
	if r.ptr != nil {
		C.wasmtime_component_resource_any_delete(r.ptr)
		r.ptr = nil
	}
}

// sizes that value.go and encoder.go rely on
var (
	_ [unsafe.Sizeof(Value{})]byte = [C.sizeof_wasmtime_component_val_t]byte{}
	_ [unsafe.Sizeof(field{})]byte = [C.sizeof_wasmtime_component_valrecord_entry_t]byte{}
	_ [unsafe.Sizeof(entry{})]byte = [C.sizeof_wasmtime_component_valmap_entry_t]byte{}
)
