//go:build cgo

package component

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// handles numbers Go values for C, as runtime/cgo.Handle does. Looking one up
// is two loads instead of a search, and host calls look two up: each of the
// values of one type has a table of its own. Numbers start at 1 and are used
// again, so C must not keep one that was dropped.
type handles[T any] struct {
	chunks atomic.Pointer[[]*chunk[T]]
	_      [120]byte // what is looked up is in no cache line that is written to

	mu   sync.Mutex
	next uintptr
	free []uintptr
	idle sync.Pool // of *number
	_    [120]byte
}

// number is a handle that is borrowed: it goes to the next borrower on the same
// processor, without a lock.
type number struct {
	h    uintptr
	back func(uintptr)
}

const chunkSize = 256

// Those of one processor and of another are so many apart, in another cache line.
const apart = 16

type chunk[T any] [chunkSize]atomic.Pointer[T]

func (t *handles[T]) add(value *T) uintptr {
	h := t.reserve()
	t.slot(h).Store(value)
	return h + 1
}

// borrow is add, to be ended by giveBack.
func (t *handles[T]) borrow(value *T) *number {
	n, ok := t.idle.Get().(*number)
	if !ok {
		n = &number{t.reserve() + 1, t.drop}
		runtime.SetFinalizer(n, func(n *number) { n.back(n.h) }) // the pool forgets some
	}
	t.slot(n.h - 1).Store(value)
	return n
}

func (t *handles[T]) giveBack(n *number) {
	t.slot(n.h - 1).Store(nil)
	t.idle.Put(n)
}

func (t *handles[T]) reserve() uintptr {
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
	return h
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
	n := h % chunkSize
	return &(*t.chunks.Load())[h/chunkSize][n%(chunkSize/apart)*apart+n/(chunkSize/apart)]
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
