#include "shim.h"

#include <stdlib.h>
#include <string.h>

#include "_cgo_export.h"

// --- stores ---------------------------------------------------------------

// Called whenever the engine's epoch has moved: most often another store of
// the same engine was told to stop, and this one goes on.
static wasmtime_error_t *on_epoch(wasmtime_context_t *ctx, void *data,
                                  uint64_t *delta, uint8_t *kind) {
  (void)ctx;
  qv_store *s = data;
  if (qv_store_stopped(s) != QV_RUN)
    return wasmtime_error_new("interrupted");
  *delta = 1;
  *kind = 0; // WASMTIME_UPDATE_DEADLINE_CONTINUE
  return NULL;
}

qv_store *qv_store_open(wasm_engine_t *engine, uintptr_t handle, bool epoch) {
  qv_store *s = calloc(1, sizeof *s);
  if (s == NULL)
    return NULL;
  s->engine = engine;
  s->handle = handle;
  s->store = wasmtime_store_new(engine, s, NULL);
  s->context = wasmtime_store_context(s->store);
  if (epoch) {
    wasmtime_store_epoch_deadline_callback(s->store, on_epoch, s, NULL);
    wasmtime_context_set_epoch_deadline(s->context, 1);
  }
  return s;
}

void qv_store_limit(qv_store *s, const qv_limits *l) {
  s->memory_limit = l->total_memory;
  wasmtime_store_limiter(s->store, l->memory, l->table_elements, l->instances,
                         l->tables, l->memories);
}

void qv_store_close(qv_store *s) {
  wasmtime_store_delete(s->store);
  s->store = NULL;
  s->context = NULL;
}

void qv_store_free(qv_store *s) { free(s); }

// The first reason stays.
void qv_store_stop(qv_store *s, uint32_t reason) {
  uint32_t run = QV_RUN;
  __atomic_compare_exchange_n(&s->stop, &run, reason, false, __ATOMIC_SEQ_CST,
                              __ATOMIC_SEQ_CST);
  wasmtime_engine_increment_epoch(s->engine);
}

uint32_t qv_store_stopped(qv_store *s) {
  return __atomic_load_n(&s->stop, __ATOMIC_SEQ_CST);
}

// --- errors ---------------------------------------------------------------

void qv_error_take(wasmtime_error_t *err, wasm_trap_t *trap, qv_error *out) {
  memset(out, 0, sizeof *out);
  if (trap != NULL) {
    wasm_trap_message(trap, &out->message);
    wasm_trap_trace(trap, &out->trace);
    out->has_code = wasmtime_trap_code(trap, &out->code);
    out->trap = trap;
    return;
  }
  wasmtime_error_message(err, &out->message);
  wasmtime_error_wasm_trace(err, &out->trace);
  out->is_exit = wasmtime_error_exit_status(err, &out->exit);
  out->error = err;
}

void qv_error_frame(const qv_error *e, size_t nth, qv_frame *out) {
  const wasm_frame_t *frame = e->trace.data[nth];
  memset(out, 0, sizeof *out);
  out->func_index = wasm_frame_func_index(frame);
  out->offset = wasm_frame_module_offset(frame);
  const wasm_name_t *name = wasmtime_frame_func_name(frame);
  if (name != NULL)
    out->func = *name;
  name = wasmtime_frame_module_name(frame);
  if (name != NULL)
    out->module = *name;
}

void qv_error_free(qv_error *e) {
  wasm_byte_vec_delete(&e->message);
  wasm_frame_vec_delete(&e->trace);
  if (e->error != NULL)
    wasmtime_error_delete(e->error);
  if (e->trap != NULL)
    wasm_trap_delete(e->trap);
}

// --- instantiation --------------------------------------------------------

_Thread_local qv_store *qv_current_store;

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

// --- lowering: a program of bytes becomes a value -------------------------

static uint8_t take_u8(const uint8_t **p) { return *(*p)++; }

static uint32_t take_u32(const uint8_t **p) {
  uint32_t v;
  memcpy(&v, *p, sizeof v);
  *p += sizeof v;
  return v;
}

static void take_name(const uint8_t **p, wasm_name_t *out) {
  uint32_t len = take_u32(p);
  wasm_byte_vec_new_uninitialized(out, len);
  memcpy(out->data, *p, len);
  *p += len;
}

static wasmtime_error_t *lower(const uint8_t **p, wasmtime_context_t *ctx,
                               wasmtime_component_val_t *out);

// A value that hangs from another one by a pointer.
static wasmtime_error_t *lower_boxed(const uint8_t **p, wasmtime_context_t *ctx,
                                     wasmtime_component_val_t **out) {
  *out = NULL;
  if (!take_u8(p))
    return NULL;
  wasmtime_component_val_t val = {0};
  wasmtime_error_t *err = lower(p, ctx, &val);
  if (err == NULL)
    *out = wasmtime_component_val_new(&val);
  return err;
}

static wasmtime_error_t *lower_list(const uint8_t **p, wasmtime_context_t *ctx,
                                    wasmtime_component_vallist_t *out) {
  wasmtime_component_vallist_new_uninit(out, take_u32(p));
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < out->size && err == NULL; i++)
    err = lower(p, ctx, &out->data[i]);
  return err;
}

static void lower_bytes(const uint8_t **p, wasmtime_component_vallist_t *out) {
  wasmtime_component_vallist_new_uninit(out, take_u32(p));
  for (size_t i = 0; i < out->size; i++) {
    out->data[i].kind = QV_U8;
    out->data[i].of.u8 = (*p)[i];
  }
  *p += out->size;
}

static wasmtime_error_t *lower_record(const uint8_t **p,
                                      wasmtime_context_t *ctx,
                                      wasmtime_component_valrecord_t *out) {
  wasmtime_component_valrecord_new_uninit(out, take_u32(p));
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < out->size && err == NULL; i++) {
    take_name(p, &out->data[i].name);
    err = lower(p, ctx, &out->data[i].val);
  }
  return err;
}

static wasmtime_error_t *lower_map(const uint8_t **p, wasmtime_context_t *ctx,
                                   wasmtime_component_valmap_t *out) {
  wasmtime_component_valmap_new_uninit(out, take_u32(p));
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < out->size && err == NULL; i++) {
    err = lower(p, ctx, &out->data[i].key);
    if (err == NULL)
      err = lower(p, ctx, &out->data[i].value);
  }
  return err;
}

static wasmtime_error_t *
lower_host_resource(const uint8_t **p, wasmtime_context_t *ctx,
                    wasmtime_component_resource_any_t **out) {
  bool owned = take_u8(p);
  uint32_t rep = take_u32(p);
  uint32_t type = take_u32(p);
  wasmtime_component_resource_host_t *host =
      wasmtime_component_resource_host_new(owned, rep, type);
  wasmtime_error_t *err =
      wasmtime_component_resource_host_to_any(ctx, host, out);
  wasmtime_component_resource_host_delete(host);
  return err;
}

// Kinds that only programs have.
enum { QV_BYTES = 100, QV_HOST_RESOURCE, QV_GUEST_RESOURCE };

static wasmtime_error_t *lower_compound(uint8_t kind, const uint8_t **p,
                                        wasmtime_context_t *ctx,
                                        wasmtime_component_val_t *out) {
  wasmtime_component_valunion_t *of = &out->of;
  switch (kind) {
  case QV_STRING:
  case QV_ENUM:
    take_name(p, &of->string);
    break;
  case QV_LIST:
  case QV_TUPLE: // the same shape as a list
    return lower_list(p, ctx, &of->list);
  case QV_BYTES:
    out->kind = QV_LIST;
    lower_bytes(p, &of->list);
    break;
  case QV_RECORD:
    return lower_record(p, ctx, &of->record);
  case QV_VARIANT:
    take_name(p, &of->variant.discriminant);
    return lower_boxed(p, ctx, &of->variant.val);
  case QV_OPTION:
    return lower_boxed(p, ctx, &of->option);
  case QV_RESULT:
    of->result.is_ok = take_u8(p);
    return lower_boxed(p, ctx, &of->result.val);
  case QV_FLAGS:
    wasmtime_component_valflags_new_uninit(&of->flags, take_u32(p));
    for (size_t i = 0; i < of->flags.size; i++)
      take_name(p, &of->flags.data[i]);
    break;
  case QV_MAP:
    return lower_map(p, ctx, &of->map);
  case QV_HOST_RESOURCE:
    out->kind = QV_RESOURCE;
    return lower_host_resource(p, ctx, &of->resource);
  case QV_GUEST_RESOURCE: {
    wasmtime_component_resource_any_t *any;
    memcpy(&any, *p, sizeof any);
    *p += sizeof any;
    out->kind = QV_RESOURCE;
    of->resource = wasmtime_component_resource_any_clone(any);
    break;
  }
  }
  return NULL;
}

// On failure *out is a bool, so that deleting the tree around it is safe.
static wasmtime_error_t *lower(const uint8_t **p, wasmtime_context_t *ctx,
                               wasmtime_component_val_t *out) {
  wasmtime_component_val_t val = {0};
  uint8_t kind = take_u8(p);
  val.kind = kind;
  wasmtime_error_t *err = NULL;
  if (kind <= QV_CHAR) {
    memcpy(&val.of, *p, 8);
    *p += 8;
  } else {
    err = lower_compound(kind, p, ctx, &val);
  }
  if (err != NULL && val.kind == QV_RESOURCE)
    val = (wasmtime_component_val_t){0}; // nothing was made
  *out = val;
  return err;
}

// --- calls into the guest -------------------------------------------------

#define QV_STACK_ARGS 8

wasmtime_error_t *qv_call(qv_store *s, const wasmtime_component_func_t *f,
                          const uint8_t *program, size_t size, size_t nargs,
                          size_t nresults, bool *scalar) {
  (void)size;
  wasmtime_component_val_t stack[QV_STACK_ARGS] = {0};
  wasmtime_component_val_t *args = stack;
  if (nargs > QV_STACK_ARGS) {
    args = calloc(nargs, sizeof *args);
    if (args == NULL)
      return wasmtime_error_new("out of memory");
  }
  wasmtime_error_t *err = NULL;
  size_t lowered = 0;
  while (lowered < nargs && err == NULL)
    err = lower(&program, s->context, &args[lowered++]);
  memset(s->results, 0, sizeof s->results);
  if (err == NULL) {
    qv_store *outer = qv_current_store;
    qv_current_store = s;
    err = wasmtime_component_func_call(f, s->context, args, nargs, s->results,
                                       nresults);
    qv_current_store = outer;
  }
  for (size_t i = 0; i < lowered; i++)
    if (args[i].kind > QV_CHAR)
      wasmtime_component_val_delete(&args[i]);
  if (args != stack)
    free(args);
  *scalar = nresults == 0 || s->results[0].kind <= QV_CHAR;
  return err;
}

void qv_results_free(qv_store *s, size_t nresults) {
  for (size_t i = 0; i < nresults; i++)
    wasmtime_component_val_delete(&s->results[i]);
}

// --- host functions -------------------------------------------------------

wasmtime_error_t *qv_lift_resource(wasmtime_context_t *ctx,
                                   const wasmtime_component_resource_any_t *any,
                                   qv_resource *out) {
  memset(out, 0, sizeof *out);
  wasmtime_component_resource_host_t *host = NULL;
  wasmtime_error_t *err =
      wasmtime_component_resource_any_to_host(ctx, any, &host);
  if (err != NULL) { // a guest's resource: Go keeps a handle to it
    wasmtime_error_delete(err);
    out->guest = wasmtime_component_resource_any_clone(any);
    return NULL;
  }
  out->rep = wasmtime_component_resource_host_rep(host);
  out->type = wasmtime_component_resource_host_type(host);
  wasmtime_component_resource_host_delete(host);
  return NULL;
}

#define QV_STACK_RESOURCES 8

typedef struct resources {
  wasmtime_context_t *ctx;
  qv_resource stack[QV_STACK_RESOURCES];
  qv_resource *data;
  size_t size, capacity;
  bool out_of_memory;
} resources;

static void add_resource(resources *r,
                         const wasmtime_component_resource_any_t *any) {
  if (r->size == r->capacity) {
    size_t capacity = r->capacity * 4;
    qv_resource *data = malloc(capacity * sizeof *data);
    if (data == NULL) {
      r->out_of_memory = true;
      return;
    }
    memcpy(data, r->data, r->size * sizeof *data);
    if (r->data != r->stack)
      free(r->data);
    r->data = data;
    r->capacity = capacity;
  }
  qv_lift_resource(r->ctx, any, &r->data[r->size++]);
}

// The order is the one in which Go meets resources as it lifts the value.
static void walk(resources *r, const wasmtime_component_val_t *v) {
  const wasmtime_component_valunion_t *of = &v->of;
  switch (v->kind) {
  case QV_RESOURCE:
    add_resource(r, of->resource);
    break;
  case QV_LIST:
    if (of->list.size == 0 || of->list.data[0].kind <= QV_STRING)
      break; // elements are alike: none is a resource
    // fall through
  case QV_TUPLE: // the same shape as a list
    for (size_t i = 0; i < of->list.size; i++)
      walk(r, &of->list.data[i]);
    break;
  case QV_RECORD:
    for (size_t i = 0; i < of->record.size; i++)
      walk(r, &of->record.data[i].val);
    break;
  case QV_MAP:
    for (size_t i = 0; i < of->map.size; i++) {
      walk(r, &of->map.data[i].key);
      walk(r, &of->map.data[i].value);
    }
    break;
  case QV_VARIANT:
    if (of->variant.val != NULL)
      walk(r, of->variant.val);
    break;
  case QV_OPTION:
    if (of->option != NULL)
      walk(r, of->option);
    break;
  case QV_RESULT:
    if (of->result.val != NULL)
      walk(r, of->result.val);
    break;
  }
}

static wasmtime_error_t *finish(qv_call_frame *frame, wasmtime_context_t *ctx,
                                wasmtime_component_val_t *results) {
  if (frame->error != NULL) {
    wasmtime_error_t *err = wasmtime_error_new(frame->error);
    free(frame->error);
    return err;
  }
  const uint8_t *p = frame->program;
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < frame->nresults && err == NULL; i++)
    err = lower(&p, ctx, &results[i]);
  return err;
}

static wasmtime_error_t *
on_host_call(void *data, wasmtime_context_t *ctx,
             const wasmtime_component_func_type_t *type,
             wasmtime_component_val_t *args, size_t nargs,
             wasmtime_component_val_t *results, size_t nresults) {
  (void)type;
  const qv_func *f = data;
  const qv_store *s = wasmtime_context_get_data(ctx);
  uint8_t buffer[QV_FRAME_BYTES];
  resources r = {.ctx = ctx, .capacity = QV_STACK_RESOURCES};
  r.data = r.stack;
  if (f->resources)
    for (size_t i = 0; i < nargs; i++)
      walk(&r, &args[i]);
  wasmtime_error_t *err = NULL;
  if (r.out_of_memory) {
    err = wasmtime_error_new("out of memory");
  } else {
    qv_call_frame frame = {
        .store = s->handle,
        .func = f->handle,
        .args = args,
        .nargs = nargs,
        .nresults = nresults,
        .resources = r.data,
        .nresources = r.size,
        .program = buffer,
        .capacity = sizeof buffer,
    };
    qyvolHostCall(&frame);
    err = finish(&frame, ctx, results);
    if (frame.program != buffer)
      free(frame.program);
  }
  if (r.data != r.stack)
    free(r.data);
  return err;
}

static void drop_func(void *data) {
  qv_func *f = data;
  qyvolDeleteHandle(f->handle);
  free(f);
}

static qv_func *new_func(uintptr_t handle, bool resources) {
  qv_func *f = malloc(sizeof *f);
  if (f != NULL) {
    f->handle = handle;
    f->resources = resources;
  }
  return f;
}

wasmtime_error_t *qv_add_func(wasmtime_component_linker_instance_t *inst,
                              const char *name, size_t len, uintptr_t handle,
                              bool resources) {
  qv_func *f = new_func(handle, resources);
  if (f == NULL)
    return wasmtime_error_new("out of memory");
  return wasmtime_component_linker_instance_add_func(inst, name, len,
                                                     on_host_call, f, drop_func);
}

static wasmtime_error_t *on_resource_drop(void *data, wasmtime_context_t *ctx,
                                          uint32_t rep) {
  const qv_func *f = data;
  const qv_store *s = wasmtime_context_get_data(ctx);
  char *message = qyvolDropResource(s->handle, f->handle, rep);
  if (message == NULL)
    return NULL;
  wasmtime_error_t *err = wasmtime_error_new(message);
  free(message);
  return err;
}

wasmtime_error_t *qv_add_resource(wasmtime_component_linker_instance_t *inst,
                                  const char *name, size_t len, uint32_t type,
                                  uintptr_t handle) {
  qv_func *f = new_func(handle, false);
  if (f == NULL)
    return wasmtime_error_new("out of memory");
  wasmtime_component_resource_type_t *ty =
      wasmtime_component_resource_type_new_host(type);
  wasmtime_error_t *err = wasmtime_component_linker_instance_add_resource(
      inst, name, len, ty, on_resource_drop, f, drop_func);
  wasmtime_component_resource_type_delete(ty);
  return err;
}

// --- host functions of core modules ---------------------------------------

static wasm_trap_t *on_core_call(void *data, wasmtime_caller_t *caller,
                                 wasmtime_val_raw_t *vals, size_t nvals) {
  const qv_func *f = data;
  const qv_store *s =
      wasmtime_context_get_data(wasmtime_caller_context(caller));
  char *message = qyvolCoreCall(s->handle, f->handle, caller, vals, nvals);
  if (message == NULL)
    return NULL;
  wasm_trap_t *trap = wasmtime_trap_new(message, strlen(message));
  free(message);
  return trap;
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
                                   size_t nresults, uintptr_t handle) {
  qv_func *f = new_func(handle, false);
  if (f == NULL)
    return wasmtime_error_new("out of memory");
  wasm_valtype_vec_t params, results;
  valtypes(&params, kinds, nparams);
  valtypes(&results, kinds + nparams, nresults);
  wasm_functype_t *type = wasm_functype_new(&params, &results);
  wasmtime_error_t *err = wasmtime_linker_define_func_unchecked(
      linker, module, module_len, name, name_len, type, on_core_call, f,
      drop_func);
  wasm_functype_delete(type);
  return err;
}
