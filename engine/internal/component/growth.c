// What linear memories grow by: it becomes usable, and where a region is used again it is
// taken away before.
#define _GNU_SOURCE
#include "shim.h"

#ifdef __linux__
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// What the headers of older systems don't have: guards (Linux 6.13), which make pages
// trap and are no mappings, so that threads don't wait for each other; the process
// itself in place of a descriptor, which came later.
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#define MADV_GUARD_REMOVE 103
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef PIDFD_SELF_THREAD_GROUP
#define PIDFD_SELF_THREAD_GROUP -10001
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif

static ssize_t advise(const struct iovec *parts, size_t n, int advice) {
  return syscall(SYS_process_madvise, PIDFD_SELF_THREAD_GROUP, parts, n, advice, 0);
}

// forget has the system forget several parts of memory, with one interruption of
// the other processors where the kernel collects them (Linux 6.18 does).
static bool forget(const struct iovec *parts, size_t n) {
  size_t total = 0;
  for (size_t i = 0; i < n; i++)
    total += parts[i].iov_len;
  return advise(parts, n, MADV_DONTNEED) == (ssize_t)total;
}

static bool guard(uint8_t *base, size_t from, size_t to) {
  return madvise(base + from, to - from, MADV_GUARD_INSTALL) == 0;
}

static bool unguard(uint8_t *base, size_t from, size_t to) {
  return madvise(base + from, to - from, MADV_GUARD_REMOVE) == 0;
}

// tries tells whether all of that is there. It may not be in containers, nor where a
// process locks its memory.
static bool tries(void) {
  const size_t size = qv_whole_pages(1);
  uint8_t *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (p == MAP_FAILED)
    return false;
  p[0] = 1;
  struct iovec whole = {p, size};
  bool all = forget(&whole, 1) && p[0] == 0 && guard(p, 0, size) && unguard(p, 0, size);
  munmap(p, size);
  return all;
}

bool qv_growth_can_guard(void) {
  static int can; // atomic; 0: not known yet
  int known = __atomic_load_n(&can, __ATOMIC_RELAXED);
  if (known == 0) {
    known = tries() ? 1 : -1;
    __atomic_store_n(&can, known, __ATOMIC_RELAXED);
  }
  return known > 0;
}

// populate makes the pages present at once that the guest before used: to have each come
// when it is touched takes several times as long. Where it fails, they come so.
static void populate(const qv_region *r, size_t from, size_t to) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t at = qv_whole_pages(r->minimum), n = 0;
  for (uint64_t touched = r->touched; (touched != 0 || n > 0) && at < to; touched >>= 1, at += page) {
    bool wanted = (touched & 1) != 0 && at >= from;
    if (wanted)
      n++;
    if (n > 0 && (!wanted || at + page >= to)) {
      uint8_t *end = r->base + (wanted ? at + page : at);
      (void)madvise(end - n * page, n * page, MADV_POPULATE_WRITE);
      n = 0;
    }
  }
}

bool qv_growth_use(qv_region *r, size_t from, size_t to) {
  size_t guarded = to < r->guarded ? to : r->guarded;
  if (from < guarded) {
    if (!unguard(r->base, from, guarded))
      return false;
    populate(r, from, guarded);
    from = guarded;
  }
  return from == to || qv_region_commit(r->base, from, to);
}

bool qv_growth_protect(qv_region *r, size_t from) {
  if (from < r->usable && mprotect(r->base + from, r->usable - from, PROT_NONE) != 0)
    return false;
  if (from < r->usable)
    r->usable = from;
  return true;
}

size_t qv_growth_guard(qv_region *const *regions, size_t n) {
  struct iovec parts[QV_MOST_GUARDED];
  for (size_t i = 0; i < n; i++) {
    size_t least = qv_whole_pages(regions[i]->minimum);
    parts[i] = (struct iovec){regions[i]->base + least, regions[i]->usable - least};
  }
  if (!forget(parts, n))
    return 0;
  for (size_t i = 0; i < n; i++) {
    qv_region *r = regions[i];
    size_t least = qv_whole_pages(r->minimum);
    if (!guard(r->base, least, r->usable))
      return i;
    if (r->guarded < r->usable)
      r->guarded = r->usable;
    r->usable = r->high = least;
  }
  return n;
}

bool qv_growth_present(const uint8_t *page) {
  unsigned char there = 0;
  return mincore((void *)(uintptr_t)page, 1, &there) == 0 && (there & 1) != 0;
}
#else
bool qv_growth_present(const uint8_t *page) {
  (void)page;
  return false;
}
bool qv_growth_can_guard(void) { return false; }
bool qv_growth_use(qv_region *r, size_t from, size_t to) {
  return qv_region_commit(r->base, from, to);
}
#endif
