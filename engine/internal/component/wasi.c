// What wasmtime's own WASI is told.
#include "shim.h"

// Permissions of a directory, as of wasmtime 44.
enum { QV_READ = 1, QV_WRITE = 2 };

// The function since 48.
typedef bool preopen_since_48(wasi_config_t *, const char *, const char *, bool);

bool qv_preopen(wasi_config_t *config, const char *host, const char *guest,
                bool write, int major) {
  if (major >= 48) {
    preopen_since_48 *preopen =
        (preopen_since_48 *)(void (*)(void))wasi_config_preopen_dir;
    return preopen(config, host, guest, write);
  }
  size_t may = write ? QV_READ | QV_WRITE : QV_READ;
  return wasi_config_preopen_dir(config, host, guest, may, may);
}
