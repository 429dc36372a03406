// Lowering: a program of bytes, written by encoder.go, becomes a value.
#include "shim.h"

#include <stdlib.h>
#include <string.h>

// take steps over n bytes, or marks the program as broken. encoder.go writes no
// such program; a mistake there must not become a read of foreign memory.
static const uint8_t *take(qv_program *p, size_t n) {
  if ((size_t)(p->end - p->next) < n) {
    p->broken = true;
    return NULL;
  }
  const uint8_t *at = p->next;
  p->next += n;
  return at;
}

static uint8_t take_u8(qv_program *p) {
  const uint8_t *at = take(p, 1);
  return at == NULL ? 0 : *at;
}

static uint32_t take_u32(qv_program *p) {
  uint32_t v = 0;
  const uint8_t *at = take(p, sizeof v);
  if (at != NULL)
    memcpy(&v, at, sizeof v);
  return v;
}

// take_count reads how many members follow, each of which takes at least as
// many bytes as size says.
static size_t take_count(qv_program *p, size_t size) {
  size_t n = take_u32(p);
  if (n > (size_t)(p->end - p->next) / size) {
    p->broken = true;
    return 0;
  }
  return n;
}

static void take_name(qv_program *p, wasm_name_t *out) {
  uint32_t len = take_u32(p);
  const uint8_t *at = take(p, len);
  wasm_byte_vec_new_uninitialized(out, at == NULL ? 0 : len);
  if (at != NULL && len > 0)
    memcpy(out->data, at, len);
}

// A value that hangs from another one by a pointer.
static wasmtime_error_t *lower_boxed(qv_program *p, wasmtime_context_t *ctx,
                                     wasmtime_component_val_t **out) {
  *out = NULL;
  if (!take_u8(p))
    return NULL;
  wasmtime_component_val_t val;
  wasmtime_error_t *err = qv_lower(p, ctx, &val);
  *out = wasmtime_component_val_new(&val);
  return err;
}

static wasmtime_error_t *lower_list(qv_program *p, wasmtime_context_t *ctx,
                                    wasmtime_component_vallist_t *out) {
  wasmtime_component_vallist_new_uninit(out, take_count(p, 1));
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < out->size && err == NULL; i++)
    err = qv_lower(p, ctx, &out->data[i]);
  return err;
}

static void lower_bytes(qv_program *p, wasmtime_component_vallist_t *out) {
  size_t n = take_u32(p);
  const uint8_t *at = take(p, n);
  wasmtime_component_vallist_new_uninit(out, at == NULL ? 0 : n);
  for (size_t i = 0; i < out->size; i++) {
    out->data[i].kind = QV_U8;
    out->data[i].of.u8 = at[i];
  }
}

static wasmtime_error_t *lower_record(qv_program *p, wasmtime_context_t *ctx,
                                      wasmtime_component_valrecord_t *out) {
  wasmtime_component_valrecord_new_uninit(out, take_count(p, 5));
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < out->size && err == NULL; i++) {
    take_name(p, &out->data[i].name);
    err = qv_lower(p, ctx, &out->data[i].val);
  }
  return err;
}

static wasmtime_error_t *lower_map(qv_program *p, wasmtime_context_t *ctx,
                                   wasmtime_component_valmap_t *out) {
  wasmtime_component_valmap_new_uninit(out, take_count(p, 2));
  wasmtime_error_t *err = NULL;
  for (size_t i = 0; i < out->size && err == NULL; i++) {
    err = qv_lower(p, ctx, &out->data[i].key);
    if (err == NULL)
      err = qv_lower(p, ctx, &out->data[i].value);
  }
  return err;
}

static void lower_flags(qv_program *p, wasmtime_component_valflags_t *out) {
  wasmtime_component_valflags_new_uninit(out, take_count(p, 4));
  for (size_t i = 0; i < out->size; i++)
    take_name(p, &out->data[i]);
}

static bool lend(qv_lent *l, const wasmtime_component_resource_any_t *any) {
  if (l->size == l->capacity) {
    size_t capacity = 2 * l->capacity + 4;
    void *data = realloc(l->data, capacity * sizeof *l->data);
    if (data == NULL)
      return false;
    l->data = data;
    l->capacity = capacity;
  }
  l->data[l->size++] = wasmtime_component_resource_any_clone(any);
  return true;
}

// A handle that is only lent is made as an owned one too, which wasmtime lends
// for the length of the call: it can't make borrowed ones outside of a call.
// qv_unlend takes it back.
static wasmtime_error_t *
lower_host_resource(qv_program *p, wasmtime_context_t *ctx,
                    wasmtime_component_resource_any_t **out) {
  bool owned = take_u8(p);
  uint32_t rep = take_u32(p);
  uint32_t type = take_u32(p);
  if (!owned && p->lent == NULL)
    return wasmtime_error_new("a result can't lend a resource");
  wasmtime_component_resource_host_t *host =
      wasmtime_component_resource_host_new(true, rep, type);
  wasmtime_error_t *err =
      wasmtime_component_resource_host_to_any(ctx, host, out);
  wasmtime_component_resource_host_delete(host);
  if (err == NULL && !owned && !lend(p->lent, *out)) {
    wasmtime_component_resource_any_delete(*out);
    return wasmtime_error_new("out of memory");
  }
  return err;
}

bool qv_unlend(qv_lent *l, wasmtime_context_t *ctx) {
  bool all = true;
  for (size_t i = 0; i < l->size; i++) {
    wasmtime_component_resource_host_t *host = NULL;
    wasmtime_error_t *err =
        wasmtime_component_resource_any_to_host(ctx, l->data[i], &host);
    if (err == NULL) {
      wasmtime_component_resource_host_delete(host);
    } else {
      wasmtime_error_delete(err);
      all = false;
    }
    wasmtime_component_resource_any_delete(l->data[i]);
  }
  free(l->data);
  return all;
}

static wasmtime_error_t *
lower_guest_resource(qv_program *p, wasmtime_component_resource_any_t **out) {
  wasmtime_component_resource_any_t *any;
  const uint8_t *at = take(p, sizeof any);
  if (at == NULL)
    return wasmtime_error_new("broken program");
  memcpy(&any, at, sizeof any);
  *out = wasmtime_component_resource_any_clone(any);
  return NULL;
}

// Kinds that only programs have; see encoder.go.
enum { QV_BYTES = 100, QV_HOST_RESOURCE, QV_GUEST_RESOURCE };

static wasmtime_error_t *lower_compound(uint8_t kind, qv_program *p,
                                        wasmtime_context_t *ctx,
                                        wasmtime_component_val_t *out) {
  wasmtime_component_valunion_t *of = &out->of;
  out->kind = kind;
  switch (kind) {
  case QV_STRING:
  case QV_ENUM:
    take_name(p, &of->string);
    return NULL;
  case QV_LIST:
  case QV_TUPLE: // the same shape as a list
    return lower_list(p, ctx, &of->list);
  case QV_BYTES:
    out->kind = QV_LIST;
    lower_bytes(p, &of->list);
    return NULL;
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
    lower_flags(p, &of->flags);
    return NULL;
  case QV_MAP:
    return lower_map(p, ctx, &of->map);
  default:
    out->kind = QV_BOOL;
    p->broken = true;
    return NULL;
  }
}

static wasmtime_error_t *lower_resource(uint8_t kind, qv_program *p,
                                        wasmtime_context_t *ctx,
                                        wasmtime_component_val_t *out) {
  wasmtime_component_resource_any_t *any = NULL;
  wasmtime_error_t *err = kind == QV_HOST_RESOURCE
                              ? lower_host_resource(p, ctx, &any)
                              : lower_guest_resource(p, &any);
  if (err == NULL) {
    out->kind = QV_RESOURCE;
    out->of.resource = any;
  }
  return err;
}

wasmtime_error_t *qv_lower(qv_program *p, wasmtime_context_t *ctx,
                           wasmtime_component_val_t *out) {
  memset(out, 0, sizeof *out);
  uint8_t kind = take_u8(p);
  wasmtime_error_t *err = NULL;
  if (kind <= QV_CHAR) {
    const uint8_t *at = take(p, 8);
    if (at != NULL) {
      out->kind = kind;
      memcpy(&out->of, at, 8);
    }
  } else if (kind == QV_HOST_RESOURCE || kind == QV_GUEST_RESOURCE) {
    err = lower_resource(kind, p, ctx, out);
  } else {
    err = lower_compound(kind, p, ctx, out);
  }
  if (p->broken && err == NULL)
    err = wasmtime_error_new("broken program");
  return err;
}
