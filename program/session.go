package program

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi"
)

// Session is one guest: a store, its WASI state and an instance. One goroutine at a
// time may use it; Interrupt, Close, Stats and Usage may come from any. Its limits are for all
// of its calls together; after a trap or a limit, it is over.
type Session struct {
	program  *Program
	store    *engine.Store
	state    *wasi.State
	instance *engine.Instance // nil: nothing of the guest has run
	denied   denials
	ran      time.Duration // how long the guest has run
	growth   growth

	// onInterrupt is told why the session is interrupted, before it is.
	onInterrupt func(error)

	tried error // how instantiating failed, or ended early; nil: it wasn't tried, or there is an instance

	mu       sync.Mutex
	stopped  error                   // why it was interrupted, once it was
	cancel   context.CancelCauseFunc // ends host functions that wait; nil: nothing has run
	ended    engine.Reason           // for which the guest had been stopped when it ended
	err      error                   // how the guest ended, as the engine has it
	called   bool                    // that was in a call, not while it was instantiated
	own      error                   // how it ended by itself, nobody having stopped it
	degraded bool                    // imports that nothing provides were left to trap
	left     bool                    // it counts as left behind
	running  bool                    // something of it runs, or a function of Do
	idle     sync.Cond               // tells that nothing does any more; its lock is mu
	closed   bool
	gone     bool // everything is given back

	giveBack sync.Once
}

// Start makes a session whose guest is instantiated. The errors are those of Open and
// of Session.Instantiate.
func (p *Program) Start(ctx context.Context, streams wasi.Stdio) (*Session, error) {
	s, err := p.Open(streams)
	if err != nil {
		return nil, err
	}
	if err := s.Instantiate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Open makes a session in which nothing of the guest has run yet. The errors are
// *wasi.DirectoryError, *LeftBehindError, *InstantiateError and ErrClosed.
func (p *Program) Open(streams wasi.Stdio) (*Session, error) {
	if err := mayBeLeft(p.unit, p.grant, &p.opts); err != nil {
		return nil, err
	}
	return p.open(streams)
}

func (p *Program) open(streams wasi.Stdio) (*Session, error) {
	if err := p.use(); err != nil {
		return nil, err
	}
	s := &Session{program: p, denied: denials{log: p.opts.log()}}
	s.idle.L = &s.mu
	s.growth.measure(p)
	if err := s.configure(streams); err != nil {
		p.release()
		return nil, err
	}
	return s, nil
}

// configure makes a store with what was granted.
func (s *Session) configure(streams wasi.Stdio) error {
	p := s.program
	s.state = wasi.BuildState(p.grant, streams)
	s.state.Share(p.disks)
	s.state.OnDenial(s.denied.tell)
	s.store = engine.NewStore(p.platform.engine, s.state)
	s.store.SetLimits(storeLimits(p.grant.Limits))
	err := s.state.Attach(s.store)
	if err == nil && p.grant.Limits.Fuel > 0 {
		err = s.store.SetFuel(p.grant.Limits.Fuel)
	}
	if err == nil {
		return nil
	}
	s.store.Close()
	s.state.Close()
	var directory *wasi.DirectoryError
	if errors.As(err, &directory) { // one that went away
		return directory
	}
	return &InstantiateError{Path: p.unit.Path(), Err: err}
}

// Program is what it is a session of.
func (s *Session) Program() *Program { return s.program }

// Store is the engine's, for calls that Session doesn't have.
func (s *Session) Store() *engine.Store { return s.store }

// Instance is nil before Instantiate. Calls that are made with it directly are not held
// to the session's limit of time, nor to what the process may grow by; no context ends
// them, and their errors are the engine's. Do makes calls that are.
func (s *Session) Instance() *engine.Instance { return s.instance }

// OnInterrupt has a function called once, when the session was interrupted, by whatever.
// It must be set before anything of the guest runs.
func (s *Session) OnInterrupt(f func(cause error)) { s.onInterrupt = f }

// Interrupt ends the guest, or keeps it from starting. The first cause counts:
// KindOf tells a deadline from other causes.
func (s *Session) Interrupt(cause error) {
	if cause == nil {
		cause = context.Canceled
	}
	s.mu.Lock()
	first := s.stopped == nil
	if first {
		s.stopped = cause
	}
	cancel := s.cancel
	s.mu.Unlock()
	if !first {
		return
	}
	s.store.Interrupt(cause) // comes first: what the host returns with, the guest must not go on with
	s.state.Cancel(cause)
	if cancel != nil {
		cancel(cause)
	}
	if s.onInterrupt != nil {
		s.onInterrupt(cause)
	}
}

// guard holds what runs of the guest to its limit of time, to its context, and to what
// the process may grow by. The function that it returns ends that.
func (s *Session) guard(ctx context.Context) (end func()) {
	start, late, done := time.Now(), never, never
	if limit := s.program.grant.Limits.Timeout; limit > 0 {
		late = time.AfterFunc(limit-s.ran, func() { s.Interrupt(&deadline{limit}) }).Stop
	}
	if ctx.Done() != nil {
		done = context.AfterFunc(ctx, func() { s.Interrupt(context.Cause(ctx)) })
	}
	unwatch := s.watchGrowth()
	return func() {
		late()
		done()
		unwatch()
		s.ran += time.Since(start)
	}
}

// never stops what was not started.
func never() bool { return true }

// begin is nil if the guest may run. cancel is what an interruption calls.
func (s *Session) begin(ctx context.Context, cancel context.CancelCauseFunc) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.available(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		s.mu.Unlock()
		s.Interrupt(context.Cause(ctx))
		s.mu.Lock()
		if err := s.available(); err != nil { // another call began meanwhile
			return err
		}
	}
	if s.stopped != nil {
		s.err, s.ended = s.stopped, engine.Interrupted
		return Cancelled(s.stopped, s.program.unit.Path())
	}
	s.cancel, s.running = cancel, true
	return nil
}

// available refuses what can't run now. The lock is held.
func (s *Session) available() error {
	if s.closed {
		return errSessionClosed
	}
	if s.running {
		return ErrInUse
	}
	return nil
}

func (s *Session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = false
	s.idle.Broadcast()
}

// Instantiate makes the guest's instance, unless that was tried before; its start functions
// run. The errors are those of Run, and a *ModuleExitError with code 0 of a guest that
// ends there.
func (s *Session) Instantiate(ctx context.Context) error {
	return s.orExited(s.do(ctx, func() error { return nil }))
}

// orExited makes an error of a guest that ended well where something else was asked for.
func (s *Session) orExited(err error) error {
	var exit *engine.ExitError
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && errors.As(s.err, &exit) {
		return &ModuleExitError{Path: s.program.unit.Path(), Code: exit.Code}
	}
	return err
}

// Run instantiates the guest, unless it is, and calls its entry point. A guest that ends
// with code 0 is no error. Ends otherwise are *ModuleExitError, *TrapError,
// *TimeoutError, *MemoryLimitError, *FuelError, *InterruptedError, *PipeClosedError,
// *OutputError, *StreamError, *LinkError, *ImportTypeError, *PermissionDeniedError,
// *InstanceLimitError, *NotCommandError, *InstantiateError, ErrClosed and ErrInUse.
func (s *Session) Run(ctx context.Context) error {
	if err := s.program.CheckCommand(); err != nil {
		return err
	}
	return s.do(ctx, func() error { return RunInstance(s.instance, s.program.component.Kind()) })
}

// Call instantiates the guest, unless it is, and calls an export with values of Go:
// see engine.Func.Call. An export of an interface is called by the interface's name and
// its own. The errors are those of Run, those of the engine where there is no such export,
// or arguments don't fit, and a *ModuleExitError with code 0 of a guest that ends.
// Calls with values whose types are known in advance are faster with Do.
func (s *Session) Call(ctx context.Context, export []string, args ...any) (result any, err error) {
	err = s.do(ctx, func() error {
		f, err := s.instance.Func(export...)
		if err == nil {
			result, err = f.Call(args...)
		}
		return err
	})
	return result, s.orExited(err)
}

// Do instantiates the guest, unless it is, and calls a function that makes any calls of
// the instance, such as those of engine.TypedFunc: they are held to the session's limits,
// to the context, and to what the process may grow by. All the time that f takes counts
// against the limit of time. What ended the guest comes back as the errors of Run, and a
// *ModuleExitError with code 0 of a guest that ends; other errors of f come back as they
// are. f must not use the session itself: its methods answer ErrInUse meanwhile.
func (s *Session) Do(ctx context.Context, f func(*engine.Instance) error) error {
	return s.orExited(s.do(ctx, func() error { return f(s.instance) }))
}

// do runs something of the guest.
func (s *Session) do(ctx context.Context, call func() error) error {
	host, cancel := context.WithCancelCause(context.WithoutCancel(ctx)) // Interrupt ends it, once it has told why
	defer cancel(nil)
	if err := s.begin(ctx, cancel); err != nil {
		return err
	}
	defer s.end()
	s.store.SetContext(host)
	defer s.store.SetContext(context.Background())
	defer s.guard(ctx)()
	err := s.instantiate()
	called := err == nil
	if called {
		err = call()
	}
	if s.outgrown() && err == nil {
		err = context.Cause(host)
	}
	s.note(err, called)
	return s.Err()
}

func (s *Session) instantiate() error {
	if s.instance == nil && s.tried == nil {
		s.tried = s.instantiateOnce()
	}
	return s.tried
}

func (s *Session) instantiateOnce() (err error) {
	p := s.program
	s.instance, err = p.linker.Instantiate(s.store, p.component)
	var missing *engine.LinkError
	if !p.grant.Degrade || !errors.As(err, &missing) {
		return err
	}
	s.mu.Lock()
	s.degraded = true
	s.mu.Unlock()
	linker, err := p.degrade()
	if err != nil {
		return err
	}
	s.instance, err = linker.Instantiate(s.store, p.component)
	return err
}

// note keeps how the guest ended. What is still to be written of it, or given back, may
// take longer than its time, and changes nothing.
func (s *Session) note(err error, called bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err, s.called, s.ended, s.own = err, called, s.store.Stats().Stopped, nil
	if s.ended == 0 {
		s.own = err
	}
}

// Err is how what ran last of the guest ended, nil if well. Under native WASI it is
// known for good only when the session is closed, since output may be under way.
func (s *Session) Err() error {
	s.mu.Lock()
	err, ended, cause, called := s.err, s.ended, s.stopped, s.called
	s.mu.Unlock()
	path, stopped := s.program.unit.Path(), s.store.Stats().Stopped
	broken := s.state.StreamFailure()
	switch {
	case broken != nil, errors.As(err, &broken):
		return &StreamError{Path: path, Err: broken}
	case stopped == engine.MemoryLimit:
		return &MemoryLimitError{Path: path, Limit: s.program.grant.Limits.Memory}
	case s.state.OutputError() != nil, stopped == engine.PipeClosed, s.state.ReaderGone():
		return s.outputError()
	case err != nil && ended == engine.Interrupted:
		return Cancelled(cause, s.program.unit.Path())
	case called:
		return endingOfCall(err, s.program.place())
	default:
		return ending(err, s.program.place())
	}
}

// outputError is why standard output took no more.
func (s *Session) outputError() error {
	if err := s.state.OutputError(); err != nil {
		return &OutputError{Path: s.program.unit.Path(), Err: err}
	}
	return &PipeClosedError{Path: s.program.unit.Path()}
}

// Degraded reports whether imports that nothing provides were left to trap.
func (s *Session) Degraded() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.degraded
}

// Stats are the engine's, with what the hosted WASI counts itself.
func (s *Session) Stats() engine.Stats {
	stats := s.store.Stats()
	if h := s.state.Host(); h != nil {
		stats.Stdout, stats.Stderr = h.Stdout.Written(), h.Stderr.Written()
	}
	return stats
}

// Fuel is how much was burnt; 0 without a limit, and once the session is closed.
func (s *Session) Fuel() uint64 {
	limit := s.program.grant.Limits.Fuel
	if limit == 0 {
		return 0
	}
	left, err := s.store.Fuel()
	if err != nil {
		return 0
	}
	return limit - left
}

// detachWait is how long a write that is under way when a guest is stopped may still
// take. One that takes longer is taken for one that blocks, and left behind; a writer
// on a busy machine may need tens of milliseconds for what is done in two.
const detachWait = 100 * time.Millisecond

// Abandon leaves a guest behind that was interrupted and doesn't end, and takes the
// streams from it. Whoever runs it closes the session when it does end. The result is
// how the session ended: why it was interrupted, or how the guest had ended before it
// gave up what remained to be written.
func (s *Session) Abandon() error {
	s.mu.Lock()
	s.countLeft(1)
	own, cause := s.own, s.stopped
	s.mu.Unlock()
	s.state.Detach(detachWait)
	if own != nil {
		return ending(own, s.program.place())
	}
	return Cancelled(cause, s.program.unit.Path())
}

// Close gives back the store, with everything of the guest in it. What runs of the guest in
// another goroutine is interrupted, with a cause that is ErrClosed, and waited for: so a
// host function, or that of Do, must not close its own session, but may interrupt it. It
// may be called more than once.
func (s *Session) Close() {
	s.mu.Lock()
	s.closed = true
	running := s.running
	s.mu.Unlock()
	if running {
		s.Interrupt(errSessionClosed)
	}
	s.mu.Lock()
	for s.running {
		s.idle.Wait()
	}
	s.mu.Unlock()
	s.giveBack.Do(s.free)
}

// free gives everything back.
func (s *Session) free() {
	if limit := s.program.grant.Limits.Timeout; limit > 0 { // a native guest's output may be under way
		defer time.AfterFunc(limit-s.ran, func() { s.Interrupt(&deadline{limit}) }).Stop()
	}
	s.store.Close()
	s.state.Detach(detachWait) // a write that the hosted WASI left under way
	s.state.Close()
	s.mu.Lock()
	s.gone = true
	s.countLeft(-1)
	s.mu.Unlock()
	s.program.release()
}
