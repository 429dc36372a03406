// What linear memories begin as: bytes of a file, mapped so that a page is
// copied when it is written, or bytes that are copied at once.
#define _GNU_SOURCE // memfd_create
#include "shim.h"

#include <stdlib.h>
#include <string.h>

#ifndef _WIN32
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

static uint32_t copy_only; // atomic; tests set it

void qv_images_copy_only(bool on) {
  __atomic_store_n(&copy_only, on, __ATOMIC_SEQ_CST);
}

static void free_images(qv_images *im) {
#ifndef _WIN32
  if (im->view != NULL)
    munmap(im->view, im->size);
  if (im->fd >= 0)
    close(im->fd);
#endif
  qv_parts_free(im);
  free(im->first);
  free(im->data);
  free(im->plan);
  free(im->groups);
  free(im);
}

qv_images *qv_images_new(const uint64_t *plan, size_t n) {
  size_t groups = plan[0];
  qv_images *im = calloc(1, sizeof *im);
  if (im == NULL)
    return NULL;
  im->fd = -1;
  im->plan = malloc(n * sizeof *plan);
  im->groups = calloc(groups, sizeof *im->groups);
  im->first = calloc(groups, sizeof *im->first);
  if (im->plan == NULL || im->groups == NULL || im->first == NULL) {
    free_images(im);
    return NULL;
  }
  memcpy(im->plan, plan, n * sizeof *plan);
  im->ngroups = groups;
  im->refs = 1;
  const uint64_t *p = im->plan + 1;
  for (size_t i = 0; i < groups; i++) {
    im->groups[i] = p;
    im->first[i] = im->nshelves;
    uint64_t memories = p[1];
    im->nshelves += memories;
    p += 2;
    for (; memories > 0; memories--)
      p += 2 + 3 * p[1];
  }
  return im;
}

void qv_images_drop(qv_images *im, int64_t n) {
  if (__atomic_sub_fetch(&im->refs, n, __ATOMIC_ACQ_REL) == 0)
    free_images(im);
}

void qv_images_close(qv_images *im) {
  if (im == NULL)
    return;
  qv_kept_close(im);
  qv_images_unref(im);
}

int64_t qv_images_group(const qv_linking *l, size_t tag, qv_images **of) {
  for (size_t i = 0; i < l->n; i++)
    for (size_t j = 0; j < l->images[i]->ngroups; j++)
      if (l->images[i]->groups[j][0] == tag) {
        *of = l->images[i];
        return (int64_t)j;
      }
  return -1;
}

#ifndef _WIN32
static uint64_t system_page(void) { return (uint64_t)sysconf(_SC_PAGESIZE); }

// aligned tells whether all extents are whole pages of this system.
static bool aligned(const qv_images *im) {
  uint64_t bits = im->start, mask = system_page() - 1;
  for (size_t i = 0; i < im->ngroups; i++) {
    const uint64_t *p = im->groups[i] + 2;
    for (uint64_t memories = im->groups[i][1]; memories > 0; memories--) {
      uint64_t n = p[1];
      for (p += 2; n > 0; n--, p += 3)
        bits |= p[0] | p[1] | p[2];
    }
  }
  return (bits & mask) == 0;
}

// mappable tries a mapping out where it can't replace anything, since one that
// fails at its place leaves a hole.
static bool mappable(const qv_images *im) {
  if (__atomic_load_n(&copy_only, __ATOMIC_SEQ_CST) || !aligned(im))
    return false;
  void *p = mmap(NULL, im->size, PROT_READ | PROT_WRITE, MAP_PRIVATE, im->fd,
                 (off_t)im->start);
  if (p == MAP_FAILED)
    return false;
  munmap(p, im->size);
  return true;
}
#endif

// read_data copies a part of the data, from wherever it is.
static bool read_data(const qv_images *im, uint8_t *into, uint64_t offset,
                      size_t size) {
#ifndef _WIN32
  if (im->fd >= 0) {
    size_t done = 0;
    while (done < size) {
      ssize_t n = pread(im->fd, into + done, size - done,
                        (off_t)(im->start + offset + done));
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return false;
      done += (size_t)n;
    }
    return true;
  }
#endif
  memcpy(into, im->data + offset, size);
  return true;
}

bool qv_images_fill(qv_region *r, qv_images *im, const uint64_t *image) {
  uint8_t *base = r->base;
  const uint64_t *extent = image + 2;
  for (uint64_t n = image[1]; n > 0; n--, extent += 3) {
#ifndef _WIN32
    // An extent cuts what it lies in into two.
    if (im->fd >= 0 && qv_mappings_add(2, 4)) {
      void *p = mmap(base + extent[0], extent[1], PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_FIXED, im->fd,
                     (off_t)(im->start + extent[2]));
      if (p == MAP_FAILED) {
        qv_mappings_remove(2);
        return false;
      }
      r->extents++;
      continue;
    }
#endif
    if (!read_data(im, base + extent[0], extent[2], extent[1]))
      return false;
    r->copied = true;
  }
  return true;
}

const uint8_t *qv_images_view(qv_images *im) {
#ifndef _WIN32
  if (im->fd < 0)
    return im->data;
  uint8_t *view = __atomic_load_n(&im->view, __ATOMIC_ACQUIRE);
  if (view != NULL)
    return view;
  void *p = mmap(NULL, im->size, PROT_READ, MAP_PRIVATE, im->fd, (off_t)im->start);
  if (p == MAP_FAILED)
    return NULL;
  if (__atomic_compare_exchange_n(&im->view, &view, p, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return p;
  munmap(p, im->size); // another thread had it mapped first
  return view;
#else
  return im->data;
#endif
}

bool qv_images_keep(qv_images *im, const uint8_t *data, size_t size) {
  im->size = size;
  if (size == 0)
    return true;
#ifdef __linux__
  im->fd = memfd_create("qyvol-images", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  size_t done = 0;
  while (im->fd >= 0 && done < size) {
    ssize_t n = write(im->fd, data + done, size - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    done += (size_t)n;
  }
  if (im->fd >= 0 && done == size && mappable(im)) {
    fcntl(im->fd, F_ADD_SEALS,
          F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
    return true;
  }
  if (im->fd >= 0)
    close(im->fd);
  im->fd = -1;
#endif
  im->data = malloc(size);
  if (im->data != NULL)
    memcpy(im->data, data, size);
  return im->data != NULL;
}

bool qv_images_map(qv_images *im, int fd, uint64_t start, size_t size) {
#ifdef _WIN32
  (void)im, (void)fd, (void)start, (void)size;
  return false;
#else
  im->fd = fd;
  im->start = start;
  im->size = size;
  if (mappable(im))
    return true;
  im->fd = -1;
  im->start = 0;
  return false;
#endif
}

bool qv_images_read(const qv_images *im, uint8_t *into) {
  return read_data(im, into, 0, im->size);
}
