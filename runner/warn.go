package runner

import (
	"sync"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

// warnings says each warning of a run once, however many attempts there are.
type warnings struct {
	to   func(message.Text)
	mu   sync.Mutex
	seen map[string]bool
}

func newWarnings(opts *Options) *warnings { return &warnings{to: opts.Warn} }

// end keeps what a run left behind from warning.
func (w *warnings) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to = nil
}

func (w *warnings) say(t message.Text) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.to == nil {
		return
	}
	key := t.String()
	if w.seen[key] {
		return
	}
	if w.seen == nil {
		w.seen = map[string]bool{}
	}
	w.seen[key] = true
	w.to(t)
}

// ofManifest says what the manifest's checks noticed.
func (w *warnings) ofManifest(unit *loader.Unit) {
	if unit.Manifest() == nil {
		return
	}
	for _, notice := range unit.Manifest().Warnings {
		w.say(message.Saying(notice))
	}
	if err := loader.CheckFallback(unit.Manifest(), unit.BaseDir()); err != nil && unit.HasFallback() {
		w.say(message.SayingError(err))
	}
}
