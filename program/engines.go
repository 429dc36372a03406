package program

import (
	"sync"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi"
)

// platform is an engine with a linker that provides WASI. The lock of
// Engines guards its counts.
type platform struct {
	engine *engine.Engine
	linker *engine.Linker
	users  int
	closed bool // by Engines.Close, while it had users
}

// platformKey tells platforms apart.
type platformKey struct {
	config engine.Config
	wasi   wasi.Implementation
}

func newPlatform(k platformKey) (*platform, error) {
	eng, err := engine.New(k.config)
	if err != nil {
		return nil, err
	}
	linker, err := newLinker(eng, k.wasi)
	if err != nil {
		eng.Close()
		return nil, err
	}
	return &platform{engine: eng, linker: linker}, nil
}

func newLinker(eng *engine.Engine, i wasi.Implementation) (*engine.Linker, error) {
	l := engine.NewLinker(eng)
	if err := wasi.AddToLinker(l, i); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (h *platform) close() {
	h.linker.Close()
	h.engine.Close()
}

// Engines are what programs share: engines and linkers by their configuration, and
// the code of the components that were used last. The zero value is ready, and may be
// used from any goroutine.
type Engines struct {
	kept      kept
	mu        sync.Mutex
	platforms map[platformKey]*platform
}

// acquire returns the platform of a configuration; it stays until it is released.
func (e *Engines) acquire(k platformKey) (*platform, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	h, ok := e.platforms[k]
	if !ok {
		var err error
		if h, err = newPlatform(k); err != nil {
			return nil, err
		}
		if e.platforms == nil {
			e.platforms = map[platformKey]*platform{}
		}
		e.platforms[k] = h
	}
	h.users++
	return h, nil
}

func (e *Engines) release(h *platform) {
	e.mu.Lock()
	defer e.mu.Unlock()
	h.users--
	if h.closed && h.users == 0 {
		h.close()
	}
}

// Close frees the engines. What programs, or a compilation that was left behind, still
// need stays until they end. The Engines can be used again.
func (e *Engines) Close() {
	e.kept.clear()
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, h := range e.platforms {
		h.closed = true
		if h.users == 0 {
			h.close()
		}
	}
	e.platforms = nil
}
