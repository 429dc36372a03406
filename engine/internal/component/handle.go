//go:build cgo

package component

import (
	"sync"
	"sync/atomic"
)

// handles numbers Go values for C, as runtime/cgo.Handle does. Looking one up
// is two loads instead of a search, and host calls look two up: each of the
// values of one type has a table of its own. Numbers start at 1 and are used
// again, so C must not keep one that was dropped.
type handles[T any] struct {
	mu     sync.Mutex
	next   uintptr
	free   []uintptr
	chunks atomic.Pointer[[]*chunk[T]]
}

const chunkSize = 256

type chunk[T any] [chunkSize]atomic.Pointer[T]

func (t *handles[T]) add(value *T) uintptr {
	t.mu.Lock()
	defer t.mu.Unlock()
	var h uintptr
	if n := len(t.free); n > 0 {
		h, t.free = t.free[n-1], t.free[:n-1]
	} else {
		h = t.next
		t.next++
		t.grow(h)
	}
	t.slot(h).Store(value)
	return h + 1
}

func (t *handles[T]) grow(h uintptr) {
	var old []*chunk[T]
	if p := t.chunks.Load(); p != nil {
		old = *p
	}
	if h/chunkSize < uintptr(len(old)) {
		return
	}
	grown := append(old[:len(old):len(old)], new(chunk[T]))
	t.chunks.Store(&grown)
}

func (t *handles[T]) slot(h uintptr) *atomic.Pointer[T] {
	return &(*t.chunks.Load())[h/chunkSize][h%chunkSize]
}

// get returns the value of a handle, which must not have been dropped.
func (t *handles[T]) get(h uintptr) *T { return t.slot(h - 1).Load() }

func (t *handles[T]) drop(h uintptr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slot(h - 1).Store(nil)
	t.free = append(t.free, h-1)
}

// callee is a Go function that C calls: one of the fields is set.
type callee struct {
	host HostFunc
	drop DropFunc
	core func(*CoreCall) error
}

// What C has numbers of: the only state of the process that this package keeps.
var (
	stores  handles[Store]
	callees handles[callee]
)
