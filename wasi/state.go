package wasi

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"

	"github.com/qyvol/qyvol/engine"
)

// Stdio are the streams of a run. A nil stream is empty, or thrown away.
type Stdio struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// ProcessStdio are the streams of this process.
func ProcessStdio() Stdio { return Stdio{os.Stdin, os.Stdout, os.Stderr} }

// State is a Grant made ready for one run of one component. Resources that the
// guest has handles to are in the store's Table.
type State struct {
	Grant   *Grant
	Context engine.WASIConfig
}

// BuildState makes a State.
func BuildState(g *Grant, streams Stdio) *State {
	s := &State{Grant: g}
	for _, a := range g.Args {
		s.Context.Args = append(s.Context.Args, a.Value)
	}
	for _, v := range g.Env {
		s.Context.Env = append(s.Context.Env, engine.EnvVar{Name: v.Name, Value: v.Value})
	}
	for _, m := range g.Mounts {
		s.Context.Preopens = append(s.Context.Preopens, engine.Preopen{Host: m.Host, Guest: m.Guest, Write: m.Write})
	}
	if g.Stdin {
		s.Context.Stdin = input(streams.Stdin)
	}
	if g.Stdout {
		s.Context.Stdout = output(streams.Stdout)
	}
	if g.Stderr {
		s.Context.Stderr = output(streams.Stderr)
	}
	return s
}

// Attach gives the store what the state grants. It must come before the
// component is instantiated.
func (s *State) Attach(store *engine.Store) error { return store.SetWASI(&s.Context) }

func input(r io.Reader) engine.Input {
	if f, ok := r.(*os.File); ok && f == os.Stdin {
		return engine.Input{Inherit: true}
	}
	return engine.Input{Reader: r}
}

// output gives the guest a terminal as the library's own stream, so that the
// guest can see that it is one.
func output(w io.Writer) engine.Output {
	f, ok := w.(*os.File)
	switch {
	case w == nil || ok && f == nil:
		return engine.Output{}
	case ok && (f == os.Stdout || f == os.Stderr) && isatty.IsTerminal(f.Fd()):
		return engine.Output{Inherit: true}
	default:
		return engine.Output{Writer: w}
	}
}
