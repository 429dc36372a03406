#include "baseline.h"

#include <string.h>

#include "_cgo_export.h"

static bool failed(wasmtime_error_t *err) {
  if (err == NULL)
    return false;
  wasmtime_error_delete(err);
  return true;
}

wasm_engine_t *bl_engine(uint32_t pooled) {
  wasm_config_t *config = wasm_config_new();
  wasmtime_config_epoch_interruption_set(config, true);
  wasmtime_config_wasm_component_model_set(config, true);
  if (pooled > 0) {
    wasmtime_pooling_allocation_config_t *p =
        wasmtime_pooling_allocation_config_new();
    wasmtime_pooling_allocation_config_total_component_instances_set(p, pooled);
    wasmtime_pooling_allocation_config_total_core_instances_set(p, 4 * pooled);
    wasmtime_pooling_allocation_config_total_memories_set(p, pooled);
    wasmtime_pooling_allocation_config_total_tables_set(p, 4 * pooled);
    wasmtime_pooling_allocation_strategy_set(config, p);
    wasmtime_pooling_allocation_config_delete(p);
  }
  return wasm_engine_new_with_config(config);
}

wasmtime_component_t *bl_compile(wasm_engine_t *engine, const uint8_t *wasm,
                                 size_t size) {
  wasmtime_component_t *c = NULL;
  return failed(wasmtime_component_new(engine, wasm, size, &c)) ? NULL : c;
}

wasmtime_component_t *bl_load(wasm_engine_t *engine, const char *path) {
  wasmtime_component_t *c = NULL;
  return failed(wasmtime_component_deserialize_file(engine, path, &c)) ? NULL
                                                                       : c;
}

// --- a command ------------------------------------------------------------

static wasmtime_error_t *on_epoch(wasmtime_context_t *ctx, void *data,
                                  uint64_t *delta, uint8_t *kind) {
  (void)ctx;
  (void)data;
  *delta = 1;
  *kind = 0;
  return NULL;
}

static void open_store(bl_guest *g) {
  g->store = wasmtime_store_new(g->engine, g, NULL);
  g->context = wasmtime_store_context(g->store);
  wasmtime_store_epoch_deadline_callback(g->store, on_epoch, g, NULL);
  wasmtime_context_set_epoch_deadline(g->context, 1);
  wasmtime_store_limiter(g->store, -1, 1000000, -1, -1, -1);
}

static void find_export(bl_guest *g, const char *iface, const char *func) {
  wasmtime_component_export_index_t *parent = NULL;
  if (iface != NULL)
    parent = wasmtime_component_get_export_index(g->component, NULL, iface,
                                                 strlen(iface));
  g->run = wasmtime_component_get_export_index(g->component, parent, func,
                                               strlen(func));
  if (parent != NULL)
    wasmtime_component_export_index_delete(parent);
}

bool bl_command(bl_guest *g, const char *iface) {
  g->linker = wasmtime_component_linker_new(g->engine);
  if (failed(wasmtime_component_linker_add_wasip2(g->linker)))
    return false;
  find_export(g, iface, "run");
  return g->run != NULL;
}

bool bl_run(bl_guest *g) {
  open_store(g);
  wasi_config_t *wasi = wasi_config_new();
  const char *argv[] = {"hello"};
  bool ok = wasi_config_set_argv(wasi, 1, argv) &&
            wasi_config_set_stdout_file(wasi, "/dev/null") &&
            wasi_config_set_stderr_file(wasi, "/dev/null");
  wasmtime_component_val_t result = {0};
  ok = ok && !failed(wasmtime_context_set_wasi(g->context, wasi)) &&
       !failed(wasmtime_component_linker_instantiate(g->linker, g->context,
                                                     g->component,
                                                     &g->instance)) &&
       wasmtime_component_instance_get_func(&g->instance, g->context, g->run,
                                            &g->func) &&
       !failed(wasmtime_component_func_call(&g->func, g->context, NULL, 0,
                                            &result, 1)) &&
       result.of.result.is_ok;
  wasmtime_component_val_delete(&result);
  wasmtime_store_delete(g->store);
  g->store = NULL;
  return ok;
}

// --- host functions -------------------------------------------------------

typedef wasmtime_component_val_t val;
typedef const wasmtime_component_func_type_t functype;

static wasmtime_error_t *on_add(void *data, wasmtime_context_t *ctx,
                                functype *type, val *args, size_t nargs,
                                val *results, size_t nresults) {
  (void)data, (void)ctx, (void)type, (void)nargs, (void)nresults;
  results[0].kind = QV_U32;
  results[0].of.u32 = baselineAdd(args[0].of.u32, args[1].of.u32);
  return NULL;
}

static wasmtime_error_t *on_get(void *data, wasmtime_context_t *ctx,
                                functype *type, val *args, size_t nargs,
                                val *results, size_t nresults) {
  (void)data, (void)type, (void)nargs, (void)nresults;
  wasmtime_component_resource_host_t *host = NULL;
  wasmtime_error_t *err = wasmtime_component_resource_any_to_host(
      ctx, args[0].of.resource, &host);
  if (err != NULL)
    return err;
  uint32_t rep = wasmtime_component_resource_host_rep(host);
  wasmtime_component_resource_host_delete(host);
  val payload = {.kind = QV_U32};
  payload.of.u32 = baselineAdd(rep, args[1].of.u32);
  results[0].kind = QV_RESULT;
  results[0].of.result.is_ok = true;
  results[0].of.result.val = wasmtime_component_val_new(&payload);
  return NULL;
}

static wasmtime_error_t *on_make(void *data, wasmtime_context_t *ctx,
                                 functype *type, val *args, size_t nargs,
                                 val *results, size_t nresults) {
  (void)data, (void)type, (void)nargs, (void)nresults;
  wasmtime_component_resource_host_t *host =
      wasmtime_component_resource_host_new(true, args[0].of.u32, 1);
  wasmtime_component_resource_any_t *any = NULL;
  wasmtime_error_t *err =
      wasmtime_component_resource_host_to_any(ctx, host, &any);
  wasmtime_component_resource_host_delete(host);
  if (err != NULL)
    return err;
  results[0].kind = QV_RESOURCE;
  results[0].of.resource = any;
  return NULL;
}

static wasmtime_error_t *on_drop(void *data, wasmtime_context_t *ctx,
                                 uint32_t rep) {
  (void)data, (void)ctx, (void)rep;
  return NULL;
}

// Bytes go in as they come: one value of 32 bytes each.
static wasmtime_error_t *on_bytes(void *data, wasmtime_context_t *ctx,
                                  functype *type, val *args, size_t nargs,
                                  val *results, size_t nresults) {
  (void)data, (void)ctx, (void)type, (void)nargs, (void)nresults;
  results[0].kind = QV_U32;
  results[0].of.u32 = baselineValues(args[0].of.list.data, args[0].of.list.size);
  return NULL;
}

static wasmtime_error_t *on_text(void *data, wasmtime_context_t *ctx,
                                 functype *type, val *args, size_t nargs,
                                 val *results, size_t nresults) {
  (void)data, (void)ctx, (void)type, (void)nargs, (void)nresults;
  results[0].kind = QV_U32;
  results[0].of.u32 =
      baselineText(args[0].of.string.data, args[0].of.string.size);
  return NULL;
}

static bool add(wasmtime_component_linker_instance_t *root, const char *name,
                wasmtime_component_func_callback_t fn) {
  return !failed(wasmtime_component_linker_instance_add_func(
      root, name, strlen(name), fn, NULL, NULL));
}

static bool define(wasmtime_component_linker_t *linker) {
  wasmtime_component_linker_instance_t *root =
      wasmtime_component_linker_root(linker);
  wasmtime_component_resource_type_t *thing =
      wasmtime_component_resource_type_new_host(1);
  bool ok = !failed(wasmtime_component_linker_instance_add_resource(
                root, "thing", 5, thing, on_drop, NULL, NULL)) &&
            add(root, "add", on_add) && add(root, "make", on_make) &&
            add(root, "get", on_get) && add(root, "bytes-in", on_bytes) &&
            add(root, "text-in", on_text);
  wasmtime_component_resource_type_delete(thing);
  wasmtime_component_linker_instance_delete(root);
  return ok;
}

bool bl_open(bl_guest *g, const char *func) {
  g->linker = wasmtime_component_linker_new(g->engine);
  open_store(g);
  find_export(g, NULL, func);
  return define(g->linker) && g->run != NULL &&
         !failed(wasmtime_component_linker_instantiate(
             g->linker, g->context, g->component, &g->instance)) &&
         wasmtime_component_instance_get_func(&g->instance, g->context, g->run,
                                              &g->func);
}

bool bl_call_u32(bl_guest *g, uint32_t n) {
  val arg = {.kind = QV_U32, .of = {.u32 = n}};
  return !failed(
      wasmtime_component_func_call(&g->func, g->context, &arg, 1, NULL, 0));
}

bool bl_call_add(bl_guest *g, uint32_t a, uint32_t b, uint32_t *sum) {
  val args[2] = {{.kind = QV_U32, .of = {.u32 = a}},
                 {.kind = QV_U32, .of = {.u32 = b}}};
  val result = {0};
  if (failed(wasmtime_component_func_call(&g->func, g->context, args, 2,
                                          &result, 1)))
    return false;
  *sum = result.of.u32;
  return true;
}

void bl_close(bl_guest *g) {
  if (g->store != NULL)
    wasmtime_store_delete(g->store);
  if (g->run != NULL)
    wasmtime_component_export_index_delete(g->run);
  if (g->linker != NULL)
    wasmtime_component_linker_delete(g->linker);
}
