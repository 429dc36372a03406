package runner

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi"
)

// platform is an engine with a linker that provides WASI. The Runner's lock guards
// its counts.
type platform struct {
	engine *engine.Engine
	linker *engine.Linker
	users  int
	closed bool // by Runner.Close, while it had users
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

// acquire returns the platform of a configuration; it stays until it is released.
func (r *Runner) acquire(k platformKey) (*platform, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h, ok := r.platforms[k]
	if !ok {
		var err error
		if h, err = newPlatform(k); err != nil {
			return nil, err
		}
		if r.platforms == nil {
			r.platforms = map[platformKey]*platform{}
		}
		r.platforms[k] = h
	}
	h.users++
	return h, nil
}

func (r *Runner) release(h *platform) {
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
	r.kept.clear()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, h := range r.platforms {
		h.closed = true
		if h.users == 0 {
			h.close()
		}
	}
	r.platforms = nil
}
