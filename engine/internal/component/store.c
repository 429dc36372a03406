#include "shim.h"

#include <stdlib.h>
#include <string.h>

// Called whenever the engine's epoch has moved: most often another store of
// the same engine was told to stop, and this one goes on.
static wasmtime_error_t *on_epoch(wasmtime_context_t *ctx, void *data,
                                  uint64_t *delta, uint8_t *kind) {
  (void)ctx;
  qv_store *s = data;
  if (qv_store_stopped(s) != QV_RUN) {
    __atomic_store_n(&s->told, 1, __ATOMIC_SEQ_CST);
    return wasmtime_error_new("interrupted");
  }
  *delta = 1;
  *kind = 0; // WASMTIME_UPDATE_DEADLINE_CONTINUE
  return NULL;
}

qv_store *qv_store_open(wasm_engine_t *engine, uintptr_t handle, bool epoch,
                        bool memory_bends) {
  qv_store *s = calloc(1, sizeof *s);
  if (s == NULL)
    return NULL;
  s->engine = engine;
  s->handle = handle;
  s->memory_bends = memory_bends;
  s->store = wasmtime_store_new(engine, s, NULL);
  s->context = wasmtime_store_context(s->store);
  if (epoch) {
    wasmtime_store_epoch_deadline_callback(s->store, on_epoch, s, NULL);
    wasmtime_context_set_epoch_deadline(s->context, 1);
  }
  return s;
}

// wasmtime's own limit where there is none.
#define DEFAULT_MEMORIES 10000

static void limit(qv_store *s) {
  const qv_limits *l = &s->limits;
  int64_t memories = s->tags ? INT64_MAX : l->memories;
  wasmtime_store_limiter(s->store, l->memory, l->table_elements, l->instances,
                         l->tables, memories);
}

void qv_store_limit(qv_store *s, const qv_limits *l) {
  s->memory_limit = l->total_memory;
  s->limits = *l;
  limit(s);
}

// wasmtime counts tags, too: where there may be some, memories are counted here.
void qv_store_expect_tags(qv_store *s) {
  if (s->tags)
    return;
  s->tags = true;
  limit(s);
}

bool qv_store_add_memory(qv_store *s) {
  int64_t most = s->limits.memories < 0 ? DEFAULT_MEMORIES : s->limits.memories;
  return ++s->nmemories <= (uint64_t)most || !s->tags;
}

void qv_store_close(qv_store *s) {
  wasmtime_store_delete(s->store);
  s->store = NULL;
  s->context = NULL;
  qv_random_wipe(s);
}

void qv_store_free(qv_store *s) {
  free(s->lanes);
  free(s->streams);
  free(s);
}

// The first reason stays.
bool qv_store_stop(qv_store *s, uint32_t reason) {
  uint32_t run = QV_RUN;
  bool first = __atomic_compare_exchange_n(
      &s->stop, &run, reason, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  wasmtime_engine_increment_epoch(s->engine);
  return first;
}

// A guest that was refused memory, and failed, failed for that.
void qv_store_failed(qv_store *s) {
  if (s->memory_refused && qv_store_stopped(s) == QV_RUN)
    qv_store_stop(s, QV_STOP_MEMORY);
}

bool qv_store_nudge(qv_store *s) {
  if (__atomic_load_n(&s->told, __ATOMIC_SEQ_CST))
    return false;
  wasmtime_engine_increment_epoch(s->engine);
  return true;
}

uint32_t qv_store_stopped(qv_store *s) {
  return __atomic_load_n(&s->stop, __ATOMIC_SEQ_CST);
}

uint64_t qv_store_peak(qv_store *s) {
  return __atomic_load_n(&s->memory_peak, __ATOMIC_RELAXED);
}

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
