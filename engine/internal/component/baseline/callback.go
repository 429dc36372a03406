package baseline

// #include "baseline.h"
import "C"

import "unsafe"

//export baselineAdd
func baselineAdd(a, b C.uint32_t) C.uint32_t { return a + b }

// baselineValues copies a list<u8> to Go memory, as any host would have to.
//
//export baselineValues
func baselineValues(data unsafe.Pointer, n C.size_t) C.uint32_t {
	values := unsafe.Slice((*C.wasmtime_component_val_t)(data), int(n))
	list := make([]byte, len(values))
	for i := range values {
		list[i] = values[i].of[0]
	}
	return C.uint32_t(len(list))
}

// baselineText copies a string to Go memory.
//
//export baselineText
func baselineText(data *C.char, n C.size_t) C.uint32_t {
	return C.uint32_t(len(C.GoStringN(data, C.int(n))))
}
