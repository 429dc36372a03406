// Standard output and error of a guest. Writing to a descriptor stays in C: it
// costs one system call, and a closed pipe or a stopped guest is seen at once.
#include "shim.h"

#include <errno.h>
#include <stdlib.h>

#include "_cgo_export.h"

#ifdef _WIN32
#include <io.h>
#else
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

typedef struct sink {
  qv_store *store;
  int stream, fd;
  bool may_block; // a pipe or a socket whose reader may be slow
  uintptr_t handle;
} sink;

static void count(sink *k, size_t n) {
  __atomic_fetch_add(&k->store->written[k->stream], n, __ATOMIC_RELAXED);
}

#ifdef _WIN32
static ptrdiff_t write_some(sink *k, const unsigned char *data, size_t n) {
  int wrote = _write(k->fd, data, n > 1 << 20 ? 1 << 20 : (unsigned)n);
  return wrote < 0 ? -errno : wrote;
}
#else
// Waits in slices, so that a guest whose reader sleeps can be stopped.
static int wait_writable(sink *k) {
  struct pollfd p = {.fd = k->fd, .events = POLLOUT};
  for (;;) {
    if (qv_store_stopped(k->store) != QV_RUN)
      return EPIPE;
    int n = poll(&p, 1, 20);
    if (n > 0)
      return 0;
    if (n < 0 && errno != EINTR)
      return errno;
  }
}

// A pipe that polls as writable takes at least this much without blocking
// (POSIX: PIPE_BUF is at least 512; Linux and macOS say so for a page and for
// 512 bytes).
#ifdef __linux__
#define QV_PIPE_CHUNK 4096
#else
#define QV_PIPE_CHUNK 512
#endif

static ptrdiff_t write_some(sink *k, const unsigned char *data, size_t n) {
  if (k->may_block) {
    int err = wait_writable(k);
    if (err != 0)
      return -err;
    if (n > QV_PIPE_CHUNK)
      n = QV_PIPE_CHUNK;
  }
  ssize_t wrote = write(k->fd, data, n);
  if (wrote >= 0)
    return wrote;
  if (errno == EINTR)
    return 0;
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    k->may_block = true;
    return 0;
  }
  return -errno;
}
#endif

static ptrdiff_t on_write_fd(void *data, const unsigned char *bytes, size_t n) {
  sink *k = data;
  size_t done = 0;
  while (done < n) {
    ptrdiff_t wrote = write_some(k, bytes + done, n - done);
    if (wrote < 0) {
      // As a native program would get SIGPIPE: nobody reads its output.
      if (wrote == -EPIPE && k->stream == 0)
        qv_store_stop(k->store, QV_STOP_PIPE);
      count(k, done);
      return wrote;
    }
    done += (size_t)wrote;
  }
  count(k, done);
  return (ptrdiff_t)done;
}

static ptrdiff_t on_write_go(void *data, const unsigned char *bytes, size_t n) {
  sink *k = data;
  if (n == 0)
    return 0;
  if (!qyvolWrite(k->handle, (void *)bytes, n)) {
    if (k->stream == 0)
      qv_store_stop(k->store, QV_STOP_PIPE);
    return -EPIPE;
  }
  count(k, n);
  return (ptrdiff_t)n;
}

static void drop_sink(void *data) {
  sink *k = data;
  if (k->handle != 0)
    qyvolDeleteHandle(k->handle);
  free(k);
}

static sink *new_sink(qv_store *s, int stream, int fd, uintptr_t handle) {
  sink *k = calloc(1, sizeof *k);
  if (k == NULL)
    abort(); // a few bytes at the start of a run: the system is gone
  *k = (sink){.store = s, .stream = stream, .fd = fd, .handle = handle};
#ifndef _WIN32
  struct stat st;
  k->may_block = fd >= 0 && fstat(fd, &st) == 0 &&
                 (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
#endif
  return k;
}

static void set_sink(wasi_config_t *config, sink *k,
                     ptrdiff_t (*write)(void *, const unsigned char *, size_t)) {
  if (k->stream == 0)
    wasi_config_set_stdout_custom(config, write, k, drop_sink);
  else
    wasi_config_set_stderr_custom(config, write, k, drop_sink);
}

wasmtime_error_t *qv_wasi_output_fd(wasi_config_t *config, qv_store *s,
                                    int stream, int fd) {
  set_sink(config, new_sink(s, stream, fd, 0), on_write_fd);
  return NULL;
}

void qv_wasi_output_go(wasi_config_t *config, qv_store *s, int stream,
                       uintptr_t handle) {
  set_sink(config, new_sink(s, stream, -1, handle), on_write_go);
}
