package program

import (
	"context"
	"sync"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
)

// maxKept is how many compiled components Engines keep.
const maxKept = 32

// kept are compiled components by what they were compiled from and for. Those that
// were used the longest time ago go first.
type kept struct {
	mu      sync.Mutex
	entries map[keptKey]*keptComponent
	clock   uint64 // counts uses
}

// keptKey is all that compiled code depends on.
type keptKey struct {
	platform *platform
	digest   string
	format   loader.Format
	adapter  string
	exposed  bool // compiled without the cache, to which the guest may write
}

// keptComponent is a component that is compiled, or being compiled. The lock of
// kept guards its counts.
type keptComponent struct {
	component *engine.Component
	ready     chan struct{} // closed when it is compiled, or could not be
	users     int
	used      uint64
	dropped   bool // closed with its last user
}

// load returns the component of a key, compiled by compile if it isn't kept; fresh
// tells that it was. Others that ask for it meanwhile wait, and compile it for
// themselves should that fail. It is the caller's until it is released.
func (k *kept) load(ctx context.Context, key keptKey, compile func() (*engine.Component, error)) (c *keptComponent, fresh bool, err error) {
	for {
		c, first := k.entry(key)
		if first {
			err = k.fill(key, c, compile)
			return c, true, err
		}
		select {
		case <-c.ready:
		case <-ctx.Done():
			k.release(c)
			return nil, false, context.Cause(ctx)
		}
		if c.component != nil {
			return c, false, nil
		}
		k.release(c)
	}
}

// entry is that of a key, with one user more; first tells that the caller is to
// fill it.
func (k *kept) entry(key keptKey) (c *keptComponent, first bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c = k.entries[key]
	if first = c == nil; first {
		c = &keptComponent{ready: make(chan struct{})}
		if k.entries == nil {
			k.entries = map[keptKey]*keptComponent{}
		}
		k.entries[key] = c
		k.trim()
	}
	k.clock++
	c.users, c.used = c.users+1, k.clock
	return c, first
}

// fill compiles the component of an entry. One that can't be is not kept.
func (k *kept) fill(key keptKey, c *keptComponent, compile func() (*engine.Component, error)) (err error) {
	var compiled *engine.Component
	defer func() { // also where compile panics
		k.mu.Lock()
		defer k.mu.Unlock()
		c.component = compiled
		if compiled == nil && k.entries[key] == c {
			delete(k.entries, key)
		}
		close(c.ready)
	}()
	compiled, err = compile()
	return err
}

// release ends a use.
func (k *kept) release(c *keptComponent) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c.users--
	c.closeUnused()
}

// trim drops what was used the longest time ago, until there is no more than may
// be kept. What is used stays until it no longer is.
func (k *kept) trim() {
	for len(k.entries) > maxKept {
		var oldest keptKey
		least := k.clock + 1
		for key, c := range k.entries {
			if c.used < least && c.used > 0 {
				oldest, least = key, c.used
			}
		}
		k.entries[oldest].drop()
		delete(k.entries, oldest)
	}
}

// clear drops everything.
func (k *kept) clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range k.entries {
		c.drop()
	}
	k.entries = nil
}

func (c *keptComponent) drop() {
	c.dropped = true
	c.closeUnused()
}

func (c *keptComponent) closeUnused() {
	if c.dropped && c.users == 0 && c.component != nil {
		_ = c.component.Close() // which gives back memory, and can't fail
	}
}
