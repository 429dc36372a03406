package command

/*
#define _GNU_SOURCE
#include <sched.h>
#include <stdlib.h>
#include <features.h>

#ifdef __GLIBC__
#include <malloc.h>

// One arena of glibc's allocator a processor, rather than eight: each thread
// that starts maps another until there are so many, which costs a short run a
// twentieth of its time, and a long one memory. It comes before Go's first
// thread. MALLOC_ARENA_MAX is glibc's own setting, and the user's.
__attribute__((constructor)) static void qv_limit_arenas(void) {
  cpu_set_t set;
  if (getenv("MALLOC_ARENA_MAX") == NULL && sched_getaffinity(0, sizeof set, &set) == 0)
    mallopt(M_ARENA_MAX, CPU_COUNT(&set));
}
#endif
*/
import "C"
