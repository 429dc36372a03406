// Functions of WASI that only ask the system, answered without a crossing into Go.
// What is out of the ordinary is left to Go: every error, and whatever a store's
// host has of its own in place of the system's. A call that C leaves to Go has done
// nothing yet, unless it says how much.
#include "shim.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <unistd.h>
#endif
#if defined(__linux__) || defined(__APPLE__)
#include <sys/random.h>
#endif

#define SECOND UINT64_C(1000000000)

// The clock that Go's timers go by, so that a guest that waits for an instant finds
// that it has come.
uint64_t qv_monotonic(void) {
#ifdef _WIN32
  LARGE_INTEGER now, hz;
  QueryPerformanceCounter(&now);
  QueryPerformanceFrequency(&hz);
  uint64_t n = (uint64_t)now.QuadPart, per = (uint64_t)hz.QuadPart;
  return n / per * SECOND + n % per * SECOND / per;
#else
#ifdef __APPLE__
  clockid_t clock = CLOCK_UPTIME_RAW;
#else
  clockid_t clock = CLOCK_MONOTONIC;
#endif
  struct timespec t = {0, 0};
  clock_gettime(clock, &t); // it fails for a clock that there isn't
  return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
#endif
}

// false: the system has none, or it is before 1970.
static bool wall(uint64_t *seconds, uint32_t *nanoseconds) {
#ifdef _WIN32
  (void)seconds, (void)nanoseconds;
  return false;
#else
  struct timespec t;
  if (clock_gettime(CLOCK_REALTIME, &t) != 0 || t.tv_sec < 0)
    return false;
  *seconds = (uint64_t)t.tv_sec;
  *nanoseconds = (uint32_t)t.tv_nsec;
  return true;
#endif
}

// How many bytes there are now, without waiting for the system to gather some when
// it starts.
static size_t system_random(uint8_t *into, size_t n) {
#ifdef __linux__
  ssize_t got = getrandom(into, n, GRND_NONBLOCK);
  return got < 0 ? 0 : (size_t)got;
#elif defined(__APPLE__)
  size_t most = n < 256 ? n : 256; // as many as it gives at once
  return getentropy(into, most) == 0 ? most : 0;
#else
  (void)into, (void)n;
  return 0;
#endif
}

// take_random gives bytes that nobody has had. They are gone from the buffer before
// the guest goes on.
static bool take_random(qv_store *s, uint8_t *into, size_t n) {
  while (n > 0) {
    if (s->nrandom == 0)
      s->nrandom = system_random(s->random, sizeof s->random);
    if (s->nrandom == 0)
      return false;
    size_t part = n < s->nrandom ? n : s->nrandom;
    s->nrandom -= part;
    memcpy(into, s->random + s->nrandom, part);
    memset(s->random + s->nrandom, 0, part);
    into += part;
    n -= part;
  }
  return true;
}

void qv_random_wipe(qv_store *s) {
  memset(s->random, 0, sizeof s->random);
  s->nrandom = 0;
  __asm__ volatile("" : : "r"(s->random) : "memory"); // although it is freed next
}

qv_direct_host *qv_direct_host_new(uint32_t may, uint64_t start) {
  qv_direct_host *h = calloc(1, sizeof *h);
  if (h == NULL)
    return NULL;
  h->may = may;
  h->start = start;
  return h;
}

void qv_direct_host_stop(qv_direct_host *h) {
  __atomic_store_n(&h->may, 0, __ATOMIC_SEQ_CST);
}

static bool may(const qv_direct_host *h, uint32_t what) {
  return (__atomic_load_n(&h->may, __ATOMIC_SEQ_CST) & what) != 0;
}

static void count(uint64_t *counters, uint8_t nth, uint64_t n) {
  __atomic_fetch_add(&counters[nth], n, __ATOMIC_RELAXED);
}

static bool give_u64(wasmtime_component_val_t *result, uint64_t v) {
  result->kind = QV_U64;
  result->of.u64 = v;
  return true;
}

static void field(wasmtime_component_valrecord_entry_t *f, const char *name) {
  size_t n = strlen(name);
  wasm_byte_vec_new_uninitialized(&f->name, n);
  memcpy(f->name.data, name, n);
  memset(&f->val, 0, sizeof f->val);
}

static bool give_datetime(wasmtime_component_val_t *result, uint64_t seconds,
                          uint32_t nanoseconds) {
  result->kind = QV_RECORD;
  wasmtime_component_valrecord_t *r = &result->of.record;
  wasmtime_component_valrecord_new_uninit(r, 2);
  field(&r->data[0], "seconds");
  r->data[0].val.kind = QV_U64;
  r->data[0].val.of.u64 = seconds;
  field(&r->data[1], "nanoseconds");
  r->data[1].val.kind = QV_U32;
  r->data[1].val.of.u32 = nanoseconds;
  return true;
}

static bool answer(uint8_t func, qv_store *s,
                   wasmtime_component_val_t *result) {
  const qv_direct_host *h = s->direct;
  uint64_t v = 0;
  uint32_t nanoseconds = 0;
  switch (func) {
  case QV_DIRECT_MONOTONIC_NOW:
    return may(h, QV_MAY_MONOTONIC) &&
           give_u64(result, qv_monotonic() - h->start);
  case QV_DIRECT_MONOTONIC_RESOLUTION:
    return may(h, QV_MAY_MONOTONIC) && give_u64(result, 1);
  case QV_DIRECT_WALL_NOW:
    return may(h, QV_MAY_WALL) && wall(&v, &nanoseconds) &&
           give_datetime(result, v, nanoseconds);
  case QV_DIRECT_WALL_RESOLUTION:
    return may(h, QV_MAY_WALL) && give_datetime(result, 0, 1);
  case QV_DIRECT_RANDOM_U64:
    return may(h, QV_MAY_RANDOM) && take_random(s, (uint8_t *)&v, sizeof v) &&
           give_u64(result, v);
  default:
    return false;
  }
}

bool qv_direct_answer(const qv_func *f, qv_store *s,
                      wasmtime_component_val_t *result) {
  if (s->direct == NULL || !answer(f->direct.func, s, result))
    return false;
  count(s->direct->calls, f->direct.counter, 1);
  return true;
}

#define CLOSED INT64_MIN

qv_direct_output *qv_direct_output_new(int fd) {
  qv_direct_output *o = calloc(1, sizeof *o);
  if (o != NULL)
    o->fd = fd;
  return o;
}

static void close_output(qv_direct_output *o) {
#ifdef _WIN32
  (void)o;
#else
  close(o->fd);
#endif
}

// hold keeps the descriptor from being closed, unless it is.
static bool hold(qv_direct_output *o) {
  int64_t n = __atomic_load_n(&o->users, __ATOMIC_SEQ_CST);
  while (n >= 0)
    if (__atomic_compare_exchange_n(&o->users, &n, n + 1, false,
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return true;
  return false;
}

static void release(qv_direct_output *o) {
  if (__atomic_sub_fetch(&o->users, 1, __ATOMIC_SEQ_CST) == CLOSED)
    close_output(o); // it was closed meanwhile
}

void qv_direct_output_close(qv_direct_output *o) {
  int64_t n = __atomic_load_n(&o->users, __ATOMIC_SEQ_CST);
  do
    if (n < 0)
      return;
  while (!__atomic_compare_exchange_n(&o->users, &n, n + CLOSED, false,
                                      __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  if (n == 0)
    close_output(o);
}

bool qv_direct_output_busy(const qv_direct_output *o) {
  int64_t n = __atomic_load_n(&o->users, __ATOMIC_SEQ_CST);
  return n != 0 && n != CLOSED;
}

static int64_t system_write(int fd, const uint8_t *data, size_t n) {
#ifdef _WIN32
  (void)fd, (void)data, (void)n;
  return -1;
#else
  return write(fd, data, n);
#endif
}

// write_output writes all; false: Go goes on after what is done. Who ends the run says
// so first, and looks for users then: so either it waits for this, or this writes nothing.
static bool write_output(const qv_direct_host *h, qv_direct_output *o,
                         qv_bytes b) {
  if (!hold(o))
    return false;
  size_t done = 0;
  while (done < b.size && may(h, QV_MAY_CALL)) {
    int64_t n = system_write(o->fd, b.data + done, b.size - done);
    if (n <= 0)
      break;
    done += (size_t)n;
  }
  __atomic_fetch_add(&o->taken, done, __ATOMIC_SEQ_CST);
  o->done = done < b.size ? done : 0;
  release(o);
  return done == b.size;
}

static int64_t system_transfer(const qv_direct_file *f, uint32_t how,
                               qv_bytes b, uint64_t at);

// write_file writes all; false: Go writes the same bytes there again.
static bool write_file(const qv_direct_host *h, qv_direct_file *f, qv_bytes b) {
  if ((f->may & QV_FILE_WRITE) == 0 || f->position > INT64_MAX - b.size)
    return false;
  uint64_t at = f->position;
  while (b.size > 0) {
    int64_t n = may(h, QV_MAY_CALL) ? system_transfer(f, QV_FILE_WRITE, b, at) : 0;
    if (n <= 0)
      return false;
    at += (uint64_t)n;
    b.data += n;
    b.size -= (size_t)n;
  }
  f->position = at;
  return true;
}

qv_direct_file *qv_direct_stream_of(qv_store *s, uint32_t rep) {
  if (s->streams == NULL)
    s->streams = calloc(QV_DIRECT_STREAMS, sizeof *s->streams);
  return s->streams == NULL ? NULL : &s->streams[rep];
}

// lane_bytes finds the bytes by what the adapter passes: engine/lane.go.
static bool lane_bytes(const qv_store *s, const wasmtime_component_val_t *v,
                       qv_bytes *b) {
  if (v->kind != QV_TUPLE || v->of.list.size != 3)
    return false;
  const wasmtime_component_val_t *parts = v->of.list.data;
  for (size_t i = 0; i < 3; i++)
    if (parts[i].kind != QV_U32)
      return false;
  uint32_t number = parts[0].of.u32;
  size_t at = parts[1].of.u32, size = parts[2].of.u32;
  const qv_memory *m = number < s->nlanes ? s->lanes[number] : NULL;
  if (m == NULL || size > m->size || at > m->size - size)
    return false;
  b->data = m->region.base + at;
  b->size = size;
  return true;
}

// wasi:io/streams, output-stream.blocking-write-and-flush. More bytes trap.
#define MOST_WRITTEN 4096

bool qv_direct_write(const qv_func *f, qv_store *s, const qv_resource *stream,
                     const wasmtime_component_val_t *bytes,
                     wasmtime_component_val_t *result) {
  qv_direct_host *h = s->direct;
  qv_bytes b;
  if (h == NULL || s->streams == NULL || stream->guest != NULL ||
      stream->rep >= QV_DIRECT_STREAMS || !lane_bytes(s, bytes, &b) ||
      b.size == 0 || b.size > MOST_WRITTEN)
    return false;
  qv_direct_file *to = &s->streams[stream->rep];
  if (to->output != NULL ? !write_output(h, to->output, b)
                         : !write_file(h, to, b))
    return false;
  count(h->calls, f->direct.counter, 1);
  count(h->bytes, f->direct.counter, b.size);
  result->kind = QV_RESULT;
  result->of.result.is_ok = true;
  result->of.result.val = NULL;
  return true;
}

// A call of a function of preview 1: what it was given, and the caller's memory.
typedef struct core_call {
  qv_store *store;
  const wasmtime_val_raw_t *args;
  qv_bytes memory;
} core_call;

// place is where in memory an argument points to, NULL if there are no n bytes that
// are aligned.
static uint8_t *place(const core_call *c, size_t arg, size_t n, size_t align) {
  size_t at = (uint32_t)c->args[arg].i32;
  if (n > c->memory.size || at > c->memory.size - n || at % align != 0)
    return NULL;
  return c->memory.data + at;
}

static bool put_u64(const core_call *c, size_t arg, uint64_t v) {
  uint8_t *at = place(c, arg, 8, 8);
  if (at == NULL)
    return false;
  for (size_t i = 0; i < 8; i++)
    at[i] = (uint8_t)(v >> (8 * i));
  return true;
}

enum { REALTIME, MONOTONIC }; // typenames.witx, enum clockid

static bool clock_time_get(const core_call *c) {
  const qv_direct_host *h = c->store->direct;
  uint64_t seconds;
  uint32_t nanoseconds;
  switch (c->args[0].i32) {
  case REALTIME:
    return may(h, QV_MAY_WALL) && wall(&seconds, &nanoseconds) &&
           seconds < UINT64_MAX / SECOND &&
           put_u64(c, 2, seconds * SECOND + nanoseconds);
  case MONOTONIC:
    return may(h, QV_MAY_MONOTONIC) &&
           put_u64(c, 2, qv_monotonic() - h->start);
  default:
    return false;
  }
}

static bool clock_res_get(const core_call *c) {
  uint32_t what;
  switch (c->args[0].i32) {
  case REALTIME:
    what = QV_MAY_WALL;
    break;
  case MONOTONIC:
    what = QV_MAY_MONOTONIC;
    break;
  default:
    return false;
  }
  return may(c->store->direct, what) && put_u64(c, 1, 1);
}

// More at once is Go's, which lets the run end meanwhile.
#define MOST_RANDOM 256

static bool random_get(const core_call *c, uint8_t counter) {
  size_t n = (uint32_t)c->args[1].i32;
  uint8_t *into = place(c, 0, n, 1);
  if (n == 0 || n > MOST_RANDOM || into == NULL ||
      !may(c->store->direct, QV_MAY_RANDOM) || !take_random(c->store, into, n))
    return false;
  count(c->store->direct->bytes, counter, n);
  return true;
}

static uint32_t u32_at(const uint8_t *at) {
  return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
         (uint32_t)at[3] << 24;
}

static void put_u32(uint8_t *at, uint32_t v) {
  for (size_t i = 0; i < 4; i++)
    at[i] = (uint8_t)(v >> (8 * i));
}

// A list of more buffers, and more bytes at once, are Go's, which lets the run end
// meanwhile.
#define MOST_BUFFERS 16
#define MOST_BYTES (1 << 20)

// first_buffer is the first of a list of buffers that isn't empty: reads and writes
// may be short.
static bool first_buffer(const core_call *c, qv_bytes *buffer) {
  size_t n = (uint32_t)c->args[2].i32;
  const uint8_t *list = n <= MOST_BUFFERS ? place(c, 1, n * 8, 4) : NULL;
  if (list == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    size_t at = u32_at(list + 8 * i), size = u32_at(list + 8 * i + 4);
    if (size == 0)
      continue;
    if (size > MOST_BYTES || size > c->memory.size ||
        at > c->memory.size - size)
      return false;
    buffer->data = c->memory.data + at;
    buffer->size = size;
    return true;
  }
  return false;
}

static int64_t system_transfer(const qv_direct_file *f, uint32_t how,
                               qv_bytes b, uint64_t at) {
#ifdef _WIN32
  (void)f, (void)how, (void)b, (void)at;
  return -1;
#else
  if (how == QV_FILE_READ)
    return pread(f->fd, b.data, b.size, (off_t)at);
  return pwrite(f->fd, b.data, b.size, (off_t)at);
#endif
}

// transfer reads or writes a file that is lent, at an offset or, where that is NULL, at
// its position. The number of bytes goes where an argument says.
static bool transfer(const core_call *c, uint8_t counter, uint32_t how,
                     const uint64_t *offset, size_t result) {
  qv_direct_host *h = c->store->direct;
  uint32_t number = (uint32_t)c->args[0].i32;
  if (number >= QV_DIRECT_FILES || (h->files[number].may & how) == 0 ||
      !may(h, QV_MAY_CALL))
    return false;
  qv_direct_file *f = &h->files[number];
  uint64_t at = offset == NULL ? f->position : *offset;
  uint8_t *count_at = place(c, result, 4, 4);
  qv_bytes b;
  if (count_at == NULL || at > INT64_MAX - MOST_BYTES || !first_buffer(c, &b))
    return false;
  int64_t n = system_transfer(f, how, b, at);
  if (n < 0)
    return false;
  if (offset == NULL)
    f->position += (uint64_t)n;
  put_u32(count_at, (uint32_t)n);
  count(h->bytes, counter, (uint64_t)n);
  return true;
}

// More bytes at once are Go's.
#define MOST_TO_OUTPUT (64 << 10)

static bool fd_write(const core_call *c, uint8_t counter) {
  qv_direct_host *h = c->store->direct;
  uint32_t number = (uint32_t)c->args[0].i32;
  if (number >= QV_DIRECT_FILES || h->files[number].output == NULL)
    return transfer(c, counter, QV_FILE_WRITE, NULL, 3);
  uint8_t *count_at = place(c, 3, 4, 4);
  qv_bytes b;
  if (count_at == NULL || !first_buffer(c, &b) || b.size > MOST_TO_OUTPUT ||
      !write_output(h, h->files[number].output, b))
    return false;
  put_u32(count_at, (uint32_t)b.size);
  count(h->bytes, counter, b.size);
  return true;
}

static bool answer_core(const qv_direct *d, const core_call *c) {
  uint64_t offset;
  switch (d->func) {
  case QV_DIRECT_CLOCK_TIME_GET:
    return clock_time_get(c);
  case QV_DIRECT_CLOCK_RES_GET:
    return clock_res_get(c);
  case QV_DIRECT_RANDOM_GET:
    return random_get(c, d->counter);
  case QV_DIRECT_SCHED_YIELD: // there is nobody else
    return may(c->store->direct, QV_MAY_CALL);
  case QV_DIRECT_FD_READ:
    return transfer(c, d->counter, QV_FILE_READ, NULL, 3);
  case QV_DIRECT_FD_WRITE:
    return fd_write(c, d->counter);
  case QV_DIRECT_FD_PREAD:
    offset = (uint64_t)c->args[3].i64;
    return transfer(c, d->counter, QV_FILE_READ, &offset, 4);
  case QV_DIRECT_FD_PWRITE:
    offset = (uint64_t)c->args[3].i64;
    return transfer(c, d->counter, QV_FILE_WRITE, &offset, 4);
  default:
    return false;
  }
}

bool qv_direct_answer_core(const qv_func *f, qv_store *s,
                           wasmtime_val_raw_t *vals, qv_bytes memory) {
  core_call c = {s, vals, memory};
  if (s->direct == NULL || memory.data == NULL || !answer_core(&f->direct, &c))
    return false;
  count(s->direct->calls, f->direct.counter, 1);
  vals[0].i64 = 0; // success
  return true;
}
