// Whether what a component imports has the types that the host has.
#include "shim.h"

#include <stdlib.h>
#include <string.h>

void qv_fit_free(qv_fit *f) {
  for (size_t i = 0; i < f->size; i++)
    wasmtime_component_resource_type_delete(f->data[i].type);
  free(f->data);
  for (size_t i = 0; i < f->nenums; i++)
    wasmtime_component_enum_type_delete(f->enums[i].type);
  memset(f, 0, sizeof *f);
}

bool qv_fit_resource(qv_fit *f, const wasmtime_component_resource_type_t *type,
                     uint32_t id) {
  if (f->size == f->capacity) {
    size_t capacity = f->capacity * 2 + 16;
    qv_known_resource *data = realloc(f->data, capacity * sizeof *data);
    if (data == NULL)
      return false;
    f->data = data;
    f->capacity = capacity;
  }
  f->data[f->size].type = wasmtime_component_resource_type_clone(type);
  f->data[f->size++].id = id;
  return true;
}

// shape is the rest of the host's type, which engine/shape.go writes.
typedef struct shape {
  const uint8_t *next, *end;
  bool result; // it is in the result of a function
} shape;

static uint32_t byte(shape *s) { return s->next < s->end ? *s->next++ : 0; }

static uint32_t number(shape *s) {
  uint32_t n = 0;
  if (s->end - s->next < (ptrdiff_t)sizeof n) {
    s->next = s->end;
    return 0;
  }
  memcpy(&n, s->next, sizeof n);
  s->next += sizeof n;
  return n;
}

static bool is_name(shape *s, const char *name, size_t size) {
  uint32_t want = number(s);
  if (want != size || s->end - s->next < (ptrdiff_t)size ||
      memcmp(s->next, name, size) != 0)
    return false;
  s->next += size;
  return true;
}

static bool fits(qv_fit *f, shape *s,
                 const wasmtime_component_valtype_t *t);

// taken judges a type that was only lent out, and deletes it.
static bool taken(qv_fit *f, shape *s, wasmtime_component_valtype_t *t) {
  bool ok = fits(f, s, t);
  wasmtime_component_valtype_delete(t);
  return ok;
}

// optional judges a side of a result, which any value may leave out.
static bool optional(qv_fit *f, shape *s, bool there,
                     wasmtime_component_valtype_t *t) {
  bool wanted = byte(s);
  if (there)
    return wanted ? taken(f, s, t)
                  : (wasmtime_component_valtype_delete(t), false);
  if (!wanted)
    return true;
  return byte(s) == QV_SHAPE_ANY;
}

static bool record(qv_fit *f, shape *s,
                   const wasmtime_component_record_type_t *t) {
  uint32_t n = number(s);
  if (wasmtime_component_record_type_field_count(t) != n)
    return false;
  for (uint32_t i = 0; i < n; i++) {
    const char *name;
    size_t size;
    wasmtime_component_valtype_t field;
    if (!wasmtime_component_record_type_field_nth(t, i, &name, &size, &field))
      return false;
    if (!is_name(s, name, size)) {
      wasmtime_component_valtype_delete(&field);
      return false;
    }
    if (!taken(f, s, &field))
      return false;
  }
  return true;
}

static bool tuple(qv_fit *f, shape *s,
                  const wasmtime_component_tuple_type_t *t) {
  uint32_t n = number(s);
  if (wasmtime_component_tuple_type_types_count(t) != n)
    return false;
  for (uint32_t i = 0; i < n; i++) {
    wasmtime_component_valtype_t element;
    if (!wasmtime_component_tuple_type_types_nth(t, i, &element) ||
        !taken(f, s, &element))
      return false;
  }
  return true;
}

static bool variant(qv_fit *f, shape *s,
                    const wasmtime_component_variant_type_t *t) {
  uint32_t n = number(s);
  if (wasmtime_component_variant_type_case_count(t) != n)
    return false;
  for (uint32_t i = 0; i < n; i++) {
    const char *name;
    size_t size;
    bool payload = false;
    wasmtime_component_valtype_t value;
    if (!wasmtime_component_variant_type_case_nth(t, i, &name, &size, &payload,
                                                  &value))
      return false;
    bool ok = is_name(s, name, size) && (byte(s) != 0) == payload;
    if (!payload && !ok)
      return false;
    if (payload && !ok) {
      wasmtime_component_valtype_delete(&value);
      return false;
    }
    if (payload && !taken(f, s, &value))
      return false;
  }
  return true;
}

typedef bool (*nth_name)(const void *, size_t, const char **, size_t *);

static bool names(shape *s, const void *t, size_t count, nth_name nth) {
  uint32_t n = number(s);
  if (count != n)
    return false;
  for (uint32_t i = 0; i < n; i++) {
    const char *name;
    size_t size;
    if (!nth(t, i, &name, &size) || !is_name(s, name, size))
      return false;
  }
  return true;
}

static bool enum_nth(const void *t, size_t i, const char **name, size_t *size) {
  return wasmtime_component_enum_type_names_nth(t, i, name, size);
}

static bool flags_nth(const void *t, size_t i, const char **name, size_t *size) {
  return wasmtime_component_flags_type_names_nth(t, i, name, size);
}

// enumeration judges an enum, once for each that the host has.
static bool enumeration(qv_fit *f, shape *s,
                        const wasmtime_component_enum_type_t *t) {
  uint32_t id = number(s), size = number(s);
  if (s->end - s->next < (ptrdiff_t)size)
    return false;
  for (size_t i = 0; i < f->nenums; i++)
    if (f->enums[i].id == id &&
        wasmtime_component_enum_type_equal(f->enums[i].type, t)) {
      s->next += size;
      return true;
    }
  if (!names(s, t, wasmtime_component_enum_type_names_count(t), enum_nth))
    return false;
  if (f->nenums < QV_KNOWN_ENUMS) {
    f->enums[f->nenums].type = wasmtime_component_enum_type_clone(t);
    f->enums[f->nenums++].id = id;
  }
  return true;
}

// handle judges a handle. 0 is of any resource type.
static bool handle(qv_fit *f, shape *s,
                   const wasmtime_component_resource_type_t *t) {
  uint32_t id = number(s);
  if (id == 0)
    return true;
  for (size_t i = 0; i < f->size; i++)
    if (f->data[i].id == id &&
        wasmtime_component_resource_type_equal(f->data[i].type, t))
      return true;
  return false;
}

// lane judges what takes the place of bytes in an adapted guest.
static bool lane(const shape *s, const wasmtime_component_valtype_t *t) {
  if (s->result)
    return t->kind == QV_TYPE_U32;
  if (t->kind != QV_TYPE_TUPLE ||
      wasmtime_component_tuple_type_types_count(t->of.tuple) != 3)
    return false;
  for (size_t i = 0; i < 3; i++) {
    wasmtime_component_valtype_t part;
    if (!wasmtime_component_tuple_type_types_nth(t->of.tuple, i, &part))
      return false;
    bool ok = part.kind == QV_TYPE_U32;
    wasmtime_component_valtype_delete(&part);
    if (!ok)
      return false;
  }
  return true;
}

static bool fits(qv_fit *f, shape *s,
                 const wasmtime_component_valtype_t *t) {
  wasmtime_component_valtype_t of, other;
  uint32_t kind = byte(s);
  switch (kind) {
  case QV_SHAPE_ANY:
    f->open = true;
    return true;
  case QV_SHAPE_KIND:
    f->open = true;
    return byte(s) == t->kind;
  case QV_SHAPE_HANDLE:
    return t->kind == QV_TYPE_OWN || t->kind == QV_TYPE_BORROW;
  case QV_SHAPE_LANE:
    return lane(s, t);
  case QV_TYPE_OWN:
  case QV_TYPE_BORROW:
    if (!f->unknown)
      break;
    number(s);
    return t->kind == QV_TYPE_OWN || t->kind == QV_TYPE_BORROW;
  }
  if (kind != t->kind)
    return false;
  switch (kind) {
  case QV_TYPE_LIST:
    wasmtime_component_list_type_element(t->of.list, &of);
    return taken(f, s, &of);
  case QV_TYPE_OPTION:
    wasmtime_component_option_type_ty(t->of.option, &of);
    return taken(f, s, &of);
  case QV_TYPE_MAP:
    wasmtime_component_map_type_key(t->of.map, &of);
    wasmtime_component_map_type_value(t->of.map, &other);
    if (taken(f, s, &of))
      return taken(f, s, &other);
    wasmtime_component_valtype_delete(&other);
    return false;
  case QV_TYPE_RESULT: {
    bool ok = wasmtime_component_result_type_ok(t->of.result, &of);
    if (!optional(f, s, ok, &of))
      return false;
    ok = wasmtime_component_result_type_err(t->of.result, &of);
    return optional(f, s, ok, &of);
  }
  case QV_TYPE_RECORD:
    return record(f, s, t->of.record);
  case QV_TYPE_TUPLE:
    return tuple(f, s, t->of.tuple);
  case QV_TYPE_VARIANT:
    return variant(f, s, t->of.variant);
  case QV_TYPE_ENUM:
    return enumeration(f, s, t->of.enum_);
  case QV_TYPE_FLAGS:
    return names(s, t->of.flags,
                 wasmtime_component_flags_type_names_count(t->of.flags),
                 flags_nth);
  case QV_TYPE_OWN:
    return handle(f, s, t->of.own);
  case QV_TYPE_BORROW:
    return handle(f, s, t->of.borrow);
  default: // a scalar, or what no type of Go's stands for
    return kind <= QV_TYPE_STRING;
  }
}

bool qv_fit_func(qv_fit *f, const wasmtime_component_func_type_t *t,
                 const uint8_t *program, size_t size) {
  shape s = {program, program + size, false};
  wasmtime_component_valtype_t of;
  uint32_t n = number(&s);
  if (wasmtime_component_func_type_async(t) ||
      wasmtime_component_func_type_param_count(t) != n)
    return false;
  for (uint32_t i = 0; i < n; i++) {
    const char *name;
    size_t length;
    if (!wasmtime_component_func_type_param_nth(t, i, &name, &length, &of) ||
        !taken(f, &s, &of))
      return false;
  }
  s.result = true;
  bool wanted = byte(&s), there = wasmtime_component_func_type_result(t, &of);
  if (wanted && there)
    return taken(f, &s, &of);
  if (there)
    wasmtime_component_valtype_delete(&of);
  return wanted == there;
}

bool qv_fit_result(const wasmtime_component_func_type_t *t,
                   const uint8_t *program, size_t size, bool *open) {
  qv_fit known = {.unknown = true};
  shape s = {program, program + size, true};
  wasmtime_component_valtype_t of;
  if (!wasmtime_component_func_type_result(t, &of))
    return size == 0;
  if (size == 0) {
    wasmtime_component_valtype_delete(&of);
    return false;
  }
  bool ok = taken(&known, &s, &of);
  *open = known.open;
  qv_fit_free(&known);
  return ok;
}
