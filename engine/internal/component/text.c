// The text format is translated in a process of its own. wasmtime's parser can
// panic, which ends the process that it runs in, and some texts take it minutes or
// gigabytes. The child is a fork, without exec: it calls the parser, writes what
// that gives into a pipe and ends. No Go code runs in it.
#ifdef __linux__
#define _GNU_SOURCE // pipe2
#endif
#include "shim.h"

#ifdef _WIN32
int qv_text_to_binary(const char *text, size_t size, const qv_text_limits *limits, qv_text *out) {
  (void)text, (void)size, (void)limits, (void)out;
  return QV_TEXT_NO_PROCESS;
}
#else
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

// What the child writes first; the bytes follow.
typedef struct header {
  uint64_t size;
  uint64_t failed;
} header;

enum { FD_ERR = 2, FD_OUT = 3, FD_FREE = 4 };

static void write_all(int fd, const void *data, size_t size) {
  const char *at = data;
  while (size > 0) {
    ssize_t n = write(fd, at, size < 1 << 20 ? size : 1 << 20);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      _exit(1);
    at += n;
    size -= (size_t)n;
  }
}

// data_pages is how much memory of its own the process has, in pages: what
// RLIMIT_DATA counts. 0: the system doesn't say.
static rlim_t data_pages(void) {
  char line[256];
  unsigned long total, resident, shared, text, lib, data = 0;
  int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return 0;
  ssize_t n = read(fd, line, sizeof line - 1);
  close(fd);
  if (n <= 0)
    return 0;
  line[n] = 0;
  if (sscanf(line, "%lu %lu %lu %lu %lu %lu", &total, &resident, &shared, &text, &lib, &data) != 6)
    return 0;
  return data;
}

// limit sets a limit, if there is none that is lower. Where spare is not 0, the
// process is told before it is killed.
static void limit(int resource, rlim_t most, rlim_t spare) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0)
    return;
  if (now.rlim_max == RLIM_INFINITY || now.rlim_max > most + spare)
    now.rlim_max = most + spare;
  now.rlim_cur = now.rlim_max < most ? now.rlim_max : most;
  setrlimit(resource, &now);
}

static void limit_child(const qv_text_limits *limits) {
  rlim_t pages = data_pages();
  if (pages > 0)
    limit(RLIMIT_DATA, pages * (rlim_t)sysconf(_SC_PAGESIZE) + limits->memory, 0);
  limit(RLIMIT_CPU, limits->seconds, 1);
  limit(RLIMIT_CORE, 0, 0);
#ifdef __linux__
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // for systems that pipe cores to a program
#endif
}

// reset_signals gives up Go's handlers, which must not run here. What a terminal
// sends to all processes is for the parent to answer.
static void reset_signals(void) {
  for (int n = 1; n < NSIG; n++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    if (n == SIGINT || n == SIGQUIT || n == SIGHUP || n == SIGTSTP)
      action.sa_handler = SIG_IGN;
    sigaction(n, &action, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
}

// keep_files leaves the child nothing but its two pipes: an end of somebody else's
// would keep that from being closed.
static void keep_files(int out, int err) {
  out = fcntl(out, F_DUPFD, FD_FREE);
  err = fcntl(err, F_DUPFD, FD_FREE);
  if (out < 0 || err < 0 || dup2(err, FD_ERR) < 0 || dup2(out, FD_OUT) < 0)
    _exit(1);
  fcntl(FD_ERR, F_SETFL, O_NONBLOCK); // nobody reads it before the child ends
  close(0);
  close(1);
#ifdef SYS_close_range
  if (syscall(SYS_close_range, FD_FREE, ~0U, 0) == 0)
    return;
#endif
  long most = sysconf(_SC_OPEN_MAX);
  if (most < 0 || most > 1 << 16)
    most = 1 << 16;
  for (int fd = FD_FREE; fd < most; fd++)
    close(fd);
}

static void child(const char *text, size_t size, const qv_text_limits *limits) {
  wasm_byte_vec_t vec = {0, NULL};
  limit_child(limits);
  wasmtime_error_t *error = qv_wat2wasm(text, size, &vec);
  if (error != NULL)
    wasmtime_error_message(error, &vec);
  header h = {vec.size, error != NULL};
  write_all(FD_OUT, &h, sizeof h);
  write_all(FD_OUT, vec.data, vec.size);
  _exit(0);
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// read_all reads so many bytes: false at the end, and when the time is over, which
// late says.
static bool read_all(int fd, void *data, size_t size, int64_t deadline, bool *late) {
  char *at = data;
  while (size > 0) {
    int64_t left = deadline - now_ms();
    struct pollfd p = {fd, POLLIN, 0};
    int ready = left > 0 ? poll(&p, 1, left < 1000 ? (int)left : 1000) : 0;
    if (left <= 0) {
      *late = true;
      return false;
    }
    if (ready == 0 || (ready < 0 && errno == EINTR))
      continue;
    ssize_t n = read(fd, at, size < 1 << 20 ? size : 1 << 20);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (n <= 0)
      return false;
    at += n;
    size -= (size_t)n;
  }
  return true;
}

// said reads what the child has written to its standard error.
static void said(int fd, qv_text *out) {
  static const size_t most = 4096;
  free(out->data);
  out->size = 0;
  if ((out->data = malloc(most)) == NULL)
    return;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  ssize_t n = read(fd, out->data, most);
  if (n > 0)
    out->size = (size_t)n;
}

static bool contains(const qv_text *t, const char *words) {
  size_t n = strlen(words);
  for (size_t i = 0; i + n <= t->size; i++)
    if (memcmp(t->data + i, words, n) == 0)
      return true;
  return false;
}

// result reads what the child gives and tells how it ended.
static int result(pid_t pid, int fd, int err, int64_t deadline, qv_text *out) {
  header h = {0, 0};
  bool late = false, whole = false, unread = false;
  if (read_all(fd, &h, sizeof h, deadline, &late)) {
    out->size = h.size;
    out->data = h.size <= (1ULL << 31) ? malloc(h.size > 0 ? h.size : 1) : NULL;
    unread = out->data == NULL; // it would wait for ever
    whole = !unread && read_all(fd, out->data, h.size, deadline, &late);
  }
  if (late || unread)
    kill(pid, SIGKILL); // otherwise the pipe is closed, and it has ended
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
    ;
  if (whole)
    return h.failed ? QV_TEXT_ERROR : QV_TEXT_DONE;
  said(err, out);
  if (late || (ended == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
    return QV_TEXT_TIME;
  if (ended == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
    return QV_TEXT_MEMORY; // the system's own limit of memory
  return contains(out, "memory allocation of") ? QV_TEXT_MEMORY : QV_TEXT_CRASH;
}

static bool open_pipe(int fds[2]) {
#ifdef __linux__
  return pipe2(fds, O_CLOEXEC) == 0;
#else
  if (pipe(fds) != 0)
    return false;
  fcntl(fds[0], F_SETFD, FD_CLOEXEC);
  fcntl(fds[1], F_SETFD, FD_CLOEXEC);
  return true;
#endif
}

// start forks with all signals blocked, so that none of Go's handlers runs in the
// child.
static pid_t start(int out, int err, const char *text, size_t size, const qv_text_limits *limits) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = fork();
  if (pid == 0) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
    reset_signals();
    keep_files(out, err);
    child(text, size, limits);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return pid;
}

int qv_text_to_binary(const char *text, size_t size, const qv_text_limits *limits, qv_text *out) {
  int fds[2], errs[2];
  if (!open_pipe(fds))
    return QV_TEXT_NO_PROCESS;
  if (!open_pipe(errs)) {
    close(fds[0]);
    close(fds[1]);
    return QV_TEXT_NO_PROCESS;
  }
  int64_t deadline = now_ms() + (int64_t)limits->wait * 1000;
  pid_t pid = start(fds[1], errs[1], text, size, limits);
  close(fds[1]);
  close(errs[1]);
  int end = QV_TEXT_NO_PROCESS;
  if (pid > 0)
    end = result(pid, fds[0], errs[0], deadline, out);
  close(fds[0]);
  close(errs[0]);
  return end;
}
#endif

wasmtime_error_t *qv_wat2wasm(const char *text, size_t size,
                              wasm_byte_vec_t *out) {
  // Texts for wasmtime 44 name a core function in a component as any other; 48 wants it
  // spelled out, unless it is told by the environment to take both (crate wast,
  // component/item_ref.rs).
#ifndef _WIN32
  setenv("WAST_STRICT_COMPONENT_INDICES", "0", 0);
#endif
  return wasmtime_wat2wasm(text, size, out);
}
