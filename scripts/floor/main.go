// Command floor is the least that a Go program can do to run a component: map
// its compiled code and call wasmtime. It checks nothing and limits nothing.
// What `qyvol run` costs is measured against it.
//
//	floor compile hello.wasm hello.cwasm
//	floor run hello.cwasm
package main

/*
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct { size_t size; char *data; } bytes;
typedef struct { uint64_t a; uint32_t b; } instance;
typedef struct { uint64_t a; uint32_t b, c; } func;
typedef struct { uint8_t kind; uint64_t of[3]; } val;

void *wasm_engine_new(void);
void *wasmtime_component_new(void *, const uint8_t *, size_t, void **);
void *wasmtime_component_serialize(void *, bytes *);
void *wasmtime_component_deserialize_file(void *, const char *, void **);
void *wasmtime_component_linker_new(void *);
void *wasmtime_component_linker_add_wasip2(void *);
void *wasmtime_component_linker_instantiate(void *, void *, void *, instance *);
void *wasmtime_component_get_export_index(void *, void *, const char *, size_t);
bool wasmtime_component_instance_get_func(instance *, void *, void *, func *);
void *wasmtime_component_func_call(func *, void *, val *, size_t, val *, size_t);
void *wasmtime_store_new(void *, void *, void *);
void *wasmtime_store_context(void *);
void *wasmtime_context_set_wasi(void *, void *);
void *wasi_config_new(void);
void wasi_config_inherit_stdout(void *);
void wasi_config_inherit_stderr(void *);
void wasi_config_inherit_stdin(void *);

static const char *run(const char *path) {
  void *engine = wasm_engine_new(), *component;
  if (wasmtime_component_deserialize_file(engine, path, &component))
    return "deserialize";
  void *linker = wasmtime_component_linker_new(engine);
  if (wasmtime_component_linker_add_wasip2(linker))
    return "link";
  void *store = wasmtime_store_new(engine, NULL, NULL);
  void *context = wasmtime_store_context(store), *wasi = wasi_config_new();
  wasi_config_inherit_stdin(wasi);
  wasi_config_inherit_stdout(wasi);
  wasi_config_inherit_stderr(wasi);
  if (wasmtime_context_set_wasi(context, wasi))
    return "wasi";
  instance inst;
  if (wasmtime_component_linker_instantiate(linker, context, component, &inst))
    return "instantiate";
  const char *iface = "wasi:cli/run@0.2.0";
  void *index = wasmtime_component_get_export_index(component, NULL, iface, strlen(iface));
  if (index != NULL)
    index = wasmtime_component_get_export_index(component, index, "run", 3);
  func f;
  if (index == NULL || !wasmtime_component_instance_get_func(&inst, context, index, &f))
    return "export";
  val result;
  return wasmtime_component_func_call(&f, context, NULL, 0, &result, 1) ? "call" : NULL;
}

static const char *compile(const uint8_t *wasm, size_t size, bytes *out) {
  void *engine = wasm_engine_new(), *component;
  if (wasmtime_component_new(engine, wasm, size, &component))
    return "compile";
  return wasmtime_component_serialize(component, out) ? "serialize" : NULL;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"

	_ "github.com/bytecodealliance/wasmtime-go/v44" // links the library
)

func main() {
	var failed *C.char
	switch {
	case len(os.Args) == 3 && os.Args[1] == "run":
		failed = C.run(C.CString(os.Args[2]))
	case len(os.Args) == 4 && os.Args[1] == "compile":
		failed = compile(os.Args[2], os.Args[3])
	default:
		failed = C.CString("usage: floor run FILE.cwasm | floor compile FILE.wasm FILE.cwasm")
	}
	if failed != nil {
		fmt.Fprintln(os.Stderr, "floor:", C.GoString(failed))
		os.Exit(1)
	}
}

func compile(from, to string) *C.char {
	wasm, err := os.ReadFile(from)
	if err != nil {
		return C.CString(err.Error())
	}
	var code C.bytes
	if failed := C.compile((*C.uint8_t)(unsafe.SliceData(wasm)), C.size_t(len(wasm)), &code); failed != nil {
		return failed
	}
	if err := os.WriteFile(to, C.GoBytes(unsafe.Pointer(code.data), C.int(code.size)), 0o600); err != nil {
		return C.CString(err.Error())
	}
	return nil
}
