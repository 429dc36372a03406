package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/qyvol/qyvol/engine"
)

// A source makes guests from seeds.
type source struct {
	parents [][]byte // binaries that mutants come from
}

// newSource reads the guests under a directory. A guest whose own output looks
// like a crash is none to begin with.
func newSource(dir string) (*source, error) {
	s := &source{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		extension := filepath.Ext(path)
		if err != nil || entry.IsDir() || extension != ".wasm" && extension != ".wat" || strings.Contains(path, "panic") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if extension == ".wat" {
			if data, err = engine.TextToBinary(data); err != nil {
				return nil //nolint:nilerr // some are invalid on purpose
			}
		}
		if _, list, ok := sections(data); ok && len(list) > 0 {
			s.parents = append(s.parents, data)
		}
		return nil
	})
	return s, err
}

// guest makes the guest of a seed.
func (s *source) guest(seed uint64) guest {
	r := rand.New(rand.NewPCG(seed, 1))
	switch n := r.IntN(100); {
	case n < 40:
		return guest{"command", seed, "guest.wat", []byte(command(r))}
	case n < 75 || len(s.parents) == 0:
		return guest{"composition", seed, "guest.wat", []byte(composition(r))}
	case n < 85: // a made one, changed
		text := pick(r, []func(*rand.Rand) string{command, composition})(r)
		if data, err := engine.TextToBinary([]byte(text)); err == nil {
			return guest{"made-mutant", seed, "guest.wasm", mutant(r, data, data)}
		}
	}
	if len(s.parents) == 0 {
		return guest{"command", seed, "guest.wat", []byte(command(r))}
	}
	return guest{"mutant", seed, "guest.wasm", mutant(r, pick(r, s.parents), pick(r, s.parents))}
}

// try makes guests and tries them, until the context is done.
func (s *source) try(ctx context.Context, template trial, workers int, seed uint64) (map[string]*tally, error) {
	var next atomic.Uint64
	next.Store(seed)
	trials := make([]trial, workers)
	failures := make([]error, workers)
	var all sync.WaitGroup
	for i := range workers {
		t := template
		t.tally = map[string]*tally{}
		t.dir = filepath.Join(template.dir, fmt.Sprint(i))
		trials[i] = t
		all.Go(func() {
			failures[i] = os.MkdirAll(t.dir, 0o755)
			for failures[i] == nil && ctx.Err() == nil {
				failures[i] = t.try(ctx, s.guest(next.Add(1)-1))
			}
		})
	}
	all.Wait()
	sum := map[string]*tally{}
	for _, t := range trials {
		for kind, c := range t.tally {
			if sum[kind] == nil {
				sum[kind] = &tally{ends: map[string]int{}}
			}
			sum[kind].join(c)
		}
	}
	return sum, errors.Join(failures...)
}

func (c *tally) join(other *tally) {
	c.made += other.made
	c.compiled += other.compiled
	c.ran += other.ran
	c.trials += other.trials
	c.peak = max(c.peak, other.peak)
	for kind, n := range other.ends {
		c.ends[kind] += n
	}
}
