// Host functions of core modules.
#include "shim.h"

#include <stdlib.h>
#include <string.h>

#include "_cgo_export.h"

static wasm_trap_t *call_go(const qv_func *f, const qv_store *s,
                            wasmtime_caller_t *caller, wasmtime_val_raw_t *vals,
                            size_t nvals, qv_bytes memory) {
  char *message = qyvolCoreCall(s->handle, f->handle, caller, vals, nvals,
                                memory.data, memory.size);
  if (message == NULL)
    return NULL;
  wasm_trap_t *trap = wasmtime_trap_new(message, strlen(message));
  free(message);
  return trap;
}

static wasm_trap_t *on_core_call(void *data, wasmtime_caller_t *caller,
                                 wasmtime_val_raw_t *vals, size_t nvals) {
  const qv_func *f = data;
  qv_store *s = wasmtime_context_get_data(wasmtime_caller_context(caller));
  s->memory_refused = false; // it went on
  qv_bytes memory = {NULL, 0};
  if (f->memory)
    memory = qv_caller_memory(caller, "memory", 6);
  return call_go(f, s, caller, vals, nvals, memory);
}

static wasm_trap_t *on_direct_call(void *data, wasmtime_caller_t *caller,
                                   wasmtime_val_raw_t *vals, size_t nvals) {
  const qv_func *f = data;
  qv_store *s = wasmtime_context_get_data(wasmtime_caller_context(caller));
  s->memory_refused = false;
  qv_bytes memory = qv_caller_memory(caller, "memory", 6);
  if (qv_direct_answer_core(f, s, vals, memory))
    return NULL;
  return call_go(f, s, caller, vals, nvals, memory);
}

static void valtypes(wasm_valtype_vec_t *out, const uint8_t *kinds, size_t n) {
  wasm_valtype_vec_new_uninitialized(out, n);
  for (size_t i = 0; i < n; i++)
    out->data[i] = wasm_valtype_new(kinds[i]);
}

wasmtime_error_t *qv_add_core_func(wasmtime_linker_t *linker,
                                   const char *module, size_t module_len,
                                   const char *name, size_t name_len,
                                   const uint8_t *kinds, size_t nparams,
                                   size_t nresults, uintptr_t handle,
                                   bool memory, qv_direct direct) {
  qv_func *f = qv_func_new(handle, false);
  if (f == NULL)
    return wasmtime_error_new("out of memory");
  f->memory = memory;
  f->direct = direct;
  wasm_valtype_vec_t params, results;
  valtypes(&params, kinds, nparams);
  valtypes(&results, kinds + nparams, nresults);
  wasm_functype_t *type = wasm_functype_new(&params, &results);
  wasmtime_error_t *err = wasmtime_linker_define_func_unchecked(
      linker, module, module_len, name, name_len, type,
      direct.func == QV_DIRECT_NONE ? on_core_call : on_direct_call, f,
      qv_func_drop);
  wasm_functype_delete(type);
  return err;
}

// own says whether it is the memory that may be known without being looked up: where
// a store has one core module by itself, a function that it calls is called by it.
static bool own(const qv_store *s, const char *name, size_t len) {
  return s->modules == 1 && len == 6 && memcmp(name, "memory", 6) == 0;
}

qv_bytes qv_caller_memory(wasmtime_caller_t *caller, const char *name,
                          size_t len) {
  qv_bytes bytes = {NULL, 0};
  const wasmtime_context_t *context = wasmtime_caller_context(caller);
  qv_store *s = wasmtime_context_get_data(context);
  bool is_own = own(s, name, len);
  wasmtime_extern_t ext;
  if (is_own && s->own_known) {
    bytes.data = wasmtime_memory_data(context, &s->own);
    bytes.size = wasmtime_memory_data_size(context, &s->own);
    return bytes;
  }
  if (!wasmtime_caller_export_get(caller, name, len, &ext))
    return bytes;
  if (ext.kind == QV_EXTERN_MEMORY) {
    bytes.data = wasmtime_memory_data(context, &ext.of.memory);
    bytes.size = wasmtime_memory_data_size(context, &ext.of.memory);
    if (is_own) {
      s->own = ext.of.memory;
      s->own_known = true;
    }
  }
  wasmtime_extern_delete(&ext);
  return bytes;
}
