package wasi_test

import (
	"errors"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi"
)

// An implementation that there is none of serves nobody, wherever it is named: the
// native one would leave out what a Grant excludes.
func TestUnknownImplementation(t *testing.T) {
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	for _, name := range []wasi.Implementation{"Hosted", "HOSTED", "bogus", "native ", "\x00"} {
		g, decided := wasi.Decide(wasi.Request{Implementation: name})
		l, s := engine.NewLinker(eng), wasi.BuildState(&wasi.Grant{Implementation: name}, wasi.Stdio{})
		store := engine.NewStore(eng, s)
		for what, err := range map[string]error{
			"Decide": decided, "AddToLinker": wasi.AddToLinker(l, name), "Attach": s.Attach(store),
		} {
			var unknown *wasi.UnknownImplementationError
			if !errors.As(err, &unknown) || unknown.Implementation != name {
				t.Errorf("%s %q: %v, %+v", what, name, err, g)
			}
		}
		store.Close()
		s.Close()
		l.Close()
	}
}

func TestNegativeTimeout(t *testing.T) {
	m := parse(t, "resources: {timeout: 5s}")
	for _, d := range []time.Duration{-1, -time.Hour, -1 << 63} {
		g, err := wasi.Decide(wasi.Request{Manifest: m, Limits: wasi.Limits{Timeout: d}, Environ: []string{}})
		var limit *wasi.LimitError
		if !errors.As(err, &limit) || limit.What != "timeout" || limit.Value != d {
			t.Errorf("%v: %v, %+v", d, err, g)
		}
	}
}
