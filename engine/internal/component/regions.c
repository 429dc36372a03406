// Regions of linear memories that guests have left. They are reset to what they were
// when they were new, and used again: to unmap memory interrupts all other processors,
// and what was written once is there at once.
#define _GNU_SOURCE
#include "shim.h"

#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

struct qv_lock {
  pthread_mutex_t mutex;
};

qv_lock *qv_lock_new(void) {
  qv_lock *l = malloc(sizeof *l);
  if (l == NULL)
    return NULL;
  pthread_mutexattr_t attr;
  pthread_mutexattr_init(&attr);
#ifdef __GLIBC__
  // What is done with it takes less time than to sleep.
  pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ADAPTIVE_NP);
#endif
  pthread_mutex_init(&l->mutex, &attr);
  pthread_mutexattr_destroy(&attr);
  return l;
}

void qv_lock_free(qv_lock *l) {
  if (l == NULL)
    return;
  pthread_mutex_destroy(&l->mutex);
  free(l);
}

static void lock(qv_images *im) { pthread_mutex_lock(&im->lock->mutex); }
static void unlock(qv_images *im) { pthread_mutex_unlock(&im->lock->mutex); }

static void discard(qv_memory *m) {
  qv_region_release(&m->region);
  free(m);
}

// take takes regions off a shelf.
static qv_memory *take(qv_shelf *shelf, qv_memory *some, qv_memory *all) {
  while (some != NULL) {
    qv_memory *m = some;
    some = m->next;
    shelf->n--;
    m->next = all;
    all = m;
  }
  return all;
}

// take_all takes the regions off their shelves. Its caller has the lock, and unmaps them
// without it: that takes its time.
static qv_memory *take_all(qv_images *im) {
  qv_memory *all = NULL;
  for (size_t i = 0; i < im->nshelves; i++) {
    qv_shelf *shelf = &im->shelves[i];
    all = take(shelf, shelf->grown, take(shelf, shelf->kept, all));
    shelf->kept = shelf->grown = NULL;
    shelf->ngrown = 0;
  }
  return all;
}

static bool discard_all(qv_memory *all) {
  bool some = all != NULL;
  while (all != NULL) {
    qv_memory *next = all->next;
    discard(all);
    all = next;
  }
  return some;
}

// keepers are all images that may keep regions. This lock comes before that of images.
static pthread_mutex_t keepers_lock = PTHREAD_MUTEX_INITIALIZER;
static qv_images *keepers;

static void list(qv_images *im) {
  if (im->listed)
    return;
  im->listed = true;
  im->older = keepers;
  if (keepers != NULL)
    keepers->newer = im;
  keepers = im;
}

static void unlist(qv_images *im) {
  if (!im->listed)
    return;
  im->listed = false;
  if (im->newer != NULL)
    im->newer->older = im->older;
  else
    keepers = im->older;
  if (im->older != NULL)
    im->older->newer = im->newer;
  im->older = im->newer = NULL;
}

void qv_images_limit(qv_images *im, size_t keep) {
  pthread_mutex_lock(&keepers_lock);
  lock(im);
  qv_memory *all = keep < im->keep ? take_all(im) : NULL;
  __atomic_store_n(&im->keep, keep, __ATOMIC_RELAXED);
  if (keep > 0 && !im->closed)
    list(im);
  unlock(im);
  pthread_mutex_unlock(&keepers_lock);
  discard_all(all);
}

void qv_kept_close(qv_images *im) {
  pthread_mutex_lock(&keepers_lock);
  lock(im);
  im->closed = true;
  qv_memory *all = take_all(im);
  unlist(im);
  unlock(im);
  pthread_mutex_unlock(&keepers_lock);
  discard_all(all);
}

bool qv_kept_give_up(void) {
  bool some = false;
  pthread_mutex_lock(&keepers_lock);
  for (qv_images *im = keepers; im != NULL; im = im->older) {
    lock(im);
    qv_memory *all = take_all(im);
    unlock(im);
    some = discard_all(all) || some;
  }
  pthread_mutex_unlock(&keepers_lock);
  return some;
}

// pop takes a region of that shape off a shelf.
static qv_memory *pop(qv_images *im, qv_shelf *shelf, size_t minimum,
                      size_t capacity, size_t mapped) {
  qv_memory *m = shelf->kept;
  if (m == NULL || m->region.minimum != minimum ||
      m->region.capacity != capacity || m->region.mapped != mapped)
    return NULL;
  shelf->kept = m->next;
  shelf->n--;
  qv_images_ref(im);
  m->next = NULL;
  m->tagged = m->given = false;
  return m;
}

qv_memory *qv_kept_take(const qv_linking *l, size_t minimum, size_t capacity,
                        size_t mapped) {
  if (!l->complete || minimum == 0)
    return NULL;
  for (size_t i = 0; i < l->n; i++) {
    qv_images *im = l->images[i];
    if (__atomic_load_n(&im->keep, __ATOMIC_RELAXED) == 0)
      continue;
    qv_memory *m = NULL;
    lock(im);
    for (size_t j = 0; j < im->nshelves && m == NULL; j++)
      m = pop(im, &im->shelves[j], minimum, capacity, mapped);
    unlock(im);
    if (m != NULL)
      return m;
  }
  return NULL;
}

bool qv_kept_swap(qv_memory *m, qv_images *im, size_t shelf) {
  const qv_region own = m->region;
  lock(im);
  qv_memory *other =
      pop(im, &im->shelves[shelf], own.minimum, own.capacity, own.mapped);
  unlock(im);
  if (other == NULL)
    return false;
  m->region = other->region;
  other->region = own;
  if (!qv_kept_reset(other)) {
    qv_images_unref(own.images);
    discard(other);
  }
  return true;
}

static uint32_t ways; // atomic; tests set it
// Atomic, and in no cache line that is read otherwise.
static _Alignas(64) uint64_t counts[64 / sizeof(uint64_t)];

void qv_kept_ways(uint32_t without) {
  __atomic_store_n(&ways, without, __ATOMIC_SEQ_CST);
}

uint64_t qv_kept_count(uint32_t how) {
  return __atomic_load_n(&counts[how], __ATOMIC_SEQ_CST);
}

static void count(uint32_t how) {
  __atomic_add_fetch(&counts[how], 1, __ATOMIC_RELAXED);
}

// What memories grow by is kept up to so many bytes.
#define MOST_GROWN (4 << 20)

// After so many uses a region is reset whole: its pages stay from one use to the
// next, and are copied each time, until then.
#define MOST_USES 256

// together is how many regions that grew are waited for, to take that away from all of
// them at once: a part of those that may be kept, since they can't be used meanwhile. 0:
// it is taken away from each by itself.
static size_t together(const qv_images *im) {
  size_t n = __atomic_load_n(&im->keep, __ATOMIC_RELAXED) / 4 * 3;
  bool without = (__atomic_load_n(&ways, __ATOMIC_RELAXED) & QV_WITHOUT_GUARDS) != 0;
  if (n == 0 || without || !qv_growth_can_guard())
    return 0;
  return n < QV_MOST_GUARDED ? n : QV_MOST_GUARDED;
}

// shrink takes away what a region grew by, or leaves that to qv_growth_guard.
static bool shrink(qv_region *r, bool guards) {
  size_t least = qv_whole_pages(r->minimum);
  if (guards)
    return qv_growth_protect(r, least + MOST_GROWN);
  return r->guarded == 0 && qv_growth_protect(r, least);
}

// reset makes a memory what it was when it was new. What it has grown by stays if it
// isn't much: guests grow most alike.
static bool reset(qv_memory *m, const uint8_t *data, bool guards) {
  qv_region *r = &m->region;
  size_t least = qv_whole_pages(r->minimum), size = qv_whole_pages(m->size);
  if (r->high < size)
    r->high = size;
  // A huge page is written as a whole.
  if (r->uses++ == 0 && madvise(r->base, r->mapped, MADV_NOHUGEPAGE) != 0 &&
      errno != EINVAL)
    return false;
  uint32_t without = __atomic_load_n(&ways, __ATOMIC_RELAXED);
  bool looks = (without & QV_WITHOUT_LOOK) == 0 && r->uses % MOST_USES != 0;
  if ((without & QV_WITHOUT_RESET) != 0)
    return false;
  if (looks && r->high > least + MOST_GROWN) {
    looks = madvise(r->base + least, r->high - least, MADV_DONTNEED) == 0;
    r->high = least;
  }
  if (looks && qv_written_reset(r, data, size < r->high ? size : r->high)) {
    count(QV_RESET_WRITTEN);
  } else {
    if (!qv_written_forget(r, data, size > r->high ? size : r->high))
      return false;
    count(QV_RESET_WHOLE);
    r->high = least;
  }
  m->size = r->minimum;
  r->usable = size;
  return shrink(r, guards);
}

// put puts a region on its shelf that has a place there. Its caller has the lock. false:
// it is no longer wanted.
static bool put(qv_images *im, qv_shelf *shelf, qv_memory *m) {
  if (im->closed || shelf->n > im->keep) {
    shelf->n--;
    return false;
  }
  bool grown = m->region.usable > qv_whole_pages(m->region.minimum);
  qv_memory **list = grown ? &shelf->grown : &shelf->kept;
  m->next = *list;
  *list = m;
  shelf->ngrown += grown;
  return true;
}

// guard makes regions new that grew, which are no longer on the shelf.
static void guard(qv_images *im, qv_shelf *shelf, qv_memory *grown) {
  qv_region *regions[QV_MOST_GUARDED];
  size_t n = 0;
  for (qv_memory *m = grown; m != NULL; m = m->next)
    regions[n++] = &m->region;
  n = qv_growth_guard(regions, n);
  qv_memory *rest = NULL;
  lock(im);
  while (grown != NULL) {
    qv_memory *m = grown;
    grown = m->next;
    if (n == 0)
      shelf->n--;
    if (n > 0 && put(im, shelf, m)) {
      count(QV_RESET_GUARDED);
    } else {
      m->next = rest;
      rest = m;
    }
    n -= n > 0;
  }
  unlock(im);
  discard_all(rest);
}

// take_grown takes regions off a shelf once there are enough: never more than
// QV_MOST_GUARDED, since each one that comes asks. Its caller has the lock.
static qv_memory *take_grown(qv_shelf *shelf, size_t enough) {
  if (shelf->ngrown == 0 || shelf->ngrown < enough)
    return NULL;
  qv_memory *all = shelf->grown;
  shelf->grown = NULL;
  shelf->ngrown = 0;
  return all;
}

bool qv_kept_reset(qv_memory *m) {
  qv_images *im = m->region.images;
  if (im == NULL || m->spoilt || m->region.minimum == 0 || __atomic_load_n(&im->keep, __ATOMIC_RELAXED) == 0 ||
      qv_mappings_crowded(4))
    return false;
  qv_shelf *shelf = &im->shelves[m->region.shelf];
  lock(im);
  bool room = !im->closed && shelf->n < im->keep;
  const uint8_t *data = qv_images_view(im);
  if (room && (data != NULL || im->size == 0))
    shelf->n++;
  else
    room = false;
  unlock(im);
  if (!room)
    return false;
  size_t enough = together(im);
  bool fit = !m->tagged || reset(m, data, enough > 0);
  qv_memory *grown = NULL;
  lock(im);
  if (fit) {
    m->store = NULL;
    m->prev = NULL;
    m->lane = 0;
    fit = put(im, shelf, m);
    grown = take_grown(shelf, enough);
  } else {
    shelf->n--;
  }
  unlock(im);
  if (grown != NULL)
    guard(im, shelf, grown);
  if (fit)
    qv_images_unref(im);
  return fit;
}
#else
// Nothing is kept: to reset a region takes longer than to make a new one, where the
// system doesn't tell what was written.
struct qv_lock {
  char none;
};
qv_lock *qv_lock_new(void) { return calloc(1, sizeof(qv_lock)); }
void qv_lock_free(qv_lock *l) { free(l); }
void qv_images_limit(qv_images *im, size_t keep) { (void)im, (void)keep; }
void qv_kept_close(qv_images *im) { (void)im; }
bool qv_kept_give_up(void) { return false; }
qv_memory *qv_kept_take(const qv_linking *l, size_t minimum, size_t capacity,
                        size_t mapped) {
  (void)l, (void)minimum, (void)capacity, (void)mapped;
  return NULL;
}
bool qv_kept_swap(qv_memory *m, qv_images *im, size_t shelf) {
  (void)m, (void)im, (void)shelf;
  return false;
}
bool qv_kept_reset(qv_memory *m) {
  (void)m;
  return false;
}
void qv_kept_ways(uint32_t without) { (void)without; }
uint64_t qv_kept_count(uint32_t how) {
  (void)how;
  return 0;
}
#endif
