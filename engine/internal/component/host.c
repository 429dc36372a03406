// Host functions and host resources of components.
#include "shim.h"

#include <stdlib.h>
#include <string.h>

#include "_cgo_export.h"

void qv_lift_resource(wasmtime_context_t *ctx,
                      const wasmtime_component_resource_any_t *any,
                      qv_resource *out) {
  memset(out, 0, sizeof *out);
  out->owned = wasmtime_component_resource_any_owned(any);
  wasmtime_component_resource_host_t *host = NULL;
  wasmtime_error_t *err =
      wasmtime_component_resource_any_to_host(ctx, any, &host);
  if (err != NULL) { // a guest's resource: Go keeps a handle to it
    wasmtime_error_delete(err);
    out->guest = wasmtime_component_resource_any_clone(any);
    return;
  }
  out->rep = wasmtime_component_resource_host_rep(host);
  out->type = wasmtime_component_resource_host_type(host);
  wasmtime_component_resource_host_delete(host);
}

#define QV_STACK_RESOURCES 8

// A guest that passes more handles to one call is refused before each is looked
// up and lifted.
#define QV_MAX_RESOURCES 65536

typedef struct resources {
  wasmtime_context_t *ctx;
  qv_resource stack[QV_STACK_RESOURCES];
  qv_resource *data;
  size_t size, capacity;
  const char *refused; // why
} resources;

static void add_resource(resources *r,
                         const wasmtime_component_resource_any_t *any) {
  if (r->refused != NULL)
    return;
  if (r->size == QV_MAX_RESOURCES) {
    r->refused = "a call passes more than 65536 handles";
    return;
  }
  if (r->size == r->capacity) {
    size_t capacity = r->capacity * 4;
    qv_resource *data = malloc(capacity * sizeof *data);
    if (data == NULL) {
      r->refused = "out of memory";
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
  qv_program p = {frame->program, frame->program + frame->size, false, NULL};
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < frame->nresults && err == NULL; i++)
    err = qv_lower(&p, ctx, &results[i]);
  return err;
}

// call_go crosses into Go with the arguments and lowers what it answers.
static wasmtime_error_t *call_go(qv_call_frame *frame, wasmtime_context_t *ctx,
                                 wasmtime_component_val_t *results) {
  uint8_t buffer[QV_FRAME_BYTES];
  frame->program = buffer;
  frame->capacity = sizeof buffer;
  qyvolHostCall(frame);
  wasmtime_error_t *err = finish(frame, ctx, results);
  if (frame->program != buffer)
    free(frame->program);
  return err;
}

static wasmtime_error_t *
on_host_call(void *data, wasmtime_context_t *ctx,
             const wasmtime_component_func_type_t *type,
             wasmtime_component_val_t *args, size_t nargs,
             wasmtime_component_val_t *results, size_t nresults) {
  (void)type;
  const qv_func *f = data;
  qv_store *s = wasmtime_context_get_data(ctx);
  s->memory_refused = false; // it went on
  resources r;
  r.ctx = ctx;
  r.data = r.stack;
  r.size = 0;
  r.capacity = QV_STACK_RESOURCES;
  r.refused = NULL;
  if (f->resources)
    for (size_t i = 0; i < nargs; i++)
      walk(&r, &args[i]);
  wasmtime_error_t *err = NULL;
  if (r.refused != NULL) {
    for (size_t i = 0; i < r.size; i++)
      if (r.data[i].guest != NULL)
        wasmtime_component_resource_any_delete(r.data[i].guest);
    err = wasmtime_error_new(r.refused);
  } else if (f->direct.func == QV_DIRECT_WRITE_AND_FLUSH && nargs == 2 &&
             nresults == 1 && r.size == 1 &&
             qv_direct_write(f, s, &r.data[0], &args[1], &results[0])) {
    // it is done
  } else {
    qv_call_frame frame = {
        .store = s->handle,
        .func = f->handle,
        .args = args,
        .nargs = nargs,
        .nresults = nresults,
        .resources = r.data,
        .nresources = r.size,
    };
    err = call_go(&frame, ctx, results);
  }
  if (r.data != r.stack)
    free(r.data);
  return err;
}

static wasmtime_error_t *
on_direct_call(void *data, wasmtime_context_t *ctx,
               const wasmtime_component_func_type_t *type,
               wasmtime_component_val_t *args, size_t nargs,
               wasmtime_component_val_t *results, size_t nresults) {
  if (nargs == 0 && nresults == 1 &&
      qv_direct_answer(data, wasmtime_context_get_data(ctx), &results[0]))
    return NULL;
  return on_host_call(data, ctx, type, args, nargs, results, nresults);
}

qv_func *qv_func_new(uintptr_t handle, bool resources) {
  qv_func *f = calloc(1, sizeof *f);
  if (f == NULL) {
    qyvolDeleteHandle(handle);
    return NULL;
  }
  f->handle = handle;
  f->resources = resources;
  return f;
}

void qv_func_drop(void *data) {
  qv_func *f = data;
  qyvolDeleteHandle(f->handle);
  free(f);
}

wasmtime_error_t *qv_add_func(wasmtime_component_linker_instance_t *inst,
                              const char *name, size_t len, uintptr_t handle,
                              bool resources, qv_direct direct) {
  qv_func *f = qv_func_new(handle, resources);
  if (f == NULL)
    return wasmtime_error_new("out of memory");
  f->direct = direct;
  return wasmtime_component_linker_instance_add_func(
      inst, name, len,
      direct.func == QV_DIRECT_NONE ? on_host_call : on_direct_call, f,
      qv_func_drop);
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
  qv_func *f = qv_func_new(handle, false);
  if (f == NULL)
    return wasmtime_error_new("out of memory");
  wasmtime_component_resource_type_t *ty =
      wasmtime_component_resource_type_new_host(type);
  wasmtime_error_t *err = wasmtime_component_linker_instance_add_resource(
      inst, name, len, ty, on_resource_drop, f, qv_func_drop);
  wasmtime_component_resource_type_delete(ty);
  return err;
}
