// The yardstick in C; see doc.go.
#ifndef QYVOL_BASELINE_H
#define QYVOL_BASELINE_H

#include "../wasmtime.h"

// What only the yardstick calls: engines are wasmtime-go's otherwise.
wasm_config_t *wasm_config_new(void);
wasm_engine_t *wasm_engine_new_with_config(wasm_config_t *);
void wasm_engine_delete(wasm_engine_t *);
void wasmtime_config_epoch_interruption_set(wasm_config_t *, bool);

typedef struct bl_guest {
  wasm_engine_t *engine;
  wasmtime_component_linker_t *linker;
  wasmtime_component_t *component;
  wasmtime_component_export_index_t *run;
  wasmtime_store_t *store;
  wasmtime_context_t *context;
  wasmtime_component_instance_t instance;
  wasmtime_component_func_t func;
} bl_guest;

wasm_engine_t *bl_engine(uint32_t pooled);
wasmtime_component_t *bl_compile(wasm_engine_t *, const uint8_t *, size_t);
wasmtime_component_t *bl_load(wasm_engine_t *, const char *path);

// bl_command prepares a WASI command; each bl_run is a store of its own.
bool bl_command(bl_guest *, const char *iface);
bool bl_run(bl_guest *);

// bl_open instantiates a component whose imports are the functions below.
bool bl_open(bl_guest *, const char *func);
bool bl_call_u32(bl_guest *, uint32_t n);
bool bl_call_add(bl_guest *, uint32_t a, uint32_t b, uint32_t *sum);
void bl_close(bl_guest *);

#endif
