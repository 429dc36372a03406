// The part of wasmtime's C API that this package calls, as of wasmtime 44.0.0:
// https://docs.wasmtime.dev/c-api/. The symbols come from the archive that
// wasmtime-go links, or from that of another version. abi_test.go compiles this file
// together with the library's own headers, so that a difference fails the tests.
#ifndef QYVOL_WASMTIME_H
#define QYVOL_WASMTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Where versions differ, QV_MAJOR says whose declarations these are. Only tests set it:
// which library is linked is known when the program runs. What is const makes no
// difference to a call; what does is called as wasi.c has it.
#ifndef QV_MAJOR
#define QV_MAJOR 44
#endif
#if QV_MAJOR < 48
#define QV_CONST_SINCE_48
#define QV_CONST_BEFORE_48 const
#else
#define QV_CONST_SINCE_48 const
#define QV_CONST_BEFORE_48
#endif

typedef struct wasm_engine_t wasm_engine_t;
typedef struct wasm_config_t wasm_config_t;
typedef struct wasm_trap_t wasm_trap_t;
typedef struct wasm_frame_t wasm_frame_t;
typedef struct wasm_functype_t wasm_functype_t;
typedef struct wasm_valtype_t wasm_valtype_t;
typedef struct wasm_memorytype_t wasm_memorytype_t;
typedef struct wasmtime_error wasmtime_error_t;
typedef struct wasmtime_store wasmtime_store_t;
typedef struct wasmtime_context wasmtime_context_t;
typedef struct wasmtime_module wasmtime_module_t;
typedef struct wasmtime_linker wasmtime_linker_t;
typedef struct wasmtime_caller wasmtime_caller_t;
typedef struct wasi_config_t wasi_config_t;

typedef struct wasm_byte_vec_t {
  size_t size;
  char *data;
} wasm_byte_vec_t;
typedef wasm_byte_vec_t wasm_name_t;
typedef struct wasm_frame_vec_t {
  size_t size;
  wasm_frame_t **data;
} wasm_frame_vec_t;
typedef struct wasm_importtype_t wasm_importtype_t;
typedef struct wasm_importtype_vec_t {
  size_t size;
  wasm_importtype_t **data;
} wasm_importtype_vec_t;
typedef struct wasm_exporttype_t wasm_exporttype_t;
typedef struct wasm_exporttype_vec_t {
  size_t size;
  wasm_exporttype_t **data;
} wasm_exporttype_vec_t;
typedef struct wasm_valtype_vec_t {
  size_t size;
  wasm_valtype_t **data;
} wasm_valtype_vec_t;

void wasm_byte_vec_new_uninitialized(wasm_byte_vec_t *, size_t);
void wasm_byte_vec_delete(wasm_byte_vec_t *);

// error.h, trap.h
wasmtime_error_t *wasmtime_error_new(const char *);
void wasmtime_error_delete(wasmtime_error_t *);
void wasmtime_error_message(const wasmtime_error_t *, wasm_name_t *);
bool wasmtime_error_exit_status(const wasmtime_error_t *, int *);
void wasmtime_error_wasm_trace(const wasmtime_error_t *, wasm_frame_vec_t *);
wasm_trap_t *wasmtime_trap_new(const char *, size_t);
bool wasmtime_trap_code(const wasm_trap_t *, uint8_t *);
void wasm_trap_message(const wasm_trap_t *, wasm_byte_vec_t *);
void wasm_trap_trace(const wasm_trap_t *, wasm_frame_vec_t *);
void wasm_trap_delete(wasm_trap_t *);
void wasm_frame_vec_delete(wasm_frame_vec_t *);
uint32_t wasm_frame_func_index(const wasm_frame_t *);
size_t wasm_frame_module_offset(const wasm_frame_t *);
const wasm_name_t *wasmtime_frame_func_name(const wasm_frame_t *);
const wasm_name_t *wasmtime_frame_module_name(const wasm_frame_t *);

// config.h
typedef uint8_t *(*wasmtime_memory_get_callback_t)(void *, size_t *, size_t *);
typedef wasmtime_error_t *(*wasmtime_memory_grow_callback_t)(void *, size_t);
typedef struct wasmtime_linear_memory {
  void *env;
  wasmtime_memory_get_callback_t get_memory;
  wasmtime_memory_grow_callback_t grow_memory;
  void (*finalizer)(void *);
} wasmtime_linear_memory_t;
typedef wasmtime_error_t *(*wasmtime_new_memory_callback_t)(
    void *, const wasm_memorytype_t *, size_t, size_t, size_t, size_t,
    wasmtime_linear_memory_t *);
typedef struct wasmtime_memory_creator {
  void *env;
  wasmtime_new_memory_callback_t new_memory;
  void (*finalizer)(void *);
} wasmtime_memory_creator_t;
typedef struct wasmtime_pooling_allocation_config_t
    wasmtime_pooling_allocation_config_t;

void wasmtime_config_host_memory_creator_set(wasm_config_t *,
                                             wasmtime_memory_creator_t *);
void wasmtime_config_memory_init_cow_set(wasm_config_t *, bool);
void wasmtime_config_parallel_compilation_set(wasm_config_t *, bool);
void wasmtime_config_async_stack_size_set(wasm_config_t *, uint64_t);
void wasmtime_config_wasm_exceptions_set(wasm_config_t *, bool);
void wasmtime_config_concurrency_support_set(wasm_config_t *, bool);
void wasmtime_config_wasm_function_references_set(wasm_config_t *, bool);
void wasmtime_config_wasm_gc_set(wasm_config_t *, bool);
void wasmtime_config_wasm_component_model_set(wasm_config_t *, bool);
void wasmtime_config_wasm_component_model_map_set(wasm_config_t *, bool);
wasmtime_pooling_allocation_config_t *
wasmtime_pooling_allocation_config_new(void);
void wasmtime_pooling_allocation_config_delete(
    wasmtime_pooling_allocation_config_t *);
void wasmtime_pooling_allocation_config_total_component_instances_set(
    wasmtime_pooling_allocation_config_t *, uint32_t);
void wasmtime_pooling_allocation_config_total_core_instances_set(
    wasmtime_pooling_allocation_config_t *, uint32_t);
void wasmtime_pooling_allocation_config_total_memories_set(
    wasmtime_pooling_allocation_config_t *, uint32_t);
void wasmtime_pooling_allocation_config_total_tables_set(
    wasmtime_pooling_allocation_config_t *, uint32_t);
void wasmtime_pooling_allocation_config_total_stacks_set(
    wasmtime_pooling_allocation_config_t *, uint32_t);
void wasmtime_pooling_allocation_config_max_memory_size_set(
    wasmtime_pooling_allocation_config_t *, size_t);
void wasmtime_pooling_allocation_config_table_elements_set(
    wasmtime_pooling_allocation_config_t *, size_t);
void wasmtime_pooling_allocation_config_linear_memory_keep_resident_set(
    wasmtime_pooling_allocation_config_t *, size_t);
void wasmtime_pooling_allocation_config_max_unused_warm_slots_set(
    wasmtime_pooling_allocation_config_t *, uint32_t);
void wasmtime_pooling_allocation_strategy_set(
    wasm_config_t *, const wasmtime_pooling_allocation_config_t *);

// engine.h, store.h
wasm_engine_t *wasmtime_engine_clone(QV_CONST_SINCE_48 wasm_engine_t *);
void wasm_engine_delete(wasm_engine_t *);
void wasmtime_engine_increment_epoch(QV_CONST_SINCE_48 wasm_engine_t *);
wasmtime_store_t *wasmtime_store_new(wasm_engine_t *, void *, void (*)(void *));
wasmtime_context_t *wasmtime_store_context(wasmtime_store_t *);
void wasmtime_store_delete(wasmtime_store_t *);
void wasmtime_store_limiter(wasmtime_store_t *, int64_t, int64_t, int64_t,
                            int64_t, int64_t);
void *wasmtime_context_get_data(const wasmtime_context_t *);
wasmtime_error_t *wasmtime_context_set_fuel(wasmtime_context_t *, uint64_t);
wasmtime_error_t *wasmtime_context_get_fuel(const wasmtime_context_t *,
                                            uint64_t *);
wasmtime_error_t *wasmtime_context_set_wasi(wasmtime_context_t *,
                                            wasi_config_t *);
void wasmtime_context_set_epoch_deadline(wasmtime_context_t *, uint64_t);
void wasmtime_store_epoch_deadline_callback(
    wasmtime_store_t *,
    wasmtime_error_t *(*)(wasmtime_context_t *, void *, uint64_t *, uint8_t *),
    void *, void (*)(void *));

// wasi.h
wasi_config_t *wasi_config_new(void);
void wasi_config_delete(wasi_config_t *);
bool wasi_config_set_argv(wasi_config_t *, size_t, const char *[]);
bool wasi_config_set_env(wasi_config_t *, size_t, const char *[],
                         const char *[]);
void wasi_config_inherit_stdin(wasi_config_t *);
void wasi_config_inherit_stdout(wasi_config_t *);
void wasi_config_inherit_stderr(wasi_config_t *);
bool wasi_config_set_stdin_file(wasi_config_t *, const char *);
bool wasi_config_set_stdout_file(wasi_config_t *, const char *);
bool wasi_config_set_stderr_file(wasi_config_t *, const char *);
void wasi_config_set_stdin_bytes(wasi_config_t *, wasm_byte_vec_t *);
#if QV_MAJOR < 48 // permissions of directories, and of files
bool wasi_config_preopen_dir(wasi_config_t *, const char *, const char *,
                             size_t, size_t);
#else // whether it may be changed
bool wasi_config_preopen_dir(wasi_config_t *, const char *, const char *, bool);
#endif

// component/types
typedef struct wasmtime_component_type_t wasmtime_component_type_t;
typedef struct wasmtime_component_instance_type
    wasmtime_component_instance_type_t;
typedef struct wasmtime_module_type wasmtime_module_type_t;
typedef struct wasmtime_component_func_type_t wasmtime_component_func_type_t;
typedef struct wasmtime_component_resource_type
    wasmtime_component_resource_type_t;
typedef struct wasmtime_component_list_type wasmtime_component_list_type_t;
typedef struct wasmtime_component_record_type wasmtime_component_record_type_t;
typedef struct wasmtime_component_tuple_type wasmtime_component_tuple_type_t;
typedef struct wasmtime_component_variant_type
    wasmtime_component_variant_type_t;
typedef struct wasmtime_component_enum_type wasmtime_component_enum_type_t;
typedef struct wasmtime_component_option_type wasmtime_component_option_type_t;
typedef struct wasmtime_component_result_type wasmtime_component_result_type_t;
typedef struct wasmtime_component_flags_type wasmtime_component_flags_type_t;
typedef struct wasmtime_component_future_type wasmtime_component_future_type_t;
typedef struct wasmtime_component_stream_type wasmtime_component_stream_type_t;
typedef struct wasmtime_component_map_type wasmtime_component_map_type_t;

// component/types/val.h: WASMTIME_COMPONENT_VALTYPE_*
enum {
  QV_TYPE_BOOL,
  QV_TYPE_S8,
  QV_TYPE_S16,
  QV_TYPE_S32,
  QV_TYPE_S64,
  QV_TYPE_U8,
  QV_TYPE_U16,
  QV_TYPE_U32,
  QV_TYPE_U64,
  QV_TYPE_F32,
  QV_TYPE_F64,
  QV_TYPE_CHAR,
  QV_TYPE_STRING,
  QV_TYPE_LIST,
  QV_TYPE_RECORD,
  QV_TYPE_TUPLE,
  QV_TYPE_VARIANT,
  QV_TYPE_ENUM,
  QV_TYPE_OPTION,
  QV_TYPE_RESULT,
  QV_TYPE_FLAGS,
  QV_TYPE_OWN,
  QV_TYPE_BORROW,
  QV_TYPE_FUTURE,
  QV_TYPE_STREAM,
  QV_TYPE_ERROR_CONTEXT,
  QV_TYPE_MAP,
};

typedef struct wasmtime_component_valtype_t {
  uint8_t kind;
  union {
    wasmtime_component_list_type_t *list;
    wasmtime_component_record_type_t *record;
    wasmtime_component_tuple_type_t *tuple;
    wasmtime_component_variant_type_t *variant;
    wasmtime_component_enum_type_t *enum_;
    wasmtime_component_option_type_t *option;
    wasmtime_component_result_type_t *result;
    wasmtime_component_flags_type_t *flags;
    wasmtime_component_resource_type_t *own;
    wasmtime_component_resource_type_t *borrow;
    wasmtime_component_future_type_t *future;
    wasmtime_component_stream_type_t *stream;
    wasmtime_component_map_type_t *map;
  } of;
} wasmtime_component_valtype_t;

// component/types/component.h: WASMTIME_COMPONENT_ITEM_*
enum {
  QV_ITEM_COMPONENT,
  QV_ITEM_INSTANCE,
  QV_ITEM_MODULE,
  QV_ITEM_FUNC,
  QV_ITEM_RESOURCE,
  QV_ITEM_CORE_FUNC,
  QV_ITEM_TYPE,
};

typedef struct wasmtime_component_item_t {
  uint8_t kind;
  union {
    wasmtime_component_type_t *component;
    wasmtime_component_instance_type_t *component_instance;
    wasmtime_module_type_t *module;
    wasmtime_component_func_type_t *component_func;
    wasmtime_component_resource_type_t *resource;
    wasm_functype_t *core_func;
    wasmtime_component_valtype_t type;
  } of;
} wasmtime_component_item_t;

void wasmtime_component_type_delete(wasmtime_component_type_t *);
size_t wasmtime_component_type_import_count(const wasmtime_component_type_t *,
                                            const wasm_engine_t *);
bool wasmtime_component_type_import_nth(const wasmtime_component_type_t *,
                                        const wasm_engine_t *, size_t,
                                        const char **, size_t *,
                                        wasmtime_component_item_t *);
size_t wasmtime_component_type_export_count(const wasmtime_component_type_t *,
                                            const wasm_engine_t *);
bool wasmtime_component_type_export_nth(const wasmtime_component_type_t *,
                                        const wasm_engine_t *, size_t,
                                        const char **, size_t *,
                                        wasmtime_component_item_t *);
size_t wasmtime_component_instance_type_export_count(
    const wasmtime_component_instance_type_t *, const wasm_engine_t *);
bool wasmtime_component_instance_type_export_nth(
    const wasmtime_component_instance_type_t *, const wasm_engine_t *, size_t,
    const char **, size_t *, wasmtime_component_item_t *);
bool wasmtime_component_type_import_get(const wasmtime_component_type_t *,
                                        const wasm_engine_t *, const char *,
                                        size_t, wasmtime_component_item_t *);
bool wasmtime_component_instance_type_export_get(
    const wasmtime_component_instance_type_t *, const wasm_engine_t *,
    const char *, size_t, wasmtime_component_item_t *);
void wasmtime_component_item_delete(wasmtime_component_item_t *);
void wasmtime_component_valtype_delete(wasmtime_component_valtype_t *);
void wasmtime_component_func_type_delete(wasmtime_component_func_type_t *);
bool wasmtime_component_func_type_async(const wasmtime_component_func_type_t *);
size_t wasmtime_component_func_type_param_count(
    const wasmtime_component_func_type_t *);
bool wasmtime_component_func_type_param_nth(
    const wasmtime_component_func_type_t *, size_t, const char **, size_t *,
    wasmtime_component_valtype_t *);
bool wasmtime_component_func_type_result(const wasmtime_component_func_type_t *,
                                         wasmtime_component_valtype_t *);
wasmtime_component_resource_type_t *
    wasmtime_component_resource_type_new_host(uint32_t);
bool wasmtime_component_resource_type_equal(
    const wasmtime_component_resource_type_t *,
    const wasmtime_component_resource_type_t *);
wasmtime_component_resource_type_t *wasmtime_component_resource_type_clone(
    const wasmtime_component_resource_type_t *);
void wasmtime_component_resource_type_delete(
    wasmtime_component_resource_type_t *);
void wasmtime_component_list_type_element(
    const wasmtime_component_list_type_t *, wasmtime_component_valtype_t *);
size_t wasmtime_component_record_type_field_count(
    const wasmtime_component_record_type_t *);
bool wasmtime_component_record_type_field_nth(
    const wasmtime_component_record_type_t *, size_t, const char **, size_t *,
    wasmtime_component_valtype_t *);
size_t wasmtime_component_tuple_type_types_count(
    const wasmtime_component_tuple_type_t *);
bool wasmtime_component_tuple_type_types_nth(
    const wasmtime_component_tuple_type_t *, size_t,
    wasmtime_component_valtype_t *);
size_t wasmtime_component_variant_type_case_count(
    const wasmtime_component_variant_type_t *);
bool wasmtime_component_variant_type_case_nth(
    const wasmtime_component_variant_type_t *, size_t, const char **, size_t *,
    bool *, wasmtime_component_valtype_t *);
wasmtime_component_enum_type_t *wasmtime_component_enum_type_clone(
    const wasmtime_component_enum_type_t *);
bool wasmtime_component_enum_type_equal(const wasmtime_component_enum_type_t *,
                                        const wasmtime_component_enum_type_t *);
void wasmtime_component_enum_type_delete(wasmtime_component_enum_type_t *);
size_t wasmtime_component_enum_type_names_count(
    const wasmtime_component_enum_type_t *);
bool wasmtime_component_enum_type_names_nth(
    const wasmtime_component_enum_type_t *, size_t, const char **, size_t *);
void wasmtime_component_option_type_ty(const wasmtime_component_option_type_t *,
                                       wasmtime_component_valtype_t *);
bool wasmtime_component_result_type_ok(const wasmtime_component_result_type_t *,
                                       wasmtime_component_valtype_t *);
bool wasmtime_component_result_type_err(
    const wasmtime_component_result_type_t *, wasmtime_component_valtype_t *);
size_t wasmtime_component_flags_type_names_count(
    const wasmtime_component_flags_type_t *);
bool wasmtime_component_flags_type_names_nth(
    const wasmtime_component_flags_type_t *, size_t, const char **, size_t *);
bool wasmtime_component_future_type_ty(const wasmtime_component_future_type_t *,
                                       wasmtime_component_valtype_t *);
bool wasmtime_component_stream_type_ty(const wasmtime_component_stream_type_t *,
                                       wasmtime_component_valtype_t *);
void wasmtime_component_map_type_key(const wasmtime_component_map_type_t *,
                                     wasmtime_component_valtype_t *);
void wasmtime_component_map_type_value(const wasmtime_component_map_type_t *,
                                       wasmtime_component_valtype_t *);

// component/val.h
typedef struct wasmtime_component_resource_any
    wasmtime_component_resource_any_t;
typedef struct wasmtime_component_resource_host
    wasmtime_component_resource_host_t;

wasmtime_component_resource_type_t *wasmtime_component_resource_any_type(
    const wasmtime_component_resource_any_t *);
wasmtime_component_resource_any_t *wasmtime_component_resource_any_clone(
    const wasmtime_component_resource_any_t *);
bool wasmtime_component_resource_any_owned(
    const wasmtime_component_resource_any_t *);
wasmtime_error_t *wasmtime_component_resource_any_drop(
    wasmtime_context_t *, const wasmtime_component_resource_any_t *);
void wasmtime_component_resource_any_delete(
    wasmtime_component_resource_any_t *);
wasmtime_component_resource_host_t *
wasmtime_component_resource_host_new(bool, uint32_t, uint32_t);
uint32_t wasmtime_component_resource_host_rep(
    const wasmtime_component_resource_host_t *);
uint32_t wasmtime_component_resource_host_type(
    const wasmtime_component_resource_host_t *);
void wasmtime_component_resource_host_delete(
    wasmtime_component_resource_host_t *);
wasmtime_error_t *wasmtime_component_resource_any_to_host(
    wasmtime_context_t *, const wasmtime_component_resource_any_t *,
    wasmtime_component_resource_host_t **);
wasmtime_error_t *wasmtime_component_resource_host_to_any(
    wasmtime_context_t *, const wasmtime_component_resource_host_t *,
    wasmtime_component_resource_any_t **);

// WASMTIME_COMPONENT_*: the kinds of values
enum {
  QV_BOOL,
  QV_S8,
  QV_U8,
  QV_S16,
  QV_U16,
  QV_S32,
  QV_U32,
  QV_S64,
  QV_U64,
  QV_F32,
  QV_F64,
  QV_CHAR,
  QV_STRING,
  QV_LIST,
  QV_RECORD,
  QV_TUPLE,
  QV_VARIANT,
  QV_ENUM,
  QV_OPTION,
  QV_RESULT,
  QV_FLAGS,
  QV_RESOURCE,
  QV_MAP,
};

struct wasmtime_component_val;
struct wasmtime_component_valrecord_entry;
struct wasmtime_component_valmap_entry;

#define QV_DECLARE_VEC(name, type)                                             \
  typedef struct name {                                                        \
    size_t size;                                                               \
    type *data;                                                                \
  } name##_t;                                                                  \
  void name##_new_uninit(name##_t *, size_t);

QV_DECLARE_VEC(wasmtime_component_vallist, struct wasmtime_component_val)
QV_DECLARE_VEC(wasmtime_component_valrecord,
               struct wasmtime_component_valrecord_entry)
QV_DECLARE_VEC(wasmtime_component_valtuple, struct wasmtime_component_val)
QV_DECLARE_VEC(wasmtime_component_valflags, wasm_name_t)
QV_DECLARE_VEC(wasmtime_component_valmap,
               struct wasmtime_component_valmap_entry)

typedef struct {
  wasm_name_t discriminant;
  struct wasmtime_component_val *val;
} wasmtime_component_valvariant_t;

typedef struct {
  bool is_ok;
  struct wasmtime_component_val *val;
} wasmtime_component_valresult_t;

typedef union {
  bool boolean;
  int8_t s8;
  uint8_t u8;
  int16_t s16;
  uint16_t u16;
  int32_t s32;
  uint32_t u32;
  int64_t s64;
  uint64_t u64;
  float f32;
  double f64;
  uint32_t character;
  wasm_name_t string;
  wasmtime_component_vallist_t list;
  wasmtime_component_valrecord_t record;
  wasmtime_component_valtuple_t tuple;
  wasmtime_component_valvariant_t variant;
  wasm_name_t enumeration;
  struct wasmtime_component_val *option;
  wasmtime_component_valresult_t result;
  wasmtime_component_valflags_t flags;
  wasmtime_component_valmap_t map;
  wasmtime_component_resource_any_t *resource;
} wasmtime_component_valunion_t;

typedef struct wasmtime_component_val {
  uint8_t kind;
  wasmtime_component_valunion_t of;
} wasmtime_component_val_t;

typedef struct wasmtime_component_valrecord_entry {
  wasm_name_t name;
  wasmtime_component_val_t val;
} wasmtime_component_valrecord_entry_t;

typedef struct wasmtime_component_valmap_entry {
  wasmtime_component_val_t key;
  wasmtime_component_val_t value;
} wasmtime_component_valmap_entry_t;

wasmtime_component_val_t *wasmtime_component_val_new(wasmtime_component_val_t *);
void wasmtime_component_val_delete(wasmtime_component_val_t *);

// component/component.h, instance.h, func.h
typedef struct wasmtime_component_t wasmtime_component_t;
typedef struct wasmtime_component_export_index_t
    wasmtime_component_export_index_t;
typedef struct wasmtime_component_instance {
  uint64_t store_id;
  uint32_t __private;
} wasmtime_component_instance_t;
typedef struct wasmtime_component_func {
  struct {
    uint64_t store_id;
    uint32_t __private1;
  };
  uint32_t __private2;
} wasmtime_component_func_t;

wasmtime_error_t *wasmtime_component_new(const wasm_engine_t *, const uint8_t *,
                                         size_t, wasmtime_component_t **);
wasmtime_error_t *wasmtime_component_serialize(const wasmtime_component_t *,
                                               wasm_byte_vec_t *);
wasmtime_error_t *wasmtime_component_deserialize(const wasm_engine_t *,
                                                 const uint8_t *, size_t,
                                                 wasmtime_component_t **);
wasmtime_error_t *
wasmtime_component_deserialize_file(const wasm_engine_t *, const char *,
                                    wasmtime_component_t **);
wasmtime_component_type_t *
wasmtime_component_type(const wasmtime_component_t *);
void wasmtime_component_delete(wasmtime_component_t *);
wasmtime_component_export_index_t *wasmtime_component_get_export_index(
    const wasmtime_component_t *, const wasmtime_component_export_index_t *,
    const char *, size_t);
void wasmtime_component_export_index_delete(
    wasmtime_component_export_index_t *);
bool wasmtime_component_instance_get_func(
    const wasmtime_component_instance_t *, wasmtime_context_t *,
    const wasmtime_component_export_index_t *, wasmtime_component_func_t *);
wasmtime_component_func_type_t *
wasmtime_component_func_type(const wasmtime_component_func_t *,
                             wasmtime_context_t *);
wasmtime_error_t *wasmtime_component_func_call(
    const wasmtime_component_func_t *, wasmtime_context_t *,
    const wasmtime_component_val_t *, size_t, wasmtime_component_val_t *,
    size_t);

// component/linker.h
typedef struct wasmtime_component_linker_t wasmtime_component_linker_t;
typedef struct wasmtime_component_linker_instance_t
    wasmtime_component_linker_instance_t;
typedef wasmtime_error_t *(*wasmtime_component_func_callback_t)(
    void *, wasmtime_context_t *, const wasmtime_component_func_type_t *,
    wasmtime_component_val_t *, size_t, wasmtime_component_val_t *, size_t);
typedef wasmtime_error_t *(*wasmtime_component_resource_destructor_t)(
    void *, wasmtime_context_t *, uint32_t);

wasmtime_component_linker_t *wasmtime_component_linker_new(const wasm_engine_t *);
void wasmtime_component_linker_delete(wasmtime_component_linker_t *);
void wasmtime_component_linker_allow_shadowing(wasmtime_component_linker_t *,
                                               bool);
wasmtime_component_linker_instance_t *
wasmtime_component_linker_root(wasmtime_component_linker_t *);
wasmtime_error_t *wasmtime_component_linker_instantiate(
    const wasmtime_component_linker_t *, wasmtime_context_t *,
    const wasmtime_component_t *, wasmtime_component_instance_t *);
wasmtime_error_t *wasmtime_component_linker_define_unknown_imports_as_traps(
    wasmtime_component_linker_t *, const wasmtime_component_t *);
wasmtime_error_t *
wasmtime_component_linker_add_wasip2(wasmtime_component_linker_t *);
wasmtime_error_t *wasmtime_component_linker_instance_add_instance(
    wasmtime_component_linker_instance_t *, const char *, size_t,
    wasmtime_component_linker_instance_t **);
wasmtime_error_t *wasmtime_component_linker_instance_add_module(
    wasmtime_component_linker_instance_t *, const char *, size_t,
    const wasmtime_module_t *);
wasmtime_error_t *wasmtime_component_linker_instance_add_func(
    wasmtime_component_linker_instance_t *, const char *, size_t,
    wasmtime_component_func_callback_t, void *, void (*)(void *));
wasmtime_error_t *wasmtime_component_linker_instance_add_resource(
    wasmtime_component_linker_instance_t *, const char *, size_t,
    const wasmtime_component_resource_type_t *,
    wasmtime_component_resource_destructor_t, void *, void (*)(void *));
void wasmtime_component_linker_instance_delete(
    wasmtime_component_linker_instance_t *);

// extern.h, func.h, instance.h, linker.h, memory.h: core modules
typedef struct wasmtime_func {
  uint64_t store_id;
  void *__private;
} wasmtime_func_t;
typedef struct wasmtime_memory {
  struct {
    uint64_t store_id;
    uint32_t __private1;
  };
  uint32_t __private2;
} wasmtime_memory_t;
typedef struct wasmtime_instance {
  uint64_t store_id;
  size_t __private;
} wasmtime_instance_t;
typedef struct wasmtime_extern {
  uint8_t kind;
  union {
    wasmtime_func_t func;
    wasmtime_memory_t memory;
    struct {
      uint64_t store_id;
      uint32_t __private1;
      uint32_t __private2;
      uint32_t __private3;
    } global;
  } of;
} wasmtime_extern_t;
enum { QV_EXTERN_FUNC = 0, QV_EXTERN_MEMORY = 3 };
typedef union wasmtime_val_raw {
  int32_t i32;
  int64_t i64;
  float f32;
  double f64;
  uint8_t v128[16];
  uint32_t anyref;
  uint32_t externref;
  void *funcref;
} wasmtime_val_raw_t;
typedef wasm_trap_t *(*wasmtime_func_unchecked_callback_t)(void *,
                                                           wasmtime_caller_t *,
                                                           wasmtime_val_raw_t *,
                                                           size_t);

const wasm_name_t *wasm_importtype_module(const wasm_importtype_t *);
const wasm_name_t *wasm_importtype_name(const wasm_importtype_t *);
void wasm_importtype_vec_delete(wasm_importtype_vec_t *);
void wasmtime_module_imports(const wasmtime_module_t *,
                             wasm_importtype_vec_t *);
const wasm_name_t *wasm_exporttype_name(const wasm_exporttype_t *);
void wasm_exporttype_vec_delete(wasm_exporttype_vec_t *);
void wasmtime_module_exports(const wasmtime_module_t *,
                             wasm_exporttype_vec_t *);
wasm_valtype_t *wasm_valtype_new(uint8_t);
uint8_t wasm_valtype_kind(const wasm_valtype_t *);
void wasm_valtype_vec_new_uninitialized(wasm_valtype_vec_t *, size_t);
wasm_functype_t *wasm_functype_new(wasm_valtype_vec_t *, wasm_valtype_vec_t *);
void wasm_functype_delete(wasm_functype_t *);
const wasm_valtype_vec_t *wasm_functype_params(const wasm_functype_t *);
const wasm_valtype_vec_t *wasm_functype_results(const wasm_functype_t *);
wasm_functype_t *wasmtime_func_type(const wasmtime_context_t *,
                                    const wasmtime_func_t *);
wasmtime_error_t *wasmtime_func_call_unchecked(wasmtime_context_t *,
                                               const wasmtime_func_t *,
                                               wasmtime_val_raw_t *, size_t,
                                               wasm_trap_t **);
bool wasmtime_caller_export_get(wasmtime_caller_t *, const char *, size_t,
                                wasmtime_extern_t *);
wasmtime_context_t *wasmtime_caller_context(wasmtime_caller_t *);
bool wasmtime_instance_export_get(wasmtime_context_t *,
                                  const wasmtime_instance_t *, const char *,
                                  size_t, wasmtime_extern_t *);
uint8_t *wasmtime_memory_data(QV_CONST_BEFORE_48 wasmtime_context_t *,
                              const wasmtime_memory_t *);
size_t wasmtime_memory_data_size(const wasmtime_context_t *,
                                 const wasmtime_memory_t *);
void wasmtime_extern_delete(wasmtime_extern_t *);
wasmtime_linker_t *wasmtime_linker_new(wasm_engine_t *);
void wasmtime_linker_delete(wasmtime_linker_t *);
void wasmtime_linker_allow_shadowing(wasmtime_linker_t *, bool);
wasmtime_error_t *
wasmtime_linker_define_unknown_imports_as_traps(wasmtime_linker_t *,
                                                QV_CONST_SINCE_48 wasmtime_module_t *);
wasmtime_error_t *wasmtime_linker_define_wasi(wasmtime_linker_t *);
wasmtime_error_t *wasmtime_linker_define_func_unchecked(
    wasmtime_linker_t *, const char *, size_t, const char *, size_t,
    const wasm_functype_t *, wasmtime_func_unchecked_callback_t, void *,
    void (*)(void *));
wasmtime_error_t *wasmtime_linker_instantiate(const wasmtime_linker_t *,
                                              wasmtime_context_t *,
                                              const wasmtime_module_t *,
                                              wasmtime_instance_t *,
                                              wasm_trap_t **);

// wat.h
wasmtime_error_t *wasmtime_wat2wasm(const char *wat, size_t wat_len,
                                    wasm_byte_vec_t *ret);

#endif
