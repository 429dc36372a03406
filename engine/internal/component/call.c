// Instantiation, and calls into the guest.
#include "shim.h"

#include <stdlib.h>
#include <string.h>

_Thread_local qv_store *qv_current_store; // what memory.c charges

wasmtime_error_t *qv_instantiate(const wasmtime_component_linker_t *linker,
                                 qv_store *s, const wasmtime_component_t *c,
                                 wasmtime_component_instance_t *out) {
  qv_store *outer = qv_current_store;
  qv_current_store = s;
  wasmtime_error_t *err =
      wasmtime_component_linker_instantiate(linker, s->context, c, out);
  qv_current_store = outer;
  return err;
}

wasmtime_error_t *qv_core_instantiate(const wasmtime_linker_t *linker,
                                      qv_store *s, const wasmtime_module_t *m,
                                      wasmtime_instance_t *out,
                                      wasm_trap_t **trap) {
  qv_store *outer = qv_current_store;
  qv_current_store = s;
  wasmtime_error_t *err =
      wasmtime_linker_instantiate(linker, s->context, m, out, trap);
  qv_current_store = outer;
  return err;
}

#define QV_STACK_ARGS 8

wasmtime_error_t *qv_call(qv_store *s, const wasmtime_component_func_t *f,
                          const uint8_t *program, size_t size, size_t nargs,
                          size_t nresults) {
  qv_lent lent = {NULL, 0, 0};
  qv_program p = {program, program + size, false, &lent};
  wasmtime_component_val_t stack[QV_STACK_ARGS];
  wasmtime_component_val_t *args = stack;
  if (nargs > QV_STACK_ARGS) {
    args = calloc(nargs, sizeof *args);
    if (args == NULL)
      return wasmtime_error_new("out of memory");
  }
  wasmtime_error_t *err = NULL;
  size_t lowered = 0;
  while (lowered < nargs && err == NULL)
    err = qv_lower(&p, s->context, &args[lowered++]);
  // Not s->result: a host function may call the guest meanwhile.
  wasmtime_component_val_t result = {0};
  if (err == NULL) {
    qv_store *outer = qv_current_store;
    qv_current_store = s;
    err = wasmtime_component_func_call(f, s->context, args, nargs, &result,
                                       nresults);
    qv_current_store = outer;
  }
  for (size_t i = 0; i < lowered; i++)
    if (args[i].kind > QV_CHAR)
      wasmtime_component_val_delete(&args[i]);
  if (args != stack)
    free(args);
  bool back = lent.size == 0 || qv_unlend(&lent, s->context);
  s->taken = err == NULL && !back;
  s->result = result;
  return err;
}

void qv_result_free(qv_store *s) {
  wasmtime_component_val_delete(&s->result);
  memset(&s->result, 0, sizeof s->result);
}
