package runner

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi"
)

// host is an engine with a linker that provides WASI. The Runner's lock guards
// its counts.
type host struct {
	engine *engine.Engine
	linker *engine.Linker
	users  int
	closed bool // by Runner.Close, while it had users
}

func newHost(cfg engine.Config) (*host, error) {
	eng, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	linker, err := newLinker(eng)
	if err != nil {
		eng.Close()
		return nil, err
	}
	return &host{engine: eng, linker: linker}, nil
}

func newLinker(eng *engine.Engine) (*engine.Linker, error) {
	l := engine.NewLinker(eng)
	if err := wasi.AddToLinker(l); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (h *host) close() {
	h.linker.Close()
	h.engine.Close()
}

// acquire returns the host of a configuration; it stays until it is released.
func (r *Runner) acquire(cfg engine.Config) (*host, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h, ok := r.hosts[cfg]
	if !ok {
		var err error
		if h, err = newHost(cfg); err != nil {
			return nil, err
		}
		if r.hosts == nil {
			r.hosts = map[engine.Config]*host{}
		}
		r.hosts[cfg] = h
	}
	h.users++
	return h, nil
}

func (r *Runner) release(h *host) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h.users--
	if h.closed && h.users == 0 {
		h.close()
	}
}

// Close frees the engines. What an abandoned guest, or a compilation that was
// left behind, still needs stays until it ends. The Runner can be used again.
func (r *Runner) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, h := range r.hosts {
		h.closed = true
		if h.users == 0 {
			h.close()
		}
	}
	r.hosts = nil
}
