package main

import (
	"context"
	"errors"
	"slices"
)

// row is a pair of commands that do the same work.
type row struct {
	what, against string
	ours, theirs  command
	figure        figure
	target        float64 // the ratio may be at most this; 0: no target
	pairs         int

	a, b, ratios []float64
}

// figure is what is read off a process that has ended.
type figure struct {
	unit   string
	digits int
	of     func(usage) float64
}

var (
	wall   = figure{"ms", 1, func(u usage) float64 { return u.wall.Seconds() * 1e3 }}
	memory = figure{"MiB", 1, func(u usage) float64 { return float64(u.peak) / (1 << 20) }}
)

// errNoFigure is about memory: peakOf.
var errNoFigure = errors.New("the system doesn't tell it, or the benchmark itself has more")

// warmUps are pairs that are not counted.
const warmUps = 2

// measure runs the pairs, each in the other order than the one before it, so
// that neither profits from its place.
func (r *row) measure(ctx context.Context, pairs int) error {
	if pairs == 0 {
		pairs = r.pairs
	}
	for n := range warmUps + pairs {
		both := []command{r.ours, r.theirs}
		if n%2 == 1 {
			slices.Reverse(both)
		}
		var values [2]float64
		for i, c := range both {
			u, err := c.run(ctx)
			if err != nil {
				return err
			}
			if values[i] = r.figure.of(u); values[i] <= 0 {
				return errNoFigure
			}
		}
		if n%2 == 1 {
			slices.Reverse(values[:])
		}
		if n < warmUps {
			continue
		}
		r.a, r.b = append(r.a, values[0]), append(r.b, values[1])
		r.ratios = append(r.ratios, values[0]/values[1])
	}
	return nil
}

// spread is a median with the quartiles around it.
type spread struct{ low, median, high float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	at := func(q float64) float64 { return sorted[int(q*float64(len(sorted)-1)+0.5)] }
	return spread{at(0.25), at(0.5), at(0.75)}
}
