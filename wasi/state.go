package wasi

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi/host"
)

// Stdio are the streams of a run. A nil stream is empty, or thrown away. Where
// Stdout and Stderr are the same writer, there is one Write at a time.
type Stdio struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// ProcessStdio are the streams of this process.
func ProcessStdio() Stdio { return Stdio{os.Stdin, os.Stdout, os.Stderr} }

// State is a Grant made ready for one run of one component. Resources that the
// guest has handles to are in the store's Table.
type State struct {
	Grant *Grant
	// Context is the native implementation's; nothing is in it for the hosted one.
	Context engine.WASIConfig

	stdout, stderr sink    // of the native one
	hosted         *hosted // nil with the native one
}

// BuildState makes a State.
func BuildState(g *Grant, streams Stdio) *State {
	s := &State{Grant: g}
	streams = streams.granted(g)
	if g.Implementation != Native {
		s.hosted = newHosted(g, streams)
		return s
	}
	for _, a := range g.Args {
		s.Context.Args = append(s.Context.Args, a.Value)
	}
	for _, v := range g.Env {
		s.Context.Env = append(s.Context.Env, engine.EnvVar{Name: v.Name, Value: v.Value})
	}
	for _, m := range g.Mounts {
		s.Context.Preopens = append(s.Context.Preopens, engine.Preopen{Host: m.Host, Guest: m.Guest, Write: m.Write})
	}
	s.Context.Stdin = input(streams.Stdin)
	s.Context.Stdout = output(streams.Stdout, &s.stdout)
	through := &s.stderr
	if same(streams.Stdout, streams.Stderr) { // one write at a time, as os/exec does
		through = &s.stdout
	}
	s.Context.Stderr = output(streams.Stderr, through)
	return s
}

// granted leaves out the streams that are not.
func (s Stdio) granted(g *Grant) Stdio {
	if !g.Stdin {
		s.Stdin = nil
	}
	if !g.Stdout {
		s.Stdout = nil
	}
	if !g.Stderr {
		s.Stderr = nil
	}
	return s
}

// Attach gives the store what the state grants. It must come before the
// component is instantiated. The errors are *DirectoryError, those of an unknown
// implementation, and the engine's.
func (s *State) Attach(store *engine.Store) error {
	switch s.Grant.Implementation {
	case "", Hosted, Native:
	default:
		return &UnknownImplementationError{s.Grant.Implementation}
	}
	if s.hosted != nil {
		return s.hosted.open()
	}
	return store.SetWASI(&s.Context)
}

// Close lets go of what Attach opened, once the store is closed.
func (s *State) Close() {
	if s.hosted != nil {
		s.hosted.close()
	}
}

// Host is the hosted implementation's state, which its functions look for; nil
// with the native one.
func (s *State) Host() *host.Host {
	if s.hosted == nil {
		return nil
	}
	return s.hosted.host
}

// Share has the state use directories that other states of the same run use too.
// It must come before Attach. Whoever made them closes them. Without it, they are
// the state's own, and there as long as the state is.
func (s *State) Share(d *Disks) {
	if s.hosted != nil {
		s.hosted.disks, s.hosted.shared = d, true
	}
}

// OnDenial calls a function for each refusal of the hosted implementation, on the
// guest's goroutine. It must be set before Attach.
func (s *State) OnDenial(f func(host.Denial)) {
	if s.hosted != nil {
		s.hosted.config.OnDenial = f
	}
}

// Cancel ends a guest that waits in a call of the hosted implementation, from any
// goroutine, once the state is attached. The store's Interrupt must come first.
func (s *State) Cancel(cause error) {
	if s.hosted != nil {
		s.hosted.host.Cancel(cause)
	}
}

// OutputError is why standard output took no more, nil if it did, or if nobody
// reads it any more. It is known for good when the store is closed.
func (s *State) OutputError() error {
	if err := s.outputFailure(); err != nil && !readerGone(err) {
		return message.Reason(err)
	}
	return nil
}

// ReaderGone reports whether standard output took no more because nobody reads
// it any more. It is known for good when the store is closed.
func (s *State) ReaderGone() bool { return readerGone(s.outputFailure()) }

// StreamFailure is how a writer of the run broke its contract, nil if none did. It is
// known for good when the store is closed.
func (s *State) StreamFailure() *engine.StreamError {
	failures := []error{s.stdout.failure(), s.stderr.failure()}
	if h := s.Host(); h != nil {
		failures = []error{h.Stdout.Failure(), h.Stderr.Failure()}
	}
	var broken *engine.StreamError
	errors.As(errors.Join(failures...), &broken)
	return broken
}

func (s *State) outputFailure() error {
	if s.hosted != nil {
		return s.hosted.outputFailure()
	}
	return s.stdout.failure()
}

// Detach keeps a guest that goes on after its run from writing to the run's
// streams. It waits for a write that is under way, at most so long. A terminal
// is the guest's own stream with the native implementation, and stays.
func (s *State) Detach(wait time.Duration) {
	if s.hosted != nil {
		s.hosted.detach(wait)
		return
	}
	s.stdout.close(wait)
	s.stderr.close(wait)
}

// same reports whether two writers lead to one place.
func same(a, b io.Writer) bool { return engine.SameWriter(a, b) || sameFile(a, b) }

func input(r io.Reader) engine.Input {
	f, ok := r.(*os.File)
	switch {
	case r == nil || ok && f == nil:
		return engine.Input{}
	case ok && f == os.Stdin:
		return engine.Input{Inherit: true}
	default:
		return engine.Input{Reader: r}
	}
}

// output gives the guest a terminal as the library's own stream, so that the
// guest can see that it is one. Everything else is written to through a sink.
func output(w io.Writer, through *sink) engine.Output {
	f, ok := w.(*os.File)
	switch {
	case w == nil || ok && f == nil:
		return engine.Output{}
	case ok && (f == os.Stdout || f == os.Stderr) && isatty.IsTerminal(f.Fd()):
		return engine.Output{Inherit: true}
	default:
		through.to = w
		return engine.Output{Writer: through}
	}
}
