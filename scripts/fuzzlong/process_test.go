//go:build linux

package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Each way to end badly is found, and a good end is not.
func TestEndings(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"well":   {"exit 3", ""},
		"panic":  {"echo 'panic: runtime error: index out of range' >&2; exit 2", "crash: panic: runtime error: index out of range"},
		"signal": {"kill -SEGV $$", "ended by a signal: segmentation fault"},
		"hangs":  {"while :; do sleep 1; done", "hangs"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFence("", 512<<20)
			wall := time.Minute
			if c.want == "hangs" {
				wall = 200 * time.Millisecond
			}
			e := f.run(context.Background(), process{argv: []string{"sh", "-c", c.script}, wall: wall})
			if got := e.fault(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Memory is held, with a cgroup and without.
func TestMemoryIsHeld(t *testing.T) {
	for name, f := range map[string]*fence{"as here": newFence("", 64<<20), "by a look": {limit: 64 << 20}} {
		t.Run(name, func(t *testing.T) {
			// The shell doubles a variable for as long as it is let.
			e := f.run(context.Background(), process{
				argv: []string{"sh", "-c", "x=0123456789abcdef; while :; do x=$x$x; done"}, wall: time.Minute,
			})
			if !e.over {
				t.Errorf("it ended with %+v", e)
			}
		})
	}
}

// A finding is kept once, whatever numbers it names.
func TestFindingsAreKeptOnce(t *testing.T) {
	l := &ledger{dir: t.TempDir()}
	for _, what := range []string{"crash: index 3 of 2", "crash: index 7 of 5", "hangs"} {
		if err := l.add(finding{what: what, subject: "command", files: map[string][]byte{"guest.wat": []byte("(module)")}}); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := filepath.Glob(filepath.Join(l.dir, "command-*", "guest.wat"))
	if err != nil || len(kept) != 2 {
		t.Errorf("kept %v, %v", kept, err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(kept[0]), "finding.txt")); err != nil {
		t.Error(err)
	}
}
