package program

import (
	"context"
	"errors"
	"sync"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/wasi"
)

// Program is a unit that is ready to start: what it is granted, its compiled code,
// and the engine, the linker and the directories that its sessions share.
type Program struct {
	unit      *loader.Unit
	opts      Options
	grant     *wasi.Grant
	engines   *Engines
	platform  *platform
	kept      *keptComponent
	linker    *engine.Linker // the platform's, or its own
	component *engine.Component
	info      loader.LoadInfo
	exposed   error // why the cache isn't used, nil if it is
	disks     *wasi.Disks

	mu       sync.Mutex
	users    int // sessions, and who prepared it
	closed   bool
	degraded *engine.Linker // with traps for what nothing provides; nil: not needed yet
}

// Prepare decides what a unit is granted and loads its code: from the sessions
// before, from the cache, or by compiling it. The errors are those of Decide, of
// loader.LoadComponent, and the unit's own where it can't be used. Whoever prepares a program closes it.
func Prepare(ctx context.Context, unit *loader.Unit, opts Options) (*Program, error) {
	if err := unit.Err(); err != nil {
		return nil, err
	}
	grant, err := Timed(opts.Watch, ConfigureWASI, func() (*wasi.Grant, error) { return Decide(unit, opts) })
	if err != nil {
		return nil, err
	}
	return PrepareGranted(ctx, unit, grant, opts)
}

// PrepareGranted is Prepare with what Decide, or Preview, has decided. The context
// ends a compilation with an *InterruptedError, or a *TimeoutError.
func PrepareGranted(ctx context.Context, unit *loader.Unit, grant *wasi.Grant, opts Options) (*Program, error) {
	if err := mayBeLeft(unit, grant, &opts); err != nil {
		return nil, err
	}
	return prepare(ctx, unit, grant, opts)
}

func prepare(ctx context.Context, unit *loader.Unit, grant *wasi.Grant, opts Options) (*Program, error) {
	p, err := newProgram(unit, grant, opts)
	if err != nil {
		return nil, err
	}
	ready := false
	defer func() { // also where a function of the caller's panics
		if !ready {
			p.Close()
		}
	}()
	p.component, err = Timed(opts.Watch, LoadComponent, func() (*engine.Component, error) { return p.load(ctx) })
	if err != nil {
		return nil, err
	}
	if opts.KeepMemories > 0 {
		p.component.KeepMemories(opts.KeepMemories)
	}
	ready = true
	return p, nil
}

// newProgram has everything but the code.
func newProgram(unit *loader.Unit, grant *wasi.Grant, opts Options) (*Program, error) {
	p := &Program{unit: unit, opts: opts, grant: grant, engines: opts.Engines, disks: opts.Disks, users: 1}
	if p.disks == nil {
		p.disks = &wasi.Disks{}
	}
	if p.engines == nil {
		p.engines = &Engines{}
	}
	if cache := p.opts.Cache.Dir(); cache != "" {
		if by := grant.Exposes(cache); by != "" {
			p.opts.Cache, p.exposed = nil, &loader.CacheExposedError{Dir: cache, By: by}
		}
	}
	var err error
	p.platform, err = Timed(opts.Watch, InitEngine, func() (*platform, error) { return p.engines.acquire(p.platformKey()) })
	if err == nil {
		err = p.link()
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// link has a linker of the program's own where the caller defines something in it.
func (p *Program) link() (err error) {
	if p.opts.Link == nil {
		p.linker = p.platform.linker
		return nil
	}
	p.linker, err = p.newLinker()
	return err
}

// newLinker provides WASI, and what the caller defines.
func (p *Program) newLinker() (*engine.Linker, error) {
	l, err := newLinker(p.platform.engine, p.grant.Implementation)
	if err == nil && p.opts.Link != nil {
		if err = p.opts.Link(l); err != nil {
			l.Close()
		}
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Unit is what was prepared.
func (p *Program) Unit() *loader.Unit { return p.unit }

// Grant is what it was granted. It must not be changed.
func (p *Program) Grant() *wasi.Grant { return p.grant }

// Info says where the code came from.
func (p *Program) Info() loader.LoadInfo { return p.info }

// Component is its code, which is the program's.
func (p *Program) Component() *engine.Component { return p.component }

// Close releases the program, which ends with its last session. It may be called
// more than once.
func (p *Program) Close() {
	p.mu.Lock()
	first := !p.closed
	p.closed = true
	p.mu.Unlock()
	if first {
		p.release()
	}
}

// use keeps the program for a session.
func (p *Program) use() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return errProgramClosed
	}
	p.users++
	return nil
}

var (
	// ErrClosed is the error of a program or a session that is used after Close.
	ErrClosed = errors.New("closed")
	// ErrInUse is the error of a session that is used while something of it runs: by
	// another goroutine, by a host function, or by the function of Session.Do.
	ErrInUse = errors.New("the session is in use: it runs one call at a time")

	errProgramClosed error = closedError("the program is closed")
	errSessionClosed error = closedError("the session is closed")
)

// closedError is an ErrClosed that says of what. Formatting it would cost each start of
// the command a hundredth.
type closedError string

func (e closedError) Error() string { return string(e) }

func (closedError) Unwrap() error { return ErrClosed }

func (p *Program) release() {
	p.mu.Lock()
	p.users--
	last := p.users == 0
	p.mu.Unlock()
	if !last {
		return
	}
	if p.opts.Disks == nil {
		p.disks.Close()
	}
	for _, own := range []*engine.Linker{p.degraded, p.linker} {
		if own != nil && own != p.platform.linker {
			own.Close()
		}
	}
	if p.kept != nil {
		p.engines.kept.release(p.kept)
	}
	if p.platform != nil {
		p.engines.release(p.platform)
	}
	if p.opts.Engines == nil {
		p.engines.Close()
	}
}

// platformKey has an engine with what the grant needs, and no more: fuel costs time.
func (p *Program) platformKey() platformKey {
	config := engine.Config{
		EpochInterruption: !p.unstoppable(),
		ConsumeFuel:       p.grant.Limits.Fuel > 0,
		MemoryAccounting:  true, // a guest that is measured, or limited, needs no other code
	}
	for _, f := range p.grant.Features {
		switch f {
		case manifest.FeatureMemory64:
			config.Memory64 = true
		case manifest.FeatureExceptions:
			config.Exceptions = true
		case manifest.FeatureGC:
			config.GC = true
		}
	}
	return platformKey{config, p.grant.Implementation}
}

// unstoppable leaves guests out that have to notice when they are stopped: those that
// are refused memory, and native ones whose output nobody takes.
func (p *Program) unstoppable() bool { return p.opts.CannotStop(p.grant) }

// CannotStop reports whether a guest with such a grant can't be stopped.
func (o *Options) CannotStop(g *wasi.Grant) bool {
	return o.Unstoppable && g.Implementation == wasi.Hosted && g.Limits.Memory == 0
}

// loadOptions are about the code that the program needs.
func (p *Program) loadOptions() loader.LoadOptions {
	limits := p.grant.Limits.Compile
	return loader.LoadOptions{Cache: p.opts.Cache, Adapter: p.adapter(), Compilation: loader.Compilation{
		Timeout: limits.Timeout, Memory: limits.Memory, Process: p.opts.Compiler,
	}}
}

// load has the component of another program, maps its code from the cache, or
// compiles it.
func (p *Program) load(ctx context.Context) (*engine.Component, error) {
	options := p.loadOptions()
	key := keptKey{platform: p.platform, digest: p.unit.Digest(), format: p.unit.Format(), exposed: p.exposed != nil}
	if options.Adapter != nil {
		key.adapter = options.Adapter.Name
	}
	kept, fresh, err := p.engines.kept.load(ctx, key, func() (*engine.Component, error) {
		c, info, err := loader.LoadComponent(ctx, p.platform.engine, p.unit, options)
		p.info = info
		return c, err
	})
	if err == nil {
		p.kept = kept
	}
	if err == nil && !fresh {
		p.info = loader.LoadInfo{CacheHit: true, Bytes: p.unit.Size()}
	}
	p.note(&p.info)
	p.tell(p.info)
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		return nil, Cancelled(context.Cause(ctx), p.unit.Path())
	case err != nil:
		return nil, err
	}
	return kept.component, nil
}

// note adds why the cache wasn't used.
func (p *Program) note(info *loader.LoadInfo) {
	if p.exposed != nil {
		info.Warnings = append(info.Warnings, p.exposed)
	}
}

// tell says what is to be known of how code was come by.
func (p *Program) tell(info loader.LoadInfo) {
	for _, err := range info.Warnings {
		p.opts.warn(message.SayingError(err))
	}
	if info.Unadapted != nil {
		p.opts.log().Debug("bytes are slow: the adapted component does not compile", "error", info.Unadapted)
	}
}

func (p *Program) place() place { return place{p.unit.Path(), p.grant.Limits} }

// degrade is a linker with traps for what nothing provides.
func (p *Program) degrade() (*engine.Linker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.degraded != nil {
		return p.degraded, nil
	}
	linker, err := p.newLinker()
	if err != nil {
		return nil, err
	}
	if err := linker.DefineUnknownImportsAsTraps(p.component); err != nil {
		linker.Close()
		return nil, err
	}
	p.degraded = linker
	return linker, nil
}
