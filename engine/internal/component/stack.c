#include "shim.h"

#ifndef _WIN32
#include <pthread.h>
#include <sys/resource.h>
#endif

// The main thread may use as much as RLIMIT_STACK says; the C library gives its
// other threads as much, too, or what it thinks right (musl: 128 KiB).
size_t qv_thread_stack(void) {
  size_t least = 0;
#ifndef _WIN32
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    least = limit.rlim_cur;
#endif
#ifdef __linux__
  pthread_attr_t attr;
  size_t size;
  if (pthread_attr_init(&attr) == 0) {
    if (pthread_attr_getstacksize(&attr, &size) == 0 &&
        (least == 0 || size < least))
      least = size;
    pthread_attr_destroy(&attr);
  }
#endif
  return least;
}
