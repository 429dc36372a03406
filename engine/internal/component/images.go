package component

// #include "shim.h"
import "C"

import (
	"errors"
	"os"
	"runtime"
	"unsafe"

	"github.com/bytecodealliance/wasmtime-go/v44"

	"github.com/qyvol/qyvol/internal/guest/image"
)

var errNoMemory = errors.New("the system has no memory left")

// images are what a component's memories begin as.
type images struct {
	ptr  *C.qv_images
	set  *image.Set
	size uint64 // of the data
}

// newImages has the images of a set from a file, from bytes, or none.
func newImages(set *image.Set, size uint64, fill func(*C.qv_images) error) (*images, error) {
	im := &images{set: set, size: size}
	if len(set.Groups) == 0 {
		return im, nil
	}
	plan := set.Plan()
	im.ptr = C.qv_images_new((*C.uint64_t)(unsafe.Pointer(unsafe.SliceData(plan))), C.size_t(len(plan)))
	if im.ptr == nil {
		return nil, errNoMemory
	}
	if err := fill(im.ptr); err != nil {
		C.qv_images_close(im.ptr)
		return nil, err
	}
	return im, nil
}

func keep(ptr *C.qv_images, data []byte) error {
	if !C.qv_images_keep(ptr, bytesPtr(data), C.size_t(len(data))) {
		return errNoMemory
	}
	return nil
}

// KeepImages gives a component what its memories begin as. The data is copied.
func (c *Component) KeepImages(set *image.Set, data []byte) (err error) {
	c.images, err = newImages(set, uint64(len(data)), func(ptr *C.qv_images) error { return keep(ptr, data) })
	return err
}

// MapImages does the same with data that is mapped where it is in the file, which
// the component then keeps open, or that is copied where it can't be mapped.
func (c *Component) MapImages(p *image.Packed, f *File) (err error) {
	c.images, err = newImages(p.Set, p.Size, func(ptr *C.qv_images) error {
		if fd := f.descriptor(); p.Size > 0 && fd >= 0 && bool(C.qv_images_map(ptr, C.int(fd), C.uint64_t(p.DataAt), C.size_t(p.Size))) {
			f.give()
			return nil
		}
		data := make([]byte, p.Size)
		if _, err := f.ReadAt(data, int64(p.DataAt)); err != nil {
			return err
		}
		return keep(ptr, data)
	})
	return err
}

func (im *images) close() {
	if im != nil {
		C.qv_images_close(im.ptr)
	}
}

// complete tells whether a tag follows all memories of the component.
func (im *images) complete() bool { return im != nil && im.set.Complete }

// KeepMemories has what guests leave of their linear memories reset, and used again by
// those that come later: up to n of each memory of each module. It does nothing where
// the engine doesn't make memories, or where the system doesn't tell what was written.
func (c *Component) KeepMemories(n int) {
	if !c.acquire() {
		return
	}
	defer c.done()
	if ptr := c.images.pointer(); ptr != nil {
		C.qv_images_limit(ptr, C.size_t(max(n, 0)), C.size_t(runtime.NumCPU())) // Go counted them when it started: no system call
	}
}

func (im *images) pointer() *C.qv_images {
	if im == nil {
		return nil
	}
	return im.ptr
}

// errMixed is very rare: see package image on tags.
var errMixed = &Error{Message: "what the linear memories of these modules begin as can't be told apart"}

// imagesOf are the images of all that is linked into a component, and whether all
// memories of these have tags.
func imagesOf(c *Component, provided []*Component) (linked []*C.qv_images, complete bool, err error) {
	complete = true
	lookalike := false
	for n := -1; n < len(provided); n++ {
		im := c.images
		if n >= 0 {
			im = provided[n].images
		}
		complete = complete && im.complete()
		if im == nil {
			continue
		}
		lookalike = lookalike || im.set.Lookalike
		if im.ptr == nil {
			continue
		}
		for _, m := range provided[:max(n, 0)] {
			if other := m.images; other.pointer() != nil && im.set.Groups[0].Tag == other.set.Groups[0].Tag && im.set.Digest != other.set.Digest {
				return nil, false, errMixed
			}
		}
		linked = append(linked, im.ptr)
	}
	if lookalike && len(linked) > 0 {
		return nil, false, errMixed
	}
	return linked, complete, nil
}

// Valid tells whether a core module is valid.
func (e *Engine) Valid(module []byte) bool {
	if !e.acquire() {
		return false
	}
	defer e.done()
	return wasmtime.ModuleValidate(e.engine, module) == nil
}

// ImagePage is the alignment of images that this system can map.
func ImagePage() uint64 { return uint64(max(os.Getpagesize(), 4096)) }

// pack appends the images to code.
func (im *images) pack(code []byte) ([]byte, error) {
	return im.set.Pack(code, im.size, ImagePage(), func(into []byte) error {
		if im.size > 0 && !bool(C.qv_images_read(im.ptr, bytesPtr(into))) {
			return errors.New("the images of linear memories can't be read")
		}
		return nil
	})
}

// room is what Serialize needs room for, besides code.
func (im *images) room() int {
	if im == nil {
		return 0
	}
	return im.set.Room(im.size, ImagePage())
}

// CopyImages has images copied that are made from now on, even where they could be
// mapped. It is for tests.
func CopyImages(on bool) { C.qv_images_copy_only(C.bool(on)) }

// MostGuarded is how many memories that grew are kept at least, for each processor.
const MostGuarded = C.QV_MOST_GUARDED

// Ways of resetting a memory that is kept, for tests, of which any may be left out.
const (
	AllWays        = 0
	WithoutLooking = C.QV_WITHOUT_LOOK   // as where the system doesn't tell what was written
	WithoutGuards  = C.QV_WITHOUT_GUARDS // as where it has no guards
	NoWay          = C.QV_WITHOUT_RESET
)

// ResetWithout leaves some ways out. It is for tests.
func ResetWithout(ways int) { C.qv_kept_ways(C.uint32_t(ways)) }

// CanGuard tells whether this system has guards, and lets this process use them. It is for
// tests.
func CanGuard() bool { return bool(C.qv_growth_can_guard()) }

// Present tells whether a page of a memory is there. It is for tests, and for Linux.
func Present(page []byte) bool { return bool(C.qv_growth_present(bytesPtr(page))) }

// Resets counts the memories that were reset: those of which only what was written
// was, and whole ones; and those of them that grew and got guards. It is for tests.
func Resets() (written, whole, guarded uint64) {
	return uint64(C.qv_kept_count(C.QV_RESET_WRITTEN)), uint64(C.qv_kept_count(C.QV_RESET_WHOLE)), uint64(C.qv_kept_count(C.QV_RESET_GUARDED))
}

// LimitMappings sets how many mappings a process may have, 0 is the system's own
// limit, and returns how many linear memories have. It is for tests.
func LimitMappings(limit uint64) uint64 { return uint64(C.qv_mappings_limit(C.uint64_t(limit))) }
