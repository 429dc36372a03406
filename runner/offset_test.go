package runner_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// An offset in a backtrace is a place in the user's file, however the guest was
// rewritten and wherever its code comes from, and every frame is the user's.
func TestOffsets(t *testing.T) {
	r := newRunner(t)
	guests := long.Or(2, 20)
	for end, code := range ends {
		for seed := range guests {
			if end == "unreachable" && engine.WasmtimeMajor() != "44" {
				code = "i32.const 0 i32.const 1 i32.store %s unreachable" // docs/PARITY.md says why
			}
			f := &falling{Rand: rand.New(rand.NewPCG(uint64(seed), uint64(len(end))))}
			var guest string
			if end == "host" || seed%2 == 0 {
				guest = f.flat(code)
			} else {
				guest = f.composed(code)
			}
			offsets(t, r, guest, f.functions)
		}
	}
}

func offsets(t *testing.T, r *runner.Runner, guest string, functions int) {
	t.Helper()
	file, err := engine.TextToBinary([]byte(guest))
	if err != nil {
		t.Fatalf("%v in\n%s", err, guest)
	}
	path := filepath.Join(t.TempDir(), "guest.wasm")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, u := range []*loader.Unit{load(t, path), text(t, guest)} {
		for _, by := range []wasi.Implementation{wasi.Native, wasi.Hosted} {
			for _, code := range []string{"fresh", "cached", "mapped"} {
				result, err := run(t, r, load(t, u.Path()), runner.Options{WASI: by})
				if hit := result.CacheHit; hit != (code != "fresh") {
					t.Errorf("%s: the code is cached: %v", code, hit)
				}
				if trap := new(engine.Trap); !errors.As(err, &trap) || !inOrder(file, trap.Frames, functions) {
					t.Fatalf("%s, %s, %s: %v\n%s", u.Path(), by, code, err, guest)
				}
			}
		}
	}
}

// inOrder tells whether each function is in the backtrace, at its place.
func inOrder(file []byte, frames []engine.Frame, functions int) bool {
	for i, frame := range frames {
		before := file[:min(frame.Offset, uint64(len(file)))]
		if !bytes.HasSuffix(before, markBytes(functions-1-i)) {
			return false
		}
	}
	return len(frames) == functions
}
