// Linear memories whose size the host knows: they are charged to the store
// that creates them, and growth beyond the store's limit stops the guest.
#include "shim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <sys/mman.h>
#endif

extern _Thread_local qv_store *qv_current_store;

#ifdef _WIN32
static uint8_t *reserve(size_t n) {
  return VirtualAlloc(NULL, n, MEM_RESERVE, PAGE_NOACCESS);
}
static bool commit(uint8_t *base, size_t from, size_t to) {
  return VirtualAlloc(base + from, to - from, MEM_COMMIT, PAGE_READWRITE) !=
         NULL;
}
static void release(uint8_t *base, size_t n) {
  (void)n;
  VirtualFree(base, 0, MEM_RELEASE);
}
#else
#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif
static uint8_t *reserve(size_t n) {
  void *p = mmap(NULL, n, PROT_NONE, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}
static bool commit(uint8_t *base, size_t from, size_t to) {
  return mprotect(base + from, to - from, PROT_READ | PROT_WRITE) == 0;
}
static void release(uint8_t *base, size_t n) { munmap(base, n); }
#endif

bool qv_can_map(size_t size, bool writable) {
#ifdef _WIN32
  void *p = VirtualAlloc(NULL, size, MEM_RESERVE | (writable ? MEM_COMMIT : 0),
                         writable ? PAGE_READWRITE : PAGE_NOACCESS);
  if (p == NULL)
    return false;
  VirtualFree(p, 0, MEM_RELEASE);
#else
  void *p = mmap(NULL, size, writable ? PROT_READ | PROT_WRITE : PROT_NONE,
                 MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED)
    return false;
  munmap(p, size);
#endif
  return true;
}

// What the system protects in one piece; Apple's arm64 pages are the largest.
size_t qv_whole_pages(size_t n) {
  const size_t page = 16384;
  return (n + page - 1) / page * page;
}

// A memory is what can be used of it, and the rest of its reservation.
#define OF_MEMORY 2

bool qv_region_commit(uint8_t *base, size_t from, size_t to) {
  return commit(base, from, to);
}

bool qv_region_clear(qv_region *r) {
#ifdef _WIN32
  (void)r;
  return false;
#else
  void *p = mmap(r->base, qv_whole_pages(r->minimum), PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANON | MAP_NORESERVE | MAP_FIXED, -1, 0);
  if (p == MAP_FAILED)
    return false;
  qv_mappings_remove(2 * r->extents);
  r->extents = 0;
  r->copied = false;
  r->uses = 0;
  return true;
#endif
}

void qv_region_release(qv_region *r) {
  release(r->base, r->mapped);
  qv_reserved_remove(r->mapped);
  qv_mappings_remove(OF_MEMORY + 2 * r->extents);
}

// charge accounts for the growth of a memory, or refuses it and stops the
// guest; not one whose garbage is collected, which it is once the heap can't grow. The
// heap of the collector is such a memory, too: wasmtime makes it when it instantiates.
static bool charge(qv_store *s, size_t from, size_t to) {
  if (s == NULL)
    return true;
  uint64_t used = s->memory_used - from + to;
  if (s->memory_limit != 0 && used > s->memory_limit) {
    s->memory_refused = true;
    if (!s->memory_bends)
      qv_store_stop(s, QV_STOP_MEMORY);
    return false;
  }
  s->memory_used = used;
  if (to > from)
    s->memory_refused = false; // it has what it wanted after all
  if (used > s->memory_peak) // read from other threads
    __atomic_store_n(&s->memory_peak, used, __ATOMIC_RELAXED);
  return true;
}

// disown leaves a region without what it began as.
static void disown(qv_region *r) {
  if (r->images != NULL)
    qv_images_unref(r->images);
  r->images = NULL;
}

// show is called before wasmtime learns where a memory is. One without a tag begins
// with zeroes; a module that is in images has one, which comes earlier.
static void show(qv_memory *m) {
  m->given = true;
  if (m->tagged || m->region.images == NULL)
    return;
  const uint64_t *extent = m->region.image + 2;
  for (uint64_t n = m->region.image[1]; n > 0; n--, extent += 3)
    memset(m->region.base + extent[0], 0, extent[1]);
  disown(&m->region);
}

static uint8_t *get_memory(void *env, size_t *size, size_t *capacity) {
  qv_memory *m = env;
  if (!m->given)
    show(m);
  *size = m->size;
  *capacity = m->region.capacity;
  return m->region.base;
}

static wasmtime_error_t *grow_memory(void *env, size_t size) {
  qv_memory *m = env;
  if (size > m->region.capacity)
    return wasmtime_error_new("linear memory cannot grow beyond its reservation");
  size_t committed = qv_whole_pages(m->size), wanted = qv_whole_pages(size);
  if (!charge(m->store, m->size, size))
    return wasmtime_error_new("memory limit reached");
  if (wanted > committed && !qv_growth_use(&m->region, committed, wanted)) {
    m->spoilt = true; // part of it may be there
    charge(m->store, size, m->size);
    return wasmtime_error_new("the system has no memory left");
  }
  m->size = size;
  return NULL;
}

static void keep(qv_store *s, qv_memory *m) {
  if (s == NULL)
    return;
  m->next = s->memories;
  if (m->next != NULL)
    m->next->prev = m;
  s->memories = m;
  if (s->linking != NULL)
    s->linking->fresh++;
}

// forget leaves the host without a memory that is about to go.
static void forget(qv_store *s, const qv_memory *m) {
  if (s == NULL)
    return;
  if (m->next != NULL)
    m->next->prev = m->prev;
  if (m->prev != NULL)
    m->prev->next = m->next;
  else
    s->memories = m->next;
  if (s->linking != NULL && s->linking->fresh > 0)
    s->linking->fresh--;
  if (m->lane != 0)
    s->lanes[m->lane - 1] = NULL;
}

void qv_lane_look(qv_store *s) {
  for (qv_memory *m = s->memories; m != NULL; m = m->next)
    if (m->size > 0)
      m->seen = m->region.base[0];
}

static int64_t number(qv_store *s, qv_memory *m) {
  if (m->lane != 0)
    return (int64_t)(m->lane - 1);
  if (s->nlanes == s->lanes_capacity) {
    size_t capacity = s->lanes_capacity == 0 ? 4 : 2 * s->lanes_capacity;
    qv_memory **lanes =
        capacity > INT32_MAX ? NULL
                             : realloc(s->lanes, capacity * sizeof *lanes);
    if (lanes == NULL)
      return -1;
    s->lanes = lanes;
    s->lanes_capacity = capacity;
  }
  s->lanes[s->nlanes++] = m;
  m->lane = s->nlanes;
  return (int64_t)(m->lane - 1);
}

int64_t qv_lane_find(qv_store *s) {
  for (qv_memory *m = s->memories; m != NULL; m = m->next)
    if (m->size > 0 && m->region.base[0] == (uint8_t)~m->seen)
      return number(s, m);
  return -1;
}

static void drop_memory(void *env) {
  qv_memory *m = env;
  forget(m->store, m);
  charge(m->store, m->size, 0);
  if (!m->lost) {
    if (qv_kept_reset(m))
      return;
    qv_region_release(&m->region);
  }
  disown(&m->region);
  free(m);
}

// A tag is the memory that a module has after its own, and stands for the group
// of images that they begin as: see package image. It is empty and stays so. No
// code can name it; if some could, nothing is where it lies: neither a process nor
// a kernel has addresses there.
#define NOWHERE ((uint8_t *)((uintptr_t)1 << 55))

static uint8_t *get_tag(void *env, size_t *size, size_t *capacity) {
  *size = 0;
  *capacity = (size_t)(uintptr_t)env;
  return NOWHERE;
}

static wasmtime_error_t *grow_tag(void *env, size_t size) {
  (void)env;
  (void)size;
  return wasmtime_error_new("it is no memory to be grown");
}

// begin gives a memory what it begins as.
static bool begin(qv_memory *m, qv_images *im, const uint64_t *image,
                  size_t shelf) {
  qv_region *r = &m->region;
  if (m->size != image[0])
    return false;
  m->tagged = true;
  if (r->images == im && r->shelf == shelf)
    return true;
  if (r->images != NULL) { // the region is another memory's
    if (!m->given && qv_kept_swap(m, im, shelf))
      return true;
    disown(r);
    if (!qv_region_clear(r)) {
      m->lost = true;
      return false;
    }
  }
  if (!qv_images_fill(r, im, image)) {
    m->lost = true;
    return false;
  }
  qv_images_ref(im);
  r->images = im;
  r->image = image;
  r->shelf = shelf;
  return true;
}

// fill gives the memories that were made last what they begin as.
static bool fill(qv_store *s, qv_images *images, size_t number) {
  const uint64_t *group = images->groups[number];
  size_t shelf = images->first[number];
  uint64_t n = group[1];
  if (s->linking->fresh < n)
    return false;
  s->linking->fresh = 0;
  const uint64_t *image = group + 2;
  for (; n > 0; n--, image += 2 + 3 * image[1]) {
    qv_memory *m = s->memories;
    for (uint64_t back = 1; back < n; back++)
      m = m->next;
    if (!begin(m, images, image, shelf++))
      return false;
  }
  return true;
}

#define WASM_PAGE 65536
#define FIRST_TAG 16385 // package image has the same
#define LAST_TAG 65535

static bool is_tag(const qv_store *s, size_t maximum) {
  return s != NULL && s->linking != NULL && s->linking->n > 0 &&
         maximum % WASM_PAGE == 0 && maximum / WASM_PAGE >= FIRST_TAG &&
         maximum / WASM_PAGE <= LAST_TAG;
}

static wasmtime_error_t *new_tag(qv_store *s, size_t maximum, size_t reserved,
                                 wasmtime_linear_memory_t *out) {
  qv_images *images;
  int64_t group = qv_images_group(s->linking, maximum / WASM_PAGE, &images);
  if (group < 0 || !fill(s, images, (size_t)group))
    return wasmtime_error_new("the images do not fit the linear memories");
  *out = (wasmtime_linear_memory_t){(void *)(uintptr_t)reserved, get_tag,
                                    grow_tag, NULL};
  return NULL;
}

static wasmtime_error_t *too_many(uint64_t n) {
  char text[100]; // as wasmtime says it
  snprintf(text, sizeof text,
           "resource limit exceeded: memory count too high at %" PRIu64, n);
  return wasmtime_error_new(text);
}

// take_room leaves the process mappings and addresses for itself.
static wasmtime_error_t *take_room(size_t mapped) {
  if (!qv_mappings_add(OF_MEMORY, 2))
    return wasmtime_error_new("the process has too many linear memories: half "
                              "of the mappings that the system allows it");
  if (qv_reserved_add(mapped))
    return NULL;
  qv_mappings_remove(OF_MEMORY);
  return wasmtime_error_new("the process has too many linear memories: half of "
                            "the addresses that there are");
}

static void give_room(size_t mapped) {
  qv_mappings_remove(OF_MEMORY);
  qv_reserved_remove(mapped);
}

static void hand(qv_store *s, qv_memory *m, wasmtime_linear_memory_t *out) {
  m->store = s;
  m->size = m->region.minimum;
  keep(s, m);
  *out = (wasmtime_linear_memory_t){m, get_memory, grow_memory, drop_memory};
}

// again uses a region that another guest left.
static wasmtime_error_t *again(qv_store *s, qv_memory *m,
                               wasmtime_linear_memory_t *out) {
  if (charge(s, 0, m->region.minimum)) {
    hand(s, m, out);
    return NULL;
  }
  if (!qv_kept_reset(m)) {
    qv_region_release(&m->region);
    disown(&m->region);
    free(m);
  }
  return wasmtime_error_new("memory limit reached");
}

static wasmtime_error_t *new_memory(void *env, const wasm_memorytype_t *type,
                                    size_t minimum, size_t maximum,
                                    size_t reserved, size_t guard,
                                    wasmtime_linear_memory_t *out) {
  (void)env;
  (void)type;
  qv_store *s = qv_current_store;
  if (minimum == 0 && is_tag(s, maximum))
    return new_tag(s, maximum, reserved, out);
  if (s != NULL && !qv_store_add_memory(s))
    return too_many(s->nmemories);
  size_t capacity = qv_whole_pages(reserved > minimum ? reserved : minimum);
  if (capacity < minimum || capacity + qv_whole_pages(guard) < capacity)
    return wasmtime_error_new("linear memory is larger than the address space");
  size_t mapped = capacity + qv_whole_pages(guard);
  qv_memory *kept = s == NULL || s->linking == NULL
                        ? NULL
                        : qv_kept_take(s->linking, minimum, capacity, mapped);
  if (kept != NULL)
    return again(s, kept, out);
  wasmtime_error_t *none = take_room(mapped);
  if (none != NULL && qv_kept_give_up()) {
    wasmtime_error_delete(none);
    none = take_room(mapped);
  }
  if (none != NULL)
    return none;
  if (!charge(s, 0, minimum)) {
    give_room(mapped);
    return wasmtime_error_new("memory limit reached");
  }
  qv_memory *m = calloc(1, sizeof *m);
  uint8_t *base = m == NULL ? NULL : reserve(mapped);
  if (base == NULL && m != NULL && qv_kept_give_up())
    base = reserve(mapped);
  if (base == NULL ||
      (minimum > 0 && !commit(base, 0, qv_whole_pages(minimum)))) {
    if (base != NULL)
      release(base, mapped);
    free(m);
    charge(s, minimum, 0);
    give_room(mapped);
    return wasmtime_error_new("the system has no memory left");
  }
  m->region = (qv_region){.base = base, .capacity = capacity, .mapped = mapped, .minimum = minimum, .high = qv_whole_pages(minimum)};
  hand(s, m, out);
  return NULL;
}

void qv_config_account_memory(wasm_config_t *config) {
  wasmtime_memory_creator_t creator = {NULL, new_memory, NULL};
  wasmtime_config_host_memory_creator_set(config, &creator);
  wasmtime_config_memory_init_cow_set(config, false); // or wasmtime panics
}
