package program

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// Errors of others have no kind, and a wrong call has its own.
func TestKindOf(t *testing.T) {
	s := start(t, prepared(t, written(t, counter), Options{}), wasi.Stdio{})
	call := func(export string, args ...any) error {
		_, err := s.Call(t.Context(), []string{export}, args...)
		return err
	}
	own := errors.New("of the caller's")
	_, missing := loader.Load("missing.wasm", loader.Options{})
	_, linked := Prepare(t.Context(), written(t, counter), Options{Link: func(*engine.Linker) error { return own }})
	for name, c := range map[string]struct {
		err  error
		want Kind
	}{
		"nothing":               {nil, KindNone},
		"another's":             {own, KindNone},
		"another's of a system": {&fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist}, KindNone},
		"a linking function's":  {linked, KindNone},
		"one of Do":             {s.Do(t.Context(), func(*engine.Instance) error { return own }), KindNone},
		"no such export":        {call("nope"), KindCall},
		"too few arguments":     {call("add"), KindCall},
		"another type":          {call("add", "one"), KindCall},
		"an int":                {call("add", 1), KindCall},
		"in use":                {ErrInUse, KindCall},
		"closed":                {errSessionClosed, KindCall},
		"no file":               {missing, KindLoad},
		"the compiler's":        {fmt.Errorf("so: %w", &engine.Error{Op: "compile", Message: "no"}), KindLoad},
		"the engine's trap":     {&engine.Trap{Code: engine.TrapUnreachable}, KindTrap},
		"the engine's fuel":     {&engine.Trap{Code: engine.TrapOutOfFuel}, KindFuel},
		"the engine's exit":     {&engine.ExitError{Code: 3}, KindExit},
		"the engine's import":   {&engine.LinkError{Import: "a:b/c"}, KindLink},
		"the engine's memory":   {&engine.InterruptError{Reason: engine.MemoryLimit}, KindMemoryLimit},
		"the engine's deadline": {&engine.InterruptError{Reason: engine.Interrupted, Cause: context.DeadlineExceeded}, KindTimeout},
	} {
		if got := KindOf(c.err); got != c.want {
			t.Errorf("%s is of kind %q, not %q: %v", name, got, c.want, c.err)
		}
	}
}
