// What stands between Go and wasmtime's C API: C functions that do in one
// crossing what would otherwise take many, and the callbacks that wasmtime
// calls. No pointer of Go is kept here: handles are numbers, see handle.go.
#ifndef QYVOL_SHIM_H
#define QYVOL_SHIM_H

#include "wasmtime.h"

// How a translation of the text format ended.
enum {
  QV_TEXT_DONE,       // the binary is in data
  QV_TEXT_ERROR,      // the text is invalid: the message is in data
  QV_TEXT_TIME,       // it took too long
  QV_TEXT_MEMORY,     // it took too much memory
  QV_TEXT_CRASH,      // the parser ended the child: its last words are in data
  QV_TEXT_NO_PROCESS, // there is no child to be had
};

typedef struct qv_text {
  char *data; // the caller's to free, whatever the end
  size_t size;
} qv_text;

typedef struct qv_text_limits {
  uint64_t memory;   // bytes beyond what the process has
  uint32_t seconds;  // of a processor
  uint32_t wait; // seconds until a child is given up that gets no processor
} qv_text_limits;

// qv_wat2wasm translates in this process.
wasmtime_error_t *qv_wat2wasm(const char *text, size_t size,
                              wasm_byte_vec_t *out);
int qv_text_to_binary(const char *text, size_t size, const qv_text_limits *limits, qv_text *out);

// Why a store was told to stop. 0 means that it was not.
enum { QV_RUN, QV_STOP_INTERRUPTED, QV_STOP_MEMORY, QV_STOP_PIPE };

// qv_region is the addresses of a linear memory, with what is there.
typedef struct qv_region {
  uint8_t *base;
  size_t capacity, mapped;  // what the memory may grow to, and that with a guard
  size_t minimum;           // the size that it begins with
  size_t extents;           // of its image that are mapped
  bool copied;              // others were copied
  struct qv_images *images; // what it begins as; NULL: zeroes, or not known yet
  const uint64_t *image;    // there
  size_t shelf;             // there
  size_t high;              // the most of it that was used
  size_t usable;            // of a region that is kept: what can be reached
  size_t guarded;           // the end of what guards keep from being reached; 0: there are none
  uint64_t touched;         // pages used of what it grew by, a bit each; 0: not known
  uint32_t uses;
} qv_region;

// qv_memory is a linear memory of an accounted engine.
typedef struct qv_memory {
  struct qv_store *store; // NULL: made outside of an instantiation
  qv_region region;
  size_t size;
  struct qv_memory *prev, *next; // of the same store, or shelf
  size_t lane;                   // 1 + its place in lanes; 0: none
  uint8_t seen;                  // its first byte, when it was last looked at
  bool lost;                     // part of it may be somebody else's by now
  bool spoilt;                   // more of it may be there than its size says
  bool tagged;                   // its tag was seen: what it begins as is certain
  bool given;                    // wasmtime knows where it is
} qv_memory;

// qv_shelf keeps regions of one memory of a group, as they were when they were new.
typedef struct qv_shelf {
  qv_memory *kept;
  qv_memory *grown; // what these grew by can still be reached
  size_t ngrown;
  size_t n; // of all these, and those that are being reset
} qv_shelf;

typedef struct qv_part qv_part;

// qv_images are what memories of one unit of code begin as: image.Plan, with the
// places of its groups, and the data, which is in a file or at hand.
typedef struct qv_images {
  uint64_t *plan;
  const uint64_t **groups;
  size_t ngroups;
  int fd;         // -1: the data is at hand
  uint64_t start; // of the data in the file
  uint8_t *data;
  size_t size;
  uint8_t *view; // the data of the file, to be read; NULL: not mapped yet

  int64_t refs;     // atomic: the owner, and regions in use that no part counts
  qv_part **parts;  // atomic: what each processor has of the regions; NULL: nothing was ever kept
  size_t nparts;
  size_t *first;    // shelf of each group
  size_t nshelves;  // of all memories of all groups
  size_t keep;      // atomic: regions of each memory at most
  bool closed;      // by its owner
  struct qv_images *older, *newer; // among those that may keep regions
  bool listed;
} qv_images;

// qv_linking is an instantiation under way.
typedef struct qv_linking {
  qv_images *const *images; // of all that is linked
  size_t n;
  bool complete; // every memory is followed by a tag
  size_t fresh;  // memories made since it began, or since the last tag
} qv_linking;

typedef struct qv_limits {
  int64_t memory, table_elements, instances, tables, memories; // -1: default
  uint64_t total_memory;
} qv_limits;

// Functions that C answers by itself where nothing but the system is asked.
enum {
  QV_DIRECT_NONE, // it is Go that answers
  // Of components, by their names in WASI 0.2.
  QV_DIRECT_MONOTONIC_NOW,
  QV_DIRECT_MONOTONIC_RESOLUTION,
  QV_DIRECT_WALL_NOW,
  QV_DIRECT_WALL_RESOLUTION,
  QV_DIRECT_RANDOM_U64,
  QV_DIRECT_WRITE_AND_FLUSH, // of an output-stream, with bytes of an adapted guest
  // Of core modules, by their names in preview 1.
  QV_DIRECT_CLOCK_TIME_GET,
  QV_DIRECT_CLOCK_RES_GET,
  QV_DIRECT_RANDOM_GET,
  QV_DIRECT_SCHED_YIELD,
  QV_DIRECT_FD_READ,
  QV_DIRECT_FD_WRITE,
  QV_DIRECT_FD_PREAD,
  QV_DIRECT_FD_PWRITE,
};

// qv_direct is one of them, and which counters are its.
typedef struct qv_direct {
  uint8_t func, counter;
} qv_direct;

// What C may answer. All functions may be called until the run is over; the others
// are where the host has the system's own.
enum {
  QV_MAY_CALL = 1,
  QV_MAY_MONOTONIC = 2,
  QV_MAY_WALL = 4,
  QV_MAY_RANDOM = 8,
};

// qv_direct_output is a descriptor of its own that C writes to in place of Go, without
// waiting. Go closes it, from any thread, and waits for who writes: users and taken are
// atomic.
typedef struct qv_direct_output {
  int fd;
  int64_t users;  // writes under way; negative: it is closed
  uint64_t taken; // bytes
  size_t done;    // of the bytes of a call that was left to Go, so many are written
} qv_direct_output;

qv_direct_output *qv_direct_output_new(int fd); // NULL: no memory
void qv_direct_output_close(qv_direct_output *o);
bool qv_direct_output_busy(const qv_direct_output *o); // whether somebody writes

// qv_direct_file is what C reads and writes in place of Go while it is lent: a regular
// file of the system's, or an output, that a core module has under a number, or a
// component as an output-stream. It is of the thread that runs the guest, and so are
// Go's changes to it.
enum { QV_FILE_READ = 1, QV_FILE_WRITE = 2 };
typedef struct qv_direct_file {
  uint32_t may; // QV_FILE_*, of a file
  int fd;
  uint64_t position;
  qv_direct_output *output; // not NULL: it is one
} qv_direct_file;

// qv_direct_host is what C knows of the host of a store. It is Go's, which reads its
// counters from any thread: they are atomic, and so is may.
#define QV_DIRECT_COUNTERS 32
#define QV_DIRECT_FILES 64
typedef struct qv_direct_host {
  uint32_t may;
  uint64_t start; // of the guest's monotonic clock
  uint64_t calls[QV_DIRECT_COUNTERS], bytes[QV_DIRECT_COUNTERS];
  qv_direct_file files[QV_DIRECT_FILES];
} qv_direct_host;

#define QV_DIRECT_STREAMS 64

qv_direct_host *qv_direct_host_new(uint32_t may, uint64_t start); // NULL: no memory
void qv_direct_host_stop(qv_direct_host *h);
uint64_t qv_monotonic(void); // in nanoseconds

#define QV_RANDOM_BYTES 512

// qv_store is the host's side of a wasmtime store. It outlives the store by
// the time that the owner needs to read its counters.
typedef struct qv_store {
  wasmtime_store_t *store;
  wasmtime_context_t *context;
  wasm_engine_t *engine;   // which is there as long as the store
  uintptr_t handle;        // of the Go store
  uint32_t stop;           // QV_STOP_*, atomic
  uint32_t told;           // whether the guest saw it, atomic
  uint64_t memory_limit;   // bytes over all linear memories; 0: none
  bool memory_bends;       // what is refused doesn't stop the guest by itself
  bool memory_refused;     // something was
  uint64_t memory_used;    // bytes now
  uint64_t memory_peak;    // bytes at most, atomic
  qv_memory *memories;     // all that there are
  qv_memory **lanes;       // those that the host can see; NULL: gone
  size_t nlanes, lanes_capacity;
  wasmtime_component_val_t result;
  bool taken; // the call that gave it took what was only lent
  wasmtime_val_raw_t raw[16];
  qv_limits limits;
  qv_linking *linking; // NULL: none
  uint64_t nmemories;  // that were ever made, but for tags
  bool tags;           // there may be tags: nmemories is held to limits.memories
  uint64_t modules;    // core modules that were ever instantiated by themselves
  bool own_known;      // during a call into the only one of them
  wasmtime_memory_t own; // what it exports as "memory"
  qv_direct_host *direct; // NULL: Go answers everything
  qv_direct_file *streams; // by their reps, QV_DIRECT_STREAMS; NULL: none is lent
  uint8_t random[QV_RANDOM_BYTES]; // from the system, not yet given to the guest
  size_t nrandom;                  // so many, at the beginning
} qv_store;

qv_store *qv_store_open(wasm_engine_t *engine, uintptr_t handle, bool epoch,
                        bool memory_bends);
void qv_store_failed(qv_store *s); // a call did
void qv_store_limit(qv_store *s, const qv_limits *limits);
void qv_store_expect_tags(qv_store *s); // wasmtime's own count includes them
bool qv_store_add_memory(qv_store *s); // whether there may be one more
void qv_store_close(qv_store *s);
void qv_store_free(qv_store *s);
bool qv_store_stop(qv_store *s, uint32_t reason); // whether it is the first
bool qv_store_nudge(qv_store *s); // whether the guest has yet to see that it was stopped
uint32_t qv_store_stopped(qv_store *s);
uint64_t qv_store_peak(qv_store *s);
void qv_random_wipe(qv_store *s);

// qv_error is an error or a trap taken apart. The frames of its trace point
// into the error, which lives until qv_error_free.
typedef struct qv_frame {
  uint32_t func_index;
  uint64_t offset;
  wasm_name_t func, module; // borrowed from the trace
} qv_frame;
typedef struct qv_error {
  wasm_byte_vec_t message;
  bool is_exit, has_code;
  int exit;
  uint8_t code;
  wasm_frame_vec_t trace;
  wasmtime_error_t *error;
  wasm_trap_t *trap;
} qv_error;
void qv_error_take(wasmtime_error_t *err, wasm_trap_t *trap, qv_error *out);
void qv_error_frame(const qv_error *e, size_t nth, qv_frame *out);
void qv_error_free(qv_error *e);

// qv_can_map tells whether the system would map that much memory now.
bool qv_can_map(size_t size, bool writable);

// The linear memories of accounted engines.
void qv_config_account_memory(wasm_config_t *config);

// qv_images_new copies a plan of n numbers. qv_images_keep gives the images a
// copy of their data; qv_images_map takes a file that has it, which stays the
// caller's if it can't be mapped. NULL and false: the system has no memory left.
qv_images *qv_images_new(const uint64_t *plan, size_t n);
bool qv_images_keep(qv_images *im, const uint8_t *data, size_t size);
bool qv_images_map(qv_images *im, int fd, uint64_t start, size_t size);
bool qv_images_read(const qv_images *im, uint8_t *into);
void qv_images_copy_only(bool on); // those that are made from now on

// qv_images_group finds what a tag stands for, and in which images: the number of a
// group, -1 if there is none.
int64_t qv_images_group(const qv_linking *l, size_t tag, qv_images **of);

// qv_images_fill gives a region of zeroes its contents. Where it fails, the region
// may have a hole.
bool qv_images_fill(qv_region *r, qv_images *im, const uint64_t *image);

// qv_images_ref and _unref count the regions in use, so that what they begin as
// stays; _close is the owner's. _drop subtracts from what no part counts.
void qv_images_ref(qv_images *im);
void qv_images_unref(qv_images *im);
void qv_images_drop(qv_images *im, int64_t n);
void qv_images_close(qv_images *im);

// qv_images_view is all data of the images, NULL where it can't be had.
const uint8_t *qv_images_view(qv_images *im);

// Regions that guests left are kept, reset to what they were when they were new.
// How many, qv_images_limit says, for each memory of each module, and on how many
// processors guests run.
void qv_images_limit(qv_images *im, size_t keep, size_t processors);
// qv_kept_take finds a kept region of that shape for a memory of whatever group;
// NULL: there is none.
qv_memory *qv_kept_take(const qv_linking *l, size_t minimum, size_t capacity,
                        size_t mapped);
// qv_kept_swap gives a memory that nobody has seen yet a region from a shelf in
// place of its own, which goes back to where it came from. false: there is none.
bool qv_kept_swap(qv_memory *m, qv_images *im, size_t shelf);
// qv_kept_reset keeps the region of a memory, as it was when it was new, and then
// has the memory. false: it can't be kept, or need not.
bool qv_kept_reset(qv_memory *m);
void qv_kept_close(qv_images *im); // none of these images is kept any more
// qv_kept_give_up releases all regions that are kept in the process, since it runs short
// of mappings, addresses or memory. False: there was none.
bool qv_kept_give_up(void);
void qv_parts_free(qv_images *im);

// Which ways to reset a region there are not, for tests.
enum {
  QV_WITHOUT_LOOK = 1,   // at what was written
  QV_WITHOUT_GUARDS = 2, // what regions grew by is taken away from each by itself
  QV_WITHOUT_RESET = 4,
};
void qv_kept_ways(uint32_t without);
// Regions reset: by the look, whole; and those of them that got guards.
enum { QV_RESET_WRITTEN, QV_RESET_WHOLE, QV_RESET_GUARDED, QV_RESETS };
uint64_t qv_kept_count(uint32_t how);

// qv_written_reset gives what was written of the first bytes of a region what it began as:
// false where that isn't known, or too much. qv_written_forget has the system forget
// them all.
bool qv_written_reset(qv_region *r, const uint8_t *data, size_t size);
bool qv_written_forget(qv_region *r, const uint8_t *data, size_t size);

// What memories grow by. qv_growth_use makes it usable: false where only part of it may be.
bool qv_growth_use(qv_region *r, size_t from, size_t to);
// qv_growth_can_guard tells whether qv_growth_guard can be used here. That takes what
// they grew by away from up to QV_MOST_GUARDED regions together, and tells from how many
// it did; the others can't be used any more. qv_growth_protect does it by itself, from
// where on there are no guards.
#define QV_MOST_GUARDED 32
bool qv_growth_can_guard(void);
size_t qv_growth_guard(qv_region *const *regions, size_t n);
bool qv_growth_protect(qv_region *r, size_t from);
bool qv_growth_present(const uint8_t *page); // whether it is in memory, for tests

// A region's addresses. Where to clear it fails, it may have a hole.
size_t qv_whole_pages(size_t n);
bool qv_region_commit(uint8_t *base, size_t from, size_t to);
bool qv_region_clear(qv_region *r);
void qv_region_release(qv_region *r);

// The mappings of all linear memories in the process, of which a system lets a
// process have so many; without one left, nothing works any more. qv_mappings_add
// counts more of them, unless they were more than a part (a half, a quarter) of
// what there may be.
bool qv_mappings_add(size_t n, uint64_t part);
bool qv_mappings_crowded(uint64_t part); // there are more than a part already
void qv_mappings_remove(size_t n);
bool qv_reserved_add(size_t n); // likewise addresses, of which half may be reserved
void qv_reserved_remove(size_t n);
uint64_t qv_mappings_limit(uint64_t most); // for tests: 0 is the system's own

// qv_lane_look notes the first byte of each memory of the store; qv_lane_find
// tells the number of the memory in which that byte has become its complement
// since, or -1: that is the memory of the code that called both.
void qv_lane_look(qv_store *s);
int64_t qv_lane_find(qv_store *s);

// qv_instantiate and qv_call set the thread's current store, so that memories
// are charged to it.
wasmtime_error_t *qv_instantiate(const wasmtime_component_linker_t *linker,
                                 qv_store *s, const wasmtime_component_t *c,
                                 qv_images *const *images, size_t nimages,
                                 bool complete,
                                 wasmtime_component_instance_t *out);
wasmtime_error_t *qv_core_instantiate(const wasmtime_linker_t *linker,
                                      qv_store *s, const wasmtime_module_t *m,
                                      qv_images *images, bool complete,
                                      wasmtime_instance_t *out,
                                      wasm_trap_t **trap);

// qv_lent are host resources that the arguments of a call lend to the guest.
typedef struct qv_lent {
  wasmtime_component_resource_any_t **data;
  size_t size, capacity;
} qv_lent;

// qv_program is what encoder.go writes: values, depth first.
typedef struct qv_program {
  const uint8_t *next, *end;
  bool broken;   // it ended too early, or held an unknown kind
  qv_lent *lent; // NULL where nothing can be lent: results
} qv_program;

// qv_lower builds the next value of a program. On failure *out is a bool, so
// that deleting the tree around it is safe.
wasmtime_error_t *qv_lower(qv_program *p, wasmtime_context_t *ctx,
                           wasmtime_component_val_t *out);

// qv_unlend takes back what was lent, and frees the list. It tells whether all
// of it came back: a parameter that owns takes what was only to be lent.
bool qv_unlend(qv_lent *l, wasmtime_context_t *ctx);

// qv_call lowers nargs values from a program, calls, and leaves the result, if
// there is one, in s->result.
wasmtime_error_t *qv_call(qv_store *s, const wasmtime_component_func_t *f,
                          const uint8_t *program, size_t size, size_t nargs,
                          size_t nresults);
void qv_result_free(qv_store *s);

// Host functions. handle is that of the Go function.
typedef struct qv_func {
  uintptr_t handle;
  bool resources; // some argument may hold a resource
  bool memory;    // of a core module: it is told the caller's memory
  qv_direct direct;
} qv_func;
qv_func *qv_func_new(uintptr_t handle, bool resources);
void qv_func_drop(void *f);

wasmtime_error_t *qv_add_func(wasmtime_component_linker_instance_t *inst,
                              const char *name, size_t len, uintptr_t handle,
                              bool resources, qv_direct direct);
wasmtime_error_t *qv_add_resource(wasmtime_component_linker_instance_t *inst,
                                  const char *name, size_t len, uint32_t type,
                                  uintptr_t handle);
wasmtime_error_t *qv_add_core_func(wasmtime_linker_t *linker,
                                   const char *module, size_t module_len,
                                   const char *name, size_t name_len,
                                   const uint8_t *kinds, size_t nparams,
                                   size_t nresults, uintptr_t handle,
                                   bool memory, qv_direct direct);

// qv_caller_memory is the exported memory of a caller; data is NULL if it has none
// of that name.
typedef struct qv_bytes {
  uint8_t *data;
  size_t size;
} qv_bytes;
qv_bytes qv_caller_memory(wasmtime_caller_t *caller, const char *name,
                          size_t len);

// qv_direct_answer and qv_direct_answer_core answer a call that passes what the
// function takes; false: Go has to.
bool qv_direct_answer(const qv_func *f, qv_store *s,
                      wasmtime_component_val_t *result);
bool qv_direct_answer_core(const qv_func *f, qv_store *s,
                           wasmtime_val_raw_t *vals, qv_bytes memory);

// qv_direct_write writes bytes of an adapted guest to an output-stream.
typedef struct qv_resource qv_resource;
bool qv_direct_write(const qv_func *f, qv_store *s, const qv_resource *stream,
                     const wasmtime_component_val_t *bytes,
                     wasmtime_component_val_t *result);
// qv_direct_stream_of is where a stream is lent; NULL: no memory.
qv_direct_file *qv_direct_stream_of(qv_store *s, uint32_t rep);

// qv_thread_stack is the size in bytes of the smallest stack that a thread of
// this process has, 0 if that isn't known.
size_t qv_thread_stack(void);

// What a processor may have that Cranelift looks for.
enum {
  QV_CPU_SSE3,
  QV_CPU_SSSE3,
  QV_CPU_SSE41,
  QV_CPU_SSE42,
  QV_CPU_POPCNT,
  QV_CPU_AVX,
  QV_CPU_AVX2,
  QV_CPU_FMA,
  QV_CPU_BMI1,
  QV_CPU_BMI2,
  QV_CPU_AVX512F,
  QV_CPU_AVX512DQ,
  QV_CPU_AVX512VL,
  QV_CPU_AVX512VBMI,
  QV_CPU_AVX512BITALG,
  QV_CPU_LSE,
  QV_CPU_FP16,
};
bool qv_cpu_has(uint32_t feature);

// qv_preopen gives guests a directory, with the library of a version.
bool qv_preopen(wasi_config_t *config, const char *host, const char *guest,
                bool write, int major);

// A resource argument as a host function sees it.
struct qv_resource {
  uint32_t rep, type;
  bool owned;
  wasmtime_component_resource_any_t *guest; // not NULL: a guest's own resource
};
void qv_lift_resource(wasmtime_context_t *ctx,
                      const wasmtime_component_resource_any_t *any,
                      qv_resource *out);

// A frame is what one call of a host function exchanges with Go.
typedef struct qv_call_frame {
  uintptr_t store, func;
  const wasmtime_component_val_t *args;
  size_t nargs, nresults;
  const qv_resource *resources; // in the order of a walk through args
  size_t nresources;
  uint8_t *program; // results, lowered after the call
  size_t size, capacity;
  char *error; // malloc'ed: the call failed
} qv_call_frame;
#define QV_FRAME_BYTES 1024

// qv_fit is what is known of a component's types while its imports are compared
// with what the host has: which of the host's resource types they are, and which of
// its enums. An enum of errors is in the type of each function of an interface.
typedef struct qv_known_resource {
  wasmtime_component_resource_type_t *type;
  uint32_t id;
} qv_known_resource;
typedef struct qv_known_enum {
  wasmtime_component_enum_type_t *type;
  uint32_t id;
} qv_known_enum;
#define QV_KNOWN_ENUMS 8
typedef struct qv_fit {
  qv_known_resource *data;
  size_t size, capacity;
  qv_known_enum enums[QV_KNOWN_ENUMS];
  size_t nenums;
  bool unknown; // resource types are: any handle fits
  bool open;    // the host's type didn't go as far as the component's
} qv_fit;

// What stands in a shape (engine/shape.go) in place of a kind of type, QV_TYPE_*.
enum {
  QV_SHAPE_ANY = 255,    // any type fits
  QV_SHAPE_KIND = 254,   // any type of the kind that follows
  QV_SHAPE_HANDLE = 253, // own or borrow, of any resource
  QV_SHAPE_LANE = 252,   // bytes of an adapted guest
};

bool qv_fit_resource(qv_fit *f, const wasmtime_component_resource_type_t *type,
                     uint32_t id); // false: the system has no memory left
// qv_fit_func tells whether a function has the type of the host's. It looks no
// further into a type than the host's goes.
bool qv_fit_func(qv_fit *f, const wasmtime_component_func_type_t *t,
                 const uint8_t *program, size_t size);
// qv_fit_result tells whether a function's result has the type of the host's, or
// neither has one, and whether some part of it is of the component's own choice.
bool qv_fit_result(const wasmtime_component_func_type_t *t,
                   const uint8_t *program, size_t size, bool *open);
void qv_fit_free(qv_fit *f);

#endif
