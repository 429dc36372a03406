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
#include <sched.h>
#include <sys/mman.h>

// A part is what threads on one processor keep of the regions of images, so that they
// neither wait for those on another nor get what only its cache has.
struct qv_part {
  pthread_mutex_t mutex;
  bool closed;
  int64_t refs; // begun here, less those that ended here
  uint32_t short_of;
  qv_shelf shelves[];
};

// Two processors that write to one cache line, or to the next one, wait for each other.
#define APART 128

// More processors than that share parts.
#define MOST_PARTS 64

static qv_part *new_part(size_t shelves) {
  size_t size = sizeof(qv_part) + shelves * sizeof(qv_shelf);
  qv_part *p = aligned_alloc(APART, (size + APART - 1) / APART * APART);
  if (p == NULL)
    return NULL;
  memset(p, 0, size);
  pthread_mutexattr_t attr;
  pthread_mutexattr_init(&attr);
#ifdef __GLIBC__
  // What is done with it takes less time than to sleep.
  pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ADAPTIVE_NP);
#endif
  pthread_mutex_init(&p->mutex, &attr);
  pthread_mutexattr_destroy(&attr);
  return p;
}

static void free_parts(qv_part **parts, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pthread_mutex_destroy(&parts[i]->mutex);
    free(parts[i]);
  }
  free(parts);
}

void qv_parts_free(qv_images *im) { free_parts(im->parts, im->nparts); }

// make_parts is for when regions are to be kept for the first time: most images never
// need any. false: the system has no memory left.
static bool make_parts(qv_images *im, size_t n) {
  if (im->parts != NULL)
    return true;
  n = n < 1 ? 1 : n > MOST_PARTS ? MOST_PARTS : n;
  qv_part **parts = calloc(n, sizeof *parts);
  for (size_t i = 0; parts != NULL && i < n; i++)
    if ((parts[i] = new_part(im->nshelves)) == NULL) {
      free_parts(parts, i);
      parts = NULL;
    }
  if (parts == NULL)
    return false;
  im->nparts = n;
  __atomic_store_n(&im->parts, parts, __ATOMIC_RELEASE);
  return true;
}

static void lock(qv_part *p) { pthread_mutex_lock(&p->mutex); }
static void unlock(qv_part *p) { pthread_mutex_unlock(&p->mutex); }

static size_t processor(void) {
  int n = sched_getcpu();
  return n < 0 ? 0 : (size_t)n;
}

// in_use is how many parts keep regions: where these are few, not all do.
static size_t in_use(const qv_images *im, size_t keep) {
  size_t n = keep < 8 ? keep / 2 : keep / 4;
  return n < 1 ? 1 : n > im->nparts ? im->nparts : n;
}

// counted counts a use that begins, or ends, in the part of this processor. false: there
// is none, or none any more.
static bool counted(const qv_images *im, int64_t n) {
  qv_part **parts = __atomic_load_n(&im->parts, __ATOMIC_ACQUIRE);
  if (parts == NULL)
    return false;
  qv_part *p = parts[processor() % im->nparts];
  lock(p);
  bool open = !p->closed;
  if (open)
    p->refs += n;
  unlock(p);
  return open;
}

void qv_images_ref(qv_images *im) {
  if (!counted(im, 1))
    __atomic_add_fetch(&im->refs, 1, __ATOMIC_RELAXED);
}

void qv_images_unref(qv_images *im) {
  if (!counted(im, -1))
    qv_images_drop(im, 1);
}

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

// take_all takes the regions of a part off their shelves. Its caller has the lock, and
// unmaps them without it: that takes its time.
static qv_memory *take_all(const qv_images *im, qv_part *p, qv_memory *all) {
  for (size_t i = 0; i < im->nshelves; i++) {
    qv_shelf *shelf = &p->shelves[i];
    all = take(shelf, shelf->grown, take(shelf, shelf->kept, all));
    __atomic_store_n(&shelf->kept, NULL, __ATOMIC_RELAXED); // find looks without the lock
    shelf->grown = NULL;
    shelf->ngrown = 0;
  }
  return all;
}

// empty takes all regions, and closes the parts if nothing is to be kept any more. What
// the parts counted becomes part of refs, which can't be 0 before all of it is there.
static qv_memory *empty(qv_images *im, bool closes) {
  const int64_t many = INT64_MAX / 2;
  qv_memory *all = NULL;
  if (closes)
    __atomic_add_fetch(&im->refs, many, __ATOMIC_RELAXED);
  for (size_t i = 0; i < im->nparts; i++) {
    qv_part *p = im->parts[i];
    lock(p);
    all = take_all(im, p, all);
    if (closes && !p->closed)
      __atomic_add_fetch(&im->refs, p->refs, __ATOMIC_RELAXED);
    p->closed = p->closed || closes;
    unlock(p);
  }
  if (closes)
    qv_images_drop(im, many);
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

void qv_images_limit(qv_images *im, size_t keep, size_t processors) {
  pthread_mutex_lock(&keepers_lock);
  if (keep > 0 && (im->closed || !make_parts(im, processors)))
    keep = 0;
  // Where other parts keep them than before, each has another share.
  bool fewer = keep < im->keep || in_use(im, keep) != in_use(im, im->keep);
  __atomic_store_n(&im->keep, keep, __ATOMIC_SEQ_CST);
  qv_memory *all = fewer ? empty(im, false) : NULL;
  if (keep > 0)
    list(im);
  pthread_mutex_unlock(&keepers_lock);
  discard_all(all);
}

void qv_kept_close(qv_images *im) {
  pthread_mutex_lock(&keepers_lock);
  im->closed = true;
  qv_memory *all = empty(im, true);
  unlist(im);
  pthread_mutex_unlock(&keepers_lock);
  discard_all(all);
}

bool qv_kept_give_up(void) {
  bool some = false;
  pthread_mutex_lock(&keepers_lock);
  for (qv_images *im = keepers; im != NULL; im = im->older)
    some = discard_all(empty(im, false)) || some;
  pthread_mutex_unlock(&keepers_lock);
  return some;
}

// pop takes a region of that shape off a shelf, if there is one.
static qv_memory *pop(qv_part *p, qv_shelf *shelf, size_t minimum,
                      size_t capacity, size_t mapped) {
  qv_memory *m = shelf->kept;
  if (m == NULL || m->region.minimum != minimum ||
      m->region.capacity != capacity || m->region.mapped != mapped)
    return NULL;
  __atomic_store_n(&shelf->kept, m->next, __ATOMIC_RELAXED);
  shelf->n--;
  p->refs++;
  m->next = NULL;
  m->tagged = m->given = false;
  return m;
}

// find pops a region off one of some shelves of a part.
static qv_memory *find(qv_part *p, size_t from, size_t to, const qv_region *like) {
  bool some = false;
  for (size_t i = from; i < to && !some; i++)
    some = __atomic_load_n(&p->shelves[i].kept, __ATOMIC_RELAXED) != NULL;
  if (!some)
    return NULL;
  qv_memory *m = NULL;
  lock(p);
  for (size_t i = from; i < to && m == NULL; i++)
    m = pop(p, &p->shelves[i], like->minimum, like->capacity, like->mapped);
  unlock(p);
  return m;
}

// One in so many times a part that has no region gets a new one rather than another's, so
// that in the end it has its own.
#define SHORT_OF 8

// find_any pops a region of this processor, or of another.
static qv_memory *find_any(const qv_images *im, size_t from, size_t to, const qv_region *like) {
  size_t keep = __atomic_load_n(&im->keep, __ATOMIC_ACQUIRE);
  if (keep == 0)
    return NULL; // nor need there be parts
  size_t n = in_use(im, keep), here = processor() % n;
  qv_part *own = im->parts[here];
  qv_memory *m = find(own, from, to, like);
  if (m != NULL || n == 1 || __atomic_add_fetch(&own->short_of, 1, __ATOMIC_RELAXED) % SHORT_OF == 0)
    return m;
  for (size_t i = 1; i < n && m == NULL; i++)
    m = find(im->parts[(here + i) % n], from, to, like);
  return m;
}

qv_memory *qv_kept_take(const qv_linking *l, size_t minimum, size_t capacity,
                        size_t mapped) {
  if (!l->complete || minimum == 0)
    return NULL;
  const qv_region like = {.minimum = minimum, .capacity = capacity, .mapped = mapped};
  for (size_t i = 0; i < l->n; i++) {
    const qv_images *im = l->images[i];
    qv_memory *m = find_any(im, 0, im->nshelves, &like);
    if (m != NULL)
      return m;
  }
  return NULL;
}

bool qv_kept_swap(qv_memory *m, qv_images *im, size_t shelf) {
  const qv_region own = m->region;
  qv_memory *other = find_any(im, shelf, shelf + 1, &own);
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
// Atomic, of each processor.
static struct {
  _Alignas(APART) uint64_t of[QV_RESETS];
} counts[MOST_PARTS];

void qv_kept_ways(uint32_t without) {
  __atomic_store_n(&ways, without, __ATOMIC_SEQ_CST);
}

uint64_t qv_kept_count(uint32_t how) {
  uint64_t n = 0;
  for (size_t i = 0; i < MOST_PARTS; i++)
    n += __atomic_load_n(&counts[i].of[how], __ATOMIC_SEQ_CST);
  return n;
}

static void count(uint32_t how) {
  __atomic_add_fetch(&counts[processor() % MOST_PARTS].of[how], 1, __ATOMIC_RELAXED);
}

// What memories grow by is kept up to so many bytes.
#define MOST_GROWN (4 << 20)

// After so many uses a region is reset whole: its pages stay from one use to the
// next, and are copied each time, until then.
#define MOST_USES 256

static bool guards(void) {
  return (__atomic_load_n(&ways, __ATOMIC_RELAXED) & QV_WITHOUT_GUARDS) == 0 && qv_growth_can_guard();
}

// Regions that grew, and reach no further than that, are kept up to QV_MOST_GUARDED in a
// part even if fewer are to be kept: what they grew by is taken away from all at once.
#define SMALL ((8 << 20) / QV_MOST_GUARDED)

static bool is_small(const qv_memory *m) {
  const qv_region *r = &m->region;
  size_t reach = qv_whole_pages(m->size);
  reach = reach > r->usable ? reach : r->usable;
  reach = reach > r->guarded ? reach : r->guarded;
  return reach > qv_whole_pages(r->minimum) && reach <= SMALL && guards();
}

// most_in is how many regions like this a part may keep.
static size_t most_in(const qv_images *im, size_t part, const qv_memory *m) {
  size_t keep = __atomic_load_n(&im->keep, __ATOMIC_SEQ_CST), n = in_use(im, keep);
  size_t most = part < n ? keep / n + (part < keep % n) : 0;
  return most > 0 && most < QV_MOST_GUARDED && is_small(m) ? QV_MOST_GUARDED : most;
}

// together is how many regions like this are waited for, to take away what they grew by
// from all of them at once: of others than small ones a part of those that may be kept,
// since they can't be used meanwhile. 0: it is taken away from each by itself.
static size_t together(size_t most, const qv_memory *m) {
  if (is_small(m))
    return QV_MOST_GUARDED;
  size_t n = most * 3 / 4;
  if (n == 0 || !guards())
    return 0;
  return n < QV_MOST_GUARDED / 4 ? n : QV_MOST_GUARDED / 4;
}

// shrink takes away what a region grew by, or leaves that to qv_growth_guard.
static bool shrink(qv_region *r, bool guarded) {
  size_t least = qv_whole_pages(r->minimum);
  if (guarded)
    return qv_growth_protect(r, least + MOST_GROWN);
  return r->guarded == 0 && qv_growth_protect(r, least);
}

// reset makes a memory what it was when it was new. What it has grown by stays if it
// isn't much: guests grow most alike.
static bool reset(qv_memory *m, const uint8_t *data, bool guarded) {
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
  return shrink(r, guarded);
}

// place is where a region is kept.
typedef struct place {
  const qv_images *images;
  size_t part;
  qv_part *at; // it
  qv_shelf *shelf;
} place;

// put puts a region on its shelf that has a place there. Its caller has the lock. false:
// it is no longer wanted.
static bool put(const place *p, qv_memory *m) {
  qv_shelf *shelf = p->shelf;
  if (p->at->closed || shelf->n > most_in(p->images, p->part, m)) {
    shelf->n--;
    return false;
  }
  bool grown = m->region.usable > qv_whole_pages(m->region.minimum);
  qv_memory **list = grown ? &shelf->grown : &shelf->kept;
  m->next = *list;
  __atomic_store_n(list, m, __ATOMIC_RELAXED);
  shelf->ngrown += grown;
  return true;
}

// guard makes regions new that grew, which are no longer on the shelf.
static void guard(const place *p, qv_memory *grown) {
  qv_region *regions[QV_MOST_GUARDED];
  size_t n = 0;
  for (qv_memory *m = grown; m != NULL; m = m->next)
    regions[n++] = &m->region;
  n = qv_growth_guard(regions, n);
  qv_memory *rest = NULL;
  lock(p->at);
  while (grown != NULL) {
    qv_memory *m = grown;
    grown = m->next;
    if (n == 0)
      p->shelf->n--;
    if (n > 0 && put(p, m)) {
      count(QV_RESET_GUARDED);
    } else {
      m->next = rest;
      rest = m;
    }
    n -= n > 0;
  }
  unlock(p->at);
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

// reserve has a place for a region, on this processor or on another. most: so many like
// it have one there.
static bool reserve(const qv_memory *m, place *p, size_t *most) {
  const qv_images *im = m->region.images;
  size_t n = in_use(im, __atomic_load_n(&im->keep, __ATOMIC_RELAXED)), here = processor() % n;
  for (size_t i = 0; i < n; i++) {
    p->images = im;
    p->part = (here + i) % n;
    p->at = im->parts[p->part];
    p->shelf = &p->at->shelves[m->region.shelf];
    *most = most_in(im, p->part, m);
    lock(p->at);
    bool room = !p->at->closed && p->shelf->n < *most;
    p->shelf->n += room;
    unlock(p->at);
    if (room)
      return true;
  }
  return false;
}

bool qv_kept_reset(qv_memory *m) {
  qv_images *im = m->region.images;
  if (im == NULL || m->spoilt || m->region.minimum == 0 || __atomic_load_n(&im->keep, __ATOMIC_ACQUIRE) == 0 ||
      qv_mappings_crowded(4))
    return false;
  const uint8_t *data = qv_images_view(im);
  place p;
  size_t most;
  if ((data == NULL && im->size > 0) || !reserve(m, &p, &most))
    return false;
  size_t enough = together(most, m);
  bool fit = !m->tagged || reset(m, data, enough > 0);
  qv_memory *grown = NULL;
  lock(p.at);
  if (fit) {
    m->store = NULL;
    m->prev = NULL;
    m->lane = 0;
    fit = put(&p, m);
    grown = take_grown(p.shelf, enough);
  } else {
    p.shelf->n--;
  }
  // What is kept doesn't hold the images: where it is still to be guarded, this use does.
  bool ended = fit && grown == NULL;
  if (ended)
    p.at->refs--;
  unlock(p.at);
  if (grown != NULL)
    guard(&p, grown);
  if (fit && !ended)
    qv_images_unref(im);
  return fit;
}
#else
// Nothing is kept: to reset a region takes longer than to make a new one, where the
// system doesn't tell what was written.
void qv_parts_free(qv_images *im) { (void)im; }
void qv_images_ref(qv_images *im) {
  __atomic_add_fetch(&im->refs, 1, __ATOMIC_RELAXED);
}
void qv_images_unref(qv_images *im) { qv_images_drop(im, 1); }
void qv_images_limit(qv_images *im, size_t keep, size_t processors) {
  (void)im, (void)keep, (void)processors;
}
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
