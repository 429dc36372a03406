// Instantiation, and calls into the guest.
#include "shim.h"

#include <stdlib.h>
#include <string.h>

_Thread_local qv_store *qv_current_store; // what memory.c charges

// begin makes a store the current one for an instantiation.
static qv_store *begin(qv_store *s, qv_linking *l, qv_linking **outer) {
  if (l->n > 0)
    qv_store_expect_tags(s);
  *outer = s->linking;
  s->linking = l;
  qv_store *current = qv_current_store;
  qv_current_store = s;
  return current;
}

static void end(qv_store *s, qv_linking *outer, qv_store *current) {
  qv_current_store = current;
  s->linking = outer;
}

wasmtime_error_t *qv_instantiate(const wasmtime_component_linker_t *linker,
                                 qv_store *s, const wasmtime_component_t *c,
                                 qv_images *const *images, size_t nimages,
                                 bool complete,
                                 wasmtime_component_instance_t *out) {
  qv_linking here = {images, nimages, complete, 0}, *outer;
  qv_store *current = begin(s, &here, &outer);
  wasmtime_error_t *err =
      wasmtime_component_linker_instantiate(linker, s->context, c, out);
  end(s, outer, current);
  return err;
}

wasmtime_error_t *qv_core_instantiate(const wasmtime_linker_t *linker,
                                      qv_store *s, const wasmtime_module_t *m,
                                      qv_images *images, bool complete,
                                      wasmtime_instance_t *out,
                                      wasm_trap_t **trap) {
  s->modules++;
  s->own_known = false;
  qv_linking here = {&images, images == NULL ? 0 : 1, complete, 0}, *outer;
  qv_store *current = begin(s, &here, &outer);
  wasmtime_error_t *err =
      wasmtime_linker_instantiate(linker, s->context, m, out, trap);
  end(s, outer, current);
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
    qv_linking *linking = s->linking; // of what called the host that calls
    qv_current_store = s;
    s->linking = NULL;
    err = wasmtime_component_func_call(f, s->context, args, nargs, &result,
                                       nresults);
    s->linking = linking;
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
