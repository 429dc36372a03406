package component

// #include "shim.h"
import "C"

// What stands in a shape in place of a kind of type.
const (
	ShapeAny    = C.QV_SHAPE_ANY    // any type fits
	ShapeKind   = C.QV_SHAPE_KIND   // any type of the kind that follows
	ShapeHandle = C.QV_SHAPE_HANDLE // own or borrow, of any resource
	ShapeLane   = C.QV_SHAPE_LANE   // bytes of an adapted guest
)

// Offer is what the host has under a name: a function, a resource type or, with
// Parts, an instance.
type Offer struct {
	// Shape is the type of a function, in the form that fit.c reads; nil fits any.
	Shape []byte
	// Resource is the number of a resource type, and not 0.
	Resource uint32
	// Parts looks up what an instance has.
	Parts func(name string) (Offer, bool)
}

// Misfit looks for a function that a component imports with another type than the
// host has, and returns the names that lead to it: an instance's first. nil means
// that all fit. What the host does not have, and items of other kinds, are left to
// the linker, which compares resource types, too. imports are all of Imports.
func (c *Component) Misfit(imports []Import, host func(name string) (Offer, bool)) ([]string, error) {
	if !c.acquire() {
		return nil, ErrClosed
	}
	defer c.done()
	t := C.wasmtime_component_type(c.ptr)
	defer C.wasmtime_component_type_delete(t)
	f := fitting{engine: c.engine}
	defer C.qv_fit_free(&f.known)
	for i := range imports {
		name := imports[i].Name
		offer, ok := host(name)
		if !ok {
			continue
		}
		data, size := chars(name)
		if !C.wasmtime_component_type_import_get(t, c.engine, data, size, &f.item) {
			continue
		}
		path, err := f.judge(&offer, &imports[i])
		if path != nil || err != nil {
			return path, err
		}
	}
	return nil, nil
}

// fitting is a comparison under way. Resource types come before what uses them, so
// that one walk does.
type fitting struct {
	engine *C.wasm_engine_t
	known  C.qv_fit
	item   cItem
}

// judge compares the item, and deletes it.
func (f *fitting) judge(offer *Offer, i *Import) ([]string, error) {
	item := f.item
	defer C.wasmtime_component_item_delete(&item)
	switch {
	case item.kind == C.QV_ITEM_INSTANCE && offer.Parts != nil:
		path, err := f.parts(itemInstance(&item), offer, i)
		if path != nil {
			path = append([]string{i.Name}, path...)
		}
		return path, err
	case item.kind == C.QV_ITEM_RESOURCE && offer.Resource != 0:
		if !C.qv_fit_resource(&f.known, itemResource(&item), C.uint32_t(offer.Resource)) {
			return nil, errNoMemory
		}
	case item.kind == C.QV_ITEM_FUNC && offer.Shape != nil:
		if !C.qv_fit_func(&f.known, itemFunc(&item), bytesPtr(offer.Shape), C.size_t(len(offer.Shape))) {
			return []string{i.Name}, nil
		}
	}
	return nil, nil
}

func (f *fitting) parts(t *C.wasmtime_component_instance_type_t, in *Offer, i *Import) ([]string, error) {
	for n := range i.Parts {
		offer, ok := in.Parts(i.Parts[n].Name)
		if !ok {
			continue
		}
		data, size := chars(i.Parts[n].Name)
		if !C.wasmtime_component_instance_type_export_get(t, f.engine, data, size, &f.item) {
			continue
		}
		path, err := f.judge(&offer, &i.Parts[n])
		if path != nil || err != nil {
			return path, err
		}
	}
	return nil, nil
}
