package host

import (
	"slices"
	"sync"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
)

// Lookups are how a guest fared that looked for files. What its own library refuses, as
// wasi-libc does with a path that lies in none of its directories, is not among them:
// the host never hears of it.
type Lookups struct {
	// Listed says that the guest asked for the directories that it has from the
	// beginning. wasi-libc does so when the first path is used, versions before 2023
	// and Go when they start.
	Listed bool
	// Late says that it did so after it had read its arguments, rather than while its
	// library started, which means nothing.
	Late bool
	// Opened counts the files and directories that the guest opened.
	Opened uint64
	// Missed are the last paths that it asked for and didn't get, the oldest first.
	Missed []Miss
}

// Miss is a path that a guest asked for and didn't get.
type Miss struct {
	// Dir is the guest's path of the directory in which it asked; empty where it had
	// none, as a program of Go has none whose path lies in no directory.
	Dir string
	// Path is relative to Dir, as the guest has it.
	Path string
	// Access is what it wanted to do.
	Access policy.Access
	// Code is the error that it got.
	Code vfs.Errno
}

// maxMissed is how many are kept: a guest may probe for many.
const maxMissed = 16

// lookups gathers Lookups. They are read while the guest that was left behind goes on.
type lookups struct {
	mu      sync.Mutex
	all     Lookups
	started bool // the guest has its arguments
}

// Lookups are those so far. It can be called from any goroutine.
func (h *Host) Lookups() Lookups {
	h.lookups.mu.Lock()
	defer h.lookups.mu.Unlock()
	all := h.lookups.all
	all.Missed = slices.Clone(all.Missed)
	all.Opened = h.Counters.opened.Load()
	return all
}

// Listed notes that the guest asked for its directories.
func (h *Host) Listed() {
	h.lookups.mu.Lock()
	defer h.lookups.mu.Unlock()
	if all := &h.lookups.all; !all.Listed {
		all.Listed, all.Late = true, h.lookups.started
	}
}

// Started notes that the guest read its arguments.
func (h *Host) Started() {
	h.lookups.mu.Lock()
	defer h.lookups.mu.Unlock()
	h.lookups.started = true
}

// Missed notes a path that the guest didn't get.
func (h *Host) Missed(m Miss) {
	h.lookups.mu.Lock()
	defer h.lookups.mu.Unlock()
	missed := h.lookups.all.Missed
	if len(missed) == maxMissed {
		missed = slices.Delete(missed, 0, 1)
	}
	h.lookups.all.Missed = append(missed, m)
}
