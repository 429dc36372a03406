// A guest that calls one function of the host, in the ways that wasmtime's C API has.
#ifndef WAITING_GUEST_H
#define WAITING_GUEST_H

#include <wasmtime.h>
#include <wasmtime/async.h>
#include <wasmtime/component.h>

// How the host's function is answered.
enum {
  BY_C,         // in C, at once
  BY_GO,        // in Go, as Qyvol does
  BY_C_ASYNC,   // in C, at once, on a fiber
  BY_SUSPENDING, // the fiber is suspended, and whoever polls it answers
  BY_BLOCKING,  // in Go, which waits
  WAYS,
};

typedef struct guest {
  wasmtime_store_t *store;
  wasmtime_component_instance_t instance;
  wasmtime_component_func_t run;
  wasmtime_component_val_t arg, result;
  wasmtime_call_future_t *future;
  wasmtime_error_t *error;
  wasmtime_component_val_t *asked, *answer; // of the call that it is suspended in
  bool answered;
} guest;

void prepare(void);
guest *guest_new(int way);
void guest_call(guest *g, uint32_t times);
// On a fiber: guest_begin, then guest_poll until it is true, with guest_answer between.
void guest_begin(guest *g, uint32_t times);
bool guest_poll(guest *g);
void guest_answer(guest *g);
void guest_call_here(guest *g, uint32_t times); // all of that without Go
void guest_delete(guest *g);

#endif
