package host_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/cli"
	"github.com/qyvol/qyvol/wasi/host/io"
)

func TestEnvironment(t *testing.T) {
	g := newGuest(t, host.Config{Args: []string{"a", ""}, Env: []host.Variable{{"B", "2"}, {"A", ""}}})
	if got := must[[]string](g, "get-arguments", engine.Unit{}); !reflect.DeepEqual(got, []string{"a", ""}) {
		t.Errorf("the arguments are %q", got)
	}
	type variable = engine.Tuple2[string, string]
	if got := must[[]variable](g, "get-environment", engine.Unit{}); !reflect.DeepEqual(got, []variable{{F0: "B", F1: "2"}, {F0: "A"}}) {
		t.Errorf("the environment is %q", got)
	}
	if got := must[engine.Option[string]](g, "initial-cwd", engine.Unit{}); got.Some {
		t.Errorf("the working directory is %q", got.Value)
	}
	empty := newGuest(t, host.Config{})
	if a, e := must[[]string](empty, "get-arguments", engine.Unit{}), must[[]variable](empty, "get-environment", engine.Unit{}); len(a)+len(e) > 0 {
		t.Errorf("a guest without anything has %q and %q", a, e)
	}
}

func TestExit(t *testing.T) {
	type status = engine.Result[engine.Unit, engine.Unit]
	for want, end := range map[int]func(*guest) error{
		0: func(g *guest) error { _, err := call[status, engine.Unit](g, "exit", status{OK: true}); return err },
		1: func(g *guest) error { _, err := call[status, engine.Unit](g, "exit", status{}); return err },
		200: func(g *guest) error {
			_, err := call[uint8, engine.Unit](g, "exit-with-code", 200)
			return err
		},
	} {
		err := end(newGuest(t, host.Config{}))
		var exit *engine.ExitError
		if !errors.As(err, &exit) || exit.Code != want {
			t.Errorf("the guest ended with %v, want %d", err, want)
		}
	}
}

func TestStdout(t *testing.T) {
	var out, err bytes.Buffer
	g := newGuest(t, host.Config{Stdout: &out, Stderr: &err})
	for _, name := range []string{"stdout", "stderr", "stdout"} {
		s := must[engine.Own[*io.OutputStream]](g, "get-"+name, engine.Unit{})
		must[doneResult](g, "output-stream-blocking-write-and-flush", with(output(s.Value), []byte(name)))
	}
	if out.String() != "stdoutstdout" || err.String() != "stderr" {
		t.Errorf("the guest wrote %q and %q", &out, &err)
	}
	if n := g.Counters.Calls(host.Stdio); n != 3 {
		t.Errorf("%d calls were counted", n)
	}
}

func TestTerminals(t *testing.T) {
	type (
		in  = engine.Option[engine.Own[*cli.TerminalInput]]
		out = engine.Option[engine.Own[*cli.TerminalOutput]]
	)
	for _, want := range []host.Terminals{{}, {Stdin: true}, {Stdout: true}, {Stderr: true}} {
		g := newGuest(t, host.Config{Terminals: want})
		got := host.Terminals{
			Stdin:  must[in](g, "get-terminal-stdin", engine.Unit{}).Some,
			Stdout: must[out](g, "get-terminal-stdout", engine.Unit{}).Some,
			Stderr: must[out](g, "get-terminal-stderr", engine.Unit{}).Some,
		}
		if got != want {
			t.Errorf("there are %+v, want %+v", got, want)
		}
	}
}

func TestStoreWithoutHost(t *testing.T) {
	g := newGuests(t)
	for name, st := range map[string]any{"none": nil, "other": 1, "empty": &state{}} {
		s := engine.NewStore(g.eng, st)
		inst, err := g.linker.Instantiate(s, g.driver)
		mustBe(t, err)
		if _, err := call[engine.Unit, uint64](&guest{TB: t, store: s, inst: inst}, "now", engine.Unit{}); !errors.Is(err, host.ErrNoHost) {
			t.Errorf("%s: the error is %v", name, err)
		}
		s.Close()
	}
}
