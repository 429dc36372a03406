// How many mappings the linear memories of the process are made of.
#include "shim.h"

#include <inttypes.h>
#include <stdio.h>

static uint64_t used; // atomic
static uint64_t most; // atomic; 0: not known yet

// system_limit is what the system allows a process.
static uint64_t system_limit(void) {
  uint64_t n = 65530; // Linux's default, where it isn't told
#ifdef __linux__
  FILE *f = fopen("/proc/sys/vm/max_map_count", "re");
  if (f != NULL) {
    uint64_t told;
    if (fscanf(f, "%" SCNu64, &told) == 1 && told > 0)
      n = told;
    fclose(f);
  }
#endif
  return n;
}

// Most processors give a process 128 TiB of addresses, and each memory reserves more
// than 4 GiB of them.
#define MOST_RESERVED ((uint64_t)1 << 46)

static uint64_t reserved; // atomic, bytes

// So few need no look at the system's limit.
#define FEW 1024

bool qv_mappings_add(size_t n, uint64_t part) {
  uint64_t now = __atomic_add_fetch(&used, n, __ATOMIC_RELAXED);
  uint64_t limit = __atomic_load_n(&most, __ATOMIC_RELAXED);
  if (limit == 0) {
    if (now <= FEW)
      return true;
    limit = system_limit();
    __atomic_store_n(&most, limit, __ATOMIC_RELAXED);
  }
  if (now <= limit / part)
    return true;
  qv_mappings_remove(n);
  return false;
}

bool qv_mappings_crowded(uint64_t part) {
  uint64_t now = __atomic_load_n(&used, __ATOMIC_RELAXED);
  uint64_t limit = __atomic_load_n(&most, __ATOMIC_RELAXED);
  return now > (limit == 0 ? FEW : limit / part) ||
         __atomic_load_n(&reserved, __ATOMIC_RELAXED) > MOST_RESERVED / part;
}

void qv_mappings_remove(size_t n) {
  __atomic_sub_fetch(&used, n, __ATOMIC_RELAXED);
}

bool qv_reserved_add(size_t n) {
  if (__atomic_add_fetch(&reserved, n, __ATOMIC_RELAXED) <= MOST_RESERVED)
    return true;
  qv_reserved_remove(n);
  return false;
}

void qv_reserved_remove(size_t n) {
  __atomic_sub_fetch(&reserved, n, __ATOMIC_RELAXED);
}

uint64_t qv_mappings_limit(uint64_t limit) {
  __atomic_store_n(&most, limit, __ATOMIC_RELAXED);
  return __atomic_load_n(&used, __ATOMIC_RELAXED);
}
