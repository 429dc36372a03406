package node

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/docker/go-units"
	"github.com/mattn/go-isatty"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/message"
)

// progress shows how a deployment goes: a bar on a terminal, lines elsewhere. The
// bar is our own, since those of libraries compile regular expressions at every
// start of the process.
type progress struct {
	ui       *command.UI
	silent   bool // --quiet, or the result is asked for as data
	bar      bool
	warnings []string

	mu      sync.Mutex
	drawn   bool
	name    string
	attempt deploy.Progress // the last one shown
	shown   time.Time
	began   time.Time
}

func newProgress(ui *command.UI, format string) *progress {
	terminal := isatty.IsTerminal(os.Stderr.Fd()) && os.Getenv("TERM") != "dumb"
	silent := ui.Quiet() || format != "text"
	return &progress{ui: ui, silent: silent, bar: terminal && !silent && !ui.ForPrograms()}
}

func (p *progress) start(name, target string) {
	p.name = name
	if !p.silent {
		p.ui.Status(message.DeployStart.With(name, target))
	}
}

func (p *progress) done(r deploy.Result) {
	if p.silent {
		return
	}
	p.ui.Status(message.DeployDone.With(r.Target))
	if r.URL != "" {
		p.ui.Status(message.DeployAt.With(r.URL))
	}
}

// warn keeps a warning for the result, and says it.
func (p *progress) warn(t message.Text) {
	p.end()
	p.warnings = append(p.warnings, t.In(p.ui.Lang()))
	p.ui.Warn(t)
}

const (
	barInterval  = 100 * time.Millisecond
	lineInterval = time.Second
	barWidth     = 30
)

// update is told of every piece that was sent.
func (p *progress) update(now deploy.Progress) {
	if p.silent {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Part != p.attempt.Part || now.Attempt != p.attempt.Attempt {
		p.began, p.shown = time.Now(), time.Now()
		p.attempt = deploy.Progress{Part: now.Part, Attempt: now.Attempt, Total: now.Total}
	}
	if p.bar {
		p.draw(now)
		return
	}
	// A line for each tenth, but none for what is quick.
	if percent(now)/10 > percent(p.attempt)/10 && time.Since(p.shown) >= lineInterval && now.Sent < now.Total {
		p.attempt, p.shown = now, time.Now()
		p.ui.Status(message.DeployProgress.With(p.name, percent(now), units.BytesSize(float64(now.Total))))
	}
}

func (p *progress) draw(now deploy.Progress) {
	if time.Since(p.shown) < barInterval && (p.drawn || now.Sent < now.Total) {
		return
	}
	p.shown, p.drawn = time.Now(), true
	full := int(now.Sent * barWidth / max(now.Total, 1))
	speed := float64(now.Sent) / max(time.Since(p.began).Seconds(), 1e-3)
	_, _ = fmt.Fprintf(p.ui.Stderr(), "\r   %s%s %3d %%  %s / %s  %s/s\x1b[K",
		strings.Repeat("█", full), strings.Repeat("░", barWidth-full), percent(now),
		units.BytesSize(float64(now.Sent)), units.BytesSize(float64(now.Total)), units.BytesSize(speed))
}

// end takes the bar away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		_, _ = fmt.Fprint(p.ui.Stderr(), "\r\x1b[K")
		p.drawn = false
	}
}

func percent(p deploy.Progress) int { return int(p.Sent * 100 / max(p.Total, 1)) }
