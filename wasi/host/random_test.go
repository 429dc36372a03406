package host_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

func TestRandom(t *testing.T) {
	for _, kind := range []string{"random", "insecure-random"} {
		g := newGuest(t, host.Config{})
		for _, n := range []uint64{0, 1, 7, 8, 100, host.MaxRead + 1} {
			a, b := must[[]byte](g, "get-"+kind+"-bytes", n), must[[]byte](g, "get-"+kind+"-bytes", n)
			if uint64(len(a)) != n || uint64(len(b)) != n || n >= 8 && bytes.Equal(a, b) {
				t.Errorf("%s of %d gives %d and %d bytes", kind, n, len(a), len(b))
			}
		}
		if a, b := must[uint64](g, "get-"+kind+"-u64", engine.Unit{}), must[uint64](g, "get-"+kind+"-u64", engine.Unit{}); a == b {
			t.Errorf("%s gives %d twice", kind, a)
		}
	}
}

func TestRandomSources(t *testing.T) {
	g := newGuest(t, host.Config{
		Random: strings.NewReader("0123456789"), Insecure: rand.NewPCG(1, 2), Seed: &[2]uint64{3, 4},
	})
	if got := must[[]byte](g, "get-random-bytes", uint64(10)); string(got) != "0123456789" {
		t.Errorf("random bytes are %q", got)
	}
	if got, want := must[uint64](g, "get-insecure-random-u64", engine.Unit{}), rand.NewPCG(1, 2).Uint64(); got != want {
		t.Errorf("the insecure number is %d, not %d", got, want)
	}
	if got := must[engine.Tuple2[uint64, uint64]](g, "insecure-seed", engine.Unit{}); got.F0 != 3 || got.F1 != 4 {
		t.Errorf("the seed is %v", got)
	}
	if _, err := call[engine.Unit, uint64](g, "get-random-u64", engine.Unit{}); err == nil {
		t.Error("there were random bytes at the end of the source")
	}
}

// The seed stays the same in a run, and is another in the next.
func TestSeed(t *testing.T) {
	type seed = engine.Tuple2[uint64, uint64]
	g, other := newGuest(t, host.Config{}), newGuest(t, host.Config{})
	a, b := must[seed](g, "insecure-seed", engine.Unit{}), must[seed](g, "insecure-seed", engine.Unit{})
	if c := must[seed](other, "insecure-seed", engine.Unit{}); a != b || a == c {
		t.Errorf("the seeds are %v, %v, and %v", a, b, c)
	}
}

func TestTooMuchRandomTraps(t *testing.T) {
	for _, kind := range []string{"random", "insecure-random"} {
		for _, n := range []uint64{101, math.MaxUint64} {
			g := newGuest(t, host.Config{Limits: host.Limits{RandomBytes: 100}, Random: iotest.ErrReader(errors.New("not to be read"))})
			_, err := call[uint64, []byte](g, "get-"+kind+"-bytes", n)
			var trap *engine.Trap
			if !errors.As(err, &trap) || !strings.Contains(err.Error(), "exceeds limit 100") {
				t.Errorf("%s of %d: the error is %v", kind, n, err)
			}
		}
	}
}
