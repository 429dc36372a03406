//go:build wasmtime48

#include "guest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "_cgo_export.h"

// run calls f as often as it is told to.
static const char text[] =
    "(component (import \"f\" (func $f (param \"x\" u32) (result u32)))"
    " (core func $f (canon lower (func $f)))"
    " (core module $m (import \"\" \"f\" (func $f (param i32) (result i32)))"
    "  (func (export \"run\") (param $n i32) (result i32) (local $sum i32)"
    "   (block $end (loop $again (br_if $end (i32.eqz (local.get $n)))"
    "    (local.set $sum (i32.add (local.get $sum) (call $f (local.get $n))))"
    "    (local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $again)))"
    "   (local.get $sum)))"
    " (core instance $i (instantiate $m (with \"\" (instance (export \"f\" (func $f))))))"
    " (func (export \"run\") (param \"n\" u32) (result u32) (canon lift (core func $i \"run\"))))";

static wasm_engine_t *engine;
static wasmtime_component_t *component;
static wasmtime_component_linker_t *linkers[WAYS];

static void check(wasmtime_error_t *error) {
  if (error == NULL)
    return;
  wasm_byte_vec_t message;
  wasmtime_error_message(error, &message);
  fprintf(stderr, "waiting: %.*s\n", (int)message.size, message.data);
  exit(1);
}

static void number(wasmtime_component_val_t *v, uint32_t n) {
  v->kind = WASMTIME_COMPONENT_U32;
  v->of.u32 = n;
}

static wasmtime_error_t *
by_c(void *env, wasmtime_context_t *context,
     const wasmtime_component_func_type_t *type, wasmtime_component_val_t *args,
     size_t nargs, wasmtime_component_val_t *results, size_t nresults) {
  number(&results[0], args[0].of.u32 + 1);
  return NULL;
}

static wasmtime_error_t *
by_go(void *env, wasmtime_context_t *context,
      const wasmtime_component_func_type_t *type,
      wasmtime_component_val_t *args, size_t nargs,
      wasmtime_component_val_t *results, size_t nresults) {
  number(&results[0], goAdd(args[0].of.u32));
  return NULL;
}

static wasmtime_error_t *
by_blocking(void *env, wasmtime_context_t *context,
            const wasmtime_component_func_type_t *type,
            wasmtime_component_val_t *args, size_t nargs,
            wasmtime_component_val_t *results, size_t nresults) {
  goWait();
  number(&results[0], 1);
  return NULL;
}

static bool at_once(void *env) { return true; }
static bool answered(void *env) { return ((guest *)env)->answered; }

static void by_c_async(void *env, wasmtime_context_t *context,
                       const wasmtime_component_func_type_t *type,
                       wasmtime_component_val_t *args, size_t nargs,
                       wasmtime_component_val_t *results, size_t nresults,
                       wasmtime_error_t **error,
                       wasmtime_async_continuation_t *next) {
  number(&results[0], args[0].of.u32 + 1);
  next->callback = at_once;
  next->env = NULL;
  next->finalizer = NULL;
}

static void by_suspending(void *env, wasmtime_context_t *context,
                          const wasmtime_component_func_type_t *type,
                          wasmtime_component_val_t *args, size_t nargs,
                          wasmtime_component_val_t *results, size_t nresults,
                          wasmtime_error_t **error,
                          wasmtime_async_continuation_t *next) {
  guest *g = wasmtime_context_get_data(context);
  g->asked = args;
  g->answer = results;
  g->answered = false;
  next->callback = answered;
  next->env = g;
  next->finalizer = NULL;
}

void prepare(void) {
  wasm_config_t *config = wasm_config_new();
  wasmtime_config_async_stack_size_set(config, 1 << 20);
  wasmtime_config_max_wasm_stack_set(config, 1 << 19);
  engine = wasm_engine_new_with_config(config);
  wasm_byte_vec_t binary;
  check(wasmtime_wat2wasm(text, strlen(text), &binary));
  check(wasmtime_component_new(engine, (uint8_t *)binary.data, binary.size, &component));
  for (int way = 0; way < WAYS; way++) {
    linkers[way] = wasmtime_component_linker_new(engine);
    wasmtime_component_linker_instance_t *root = wasmtime_component_linker_root(linkers[way]);
    if (way == BY_C_ASYNC || way == BY_SUSPENDING)
      check(wasmtime_component_linker_instance_add_func_async(
          root, "f", 1, way == BY_C_ASYNC ? by_c_async : by_suspending, NULL, NULL));
    else
      check(wasmtime_component_linker_instance_add_func(
          root, "f", 1, way == BY_C ? by_c : way == BY_GO ? by_go : by_blocking, NULL, NULL));
    wasmtime_component_linker_instance_delete(root);
  }
}

guest *guest_new(int way) {
  guest *g = calloc(1, sizeof *g);
  g->store = wasmtime_store_new(engine, g, NULL);
  wasmtime_context_t *context = wasmtime_store_context(g->store);
  if (way == BY_C_ASYNC || way == BY_SUSPENDING) {
    g->future = wasmtime_component_linker_instantiate_async(linkers[way], context, component, &g->instance, &g->error);
    while (!guest_poll(g))
      ;
  } else {
    check(wasmtime_component_linker_instantiate(linkers[way], context, component, &g->instance));
  }
  wasmtime_component_export_index_t *index =
      wasmtime_component_instance_get_export_index(&g->instance, context, NULL, "run", 3);
  if (index == NULL || !wasmtime_component_instance_get_func(&g->instance, context, index, &g->run))
    abort();
  wasmtime_component_export_index_delete(index);
  return g;
}

void guest_call(guest *g, uint32_t times) {
  number(&g->arg, times);
  check(wasmtime_component_func_call(&g->run, wasmtime_store_context(g->store), &g->arg, 1, &g->result, 1));
}

void guest_begin(guest *g, uint32_t times) {
  number(&g->arg, times);
  g->future = wasmtime_component_func_call_async(
      &g->run, wasmtime_store_context(g->store), &g->arg, 1, &g->result, 1, &g->error);
}

bool guest_poll(guest *g) {
  if (!wasmtime_call_future_poll(g->future))
    return false;
  wasmtime_call_future_delete(g->future);
  g->future = NULL;
  check(g->error);
  return true;
}

void guest_answer(guest *g) {
  number(g->answer, g->asked->of.u32 + 1);
  g->answered = true;
}

void guest_call_here(guest *g, uint32_t times) {
  guest_begin(g, times);
  while (!guest_poll(g))
    guest_answer(g);
}

void guest_delete(guest *g) {
  wasmtime_store_delete(g->store);
  free(g);
}
