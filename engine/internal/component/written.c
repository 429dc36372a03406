// What guests have written of their linear memories, and how these become again what they
// began as.
#define _GNU_SOURCE
#include "shim.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

// PAGEMAP_SCAN (Linux 6.7; Documentation/admin-guide/mm/pagemap.rst), which the
// headers of older systems don't have.
struct scan {
  uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
  uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};
struct range {
  uint64_t start, end, categories;
};
#define SCAN _IOWR('f', 16, struct scan)
#define IS_FILE (1 << 2)
#define IS_PRESENT (1 << 3)
#define IS_SWAPPED (1 << 4)
#define IS_ZERO (1 << 5)

// What was written is copied back up to so many bytes, in so many pieces. Beyond,
// it takes less time to have the system forget it.
#define MOST_WRITTEN (1 << 20)
#define MOST_RANGES 128

#define UNKNOWN -1
#define NONE -2

// Threads that use one descriptor count that in one cache line, so they use several, which
// are opened when they are needed. Atomic.
static _Alignas(128) int pagemaps[8] = {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};

static int open_pagemap(void) {
  int at = sched_getcpu();
  int *pagemap = &pagemaps[at < 0 ? 0 : at % 8];
  int fd = __atomic_load_n(pagemap, __ATOMIC_ACQUIRE);
  if (fd != UNKNOWN)
    return fd;
  fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
    return NONE; // there may be one later
  if (fd < 0)
    fd = NONE;
  int unknown = UNKNOWN;
  if (__atomic_compare_exchange_n(pagemap, &unknown, fd, false,
                                  __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return fd;
  if (fd >= 0)
    close(fd);
  return unknown;
}

// no_pagemaps notes that the kernel doesn't tell, nor will it.
static void no_pagemaps(void) {
  for (size_t i = 0; i < 8; i++)
    __atomic_store_n(&pagemaps[i], NONE, __ATOMIC_RELEASE); // others may be using it
}

// written finds the pages of a region that aren't what they were mapped as any
// more. -1: these are too many, or there is no telling.
static int written(const qv_region *r, size_t size, struct range *ranges) {
  int fd = open_pagemap();
  if (fd < 0)
    return -1;
  struct scan scan = {
      .size = sizeof scan,
      .start = (uintptr_t)r->base,
      .end = (uintptr_t)r->base + size,
      .vec = (uintptr_t)ranges,
      .vec_len = MOST_RANGES,
      .max_pages = MOST_WRITTEN / (size_t)sysconf(_SC_PAGESIZE),
      .category_inverted = IS_FILE,
      .category_mask = IS_FILE,
      .category_anyof_mask = IS_PRESENT | IS_SWAPPED,
      .return_mask = IS_ZERO,
  };
  int n = ioctl(fd, SCAN, &scan);
  if (n < 0 && errno != ENOMEM && errno != EINTR)
    no_pagemaps();
  return n < 0 || scan.walk_end != scan.end ? -1 : n;
}

// rewrite gives a part of a memory what it begins as. What is the kernel's page of zeroes
// was only read, but for an image: there a page of zeroes may have become it.
static void rewrite(const qv_region *r, const uint8_t *data, uint64_t from,
                    uint64_t to, bool zero) {
  const uint64_t *extent = r->image + 2;
  for (uint64_t n = r->image[1]; n > 0 && from < to; n--, extent += 3) {
    uint64_t begin = extent[0], end = extent[0] + extent[1];
    if (end <= from)
      continue;
    if (begin >= to)
      break;
    if (begin > from) {
      if (!zero)
        memset(r->base + from, 0, begin - from);
      from = begin;
    }
    uint64_t until = end < to ? end : to;
    memcpy(r->base + from, data + extent[2] + (from - begin), until - from);
    from = until;
  }
  if (from < to && !zero)
    memset(r->base + from, 0, to - from);
}

// note_touched keeps which pages were used of what a region grew by.
static void note_touched(qv_region *r, const struct range *ranges, int n) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const uintptr_t first = (uintptr_t)r->base + qv_whole_pages(r->minimum);
  r->touched = 0;
  for (int i = 0; i < n; i++)
    for (uintptr_t p = ranges[i].start < first ? first : ranges[i].start; p < ranges[i].end && p - first < 64 * page; p += page)
      r->touched |= (uint64_t)1 << (p - first) / page;
}

bool qv_written_reset(qv_region *r, const uint8_t *data, size_t size) {
  struct range ranges[MOST_RANGES];
  int n = written(r, size, ranges);
  note_touched(r, ranges, n);
  for (int i = 0; i < n; i++)
    rewrite(r, data, ranges[i].start - (uintptr_t)r->base,
            ranges[i].end - (uintptr_t)r->base, (ranges[i].categories & IS_ZERO) != 0);
  return n >= 0;
}

bool qv_written_forget(qv_region *r, const uint8_t *data, size_t size) {
  if (r->copied && r->extents > 0)
    return false; // it isn't known which pages were copied
  if (madvise(r->base, size, MADV_DONTNEED) != 0)
    return false; // locked, perhaps
  r->touched = 0;
  const uint64_t *extent = r->image + 2;
  for (uint64_t n = r->copied ? r->image[1] : 0; n > 0; n--, extent += 3)
    memcpy(r->base + extent[0], data + extent[2], extent[1]);
  return true;
}
#endif
