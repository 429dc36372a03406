package runner_test

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
)

// A process that may not make memory executable is told what its service needs. That
// can't be taken back, so another process does it.
func TestNoExecutableMemory(t *testing.T) {
	dir, is := fixtures.AsNobody(t, func(dir string) {
		s := &scene{t: t, dir: dir}
		guest, err := os.ReadFile(fixturePath(t, "hello/hello.wasm"))
		s.must(err)
		s.write("hello.wasm", string(guest))
	})
	if !is {
		return
	}
	const refuseExecGain = 1
	if err := unix.Prctl(unix.PR_SET_MDWE, refuseExecGain, 0, 0, 0); err != nil {
		t.Logf("not tried: %v", err)
		return
	}
	_, err := run(t, newRunner(t), load(t, dir+"/hello.wasm"), runner.Options{})
	var invalid *loader.ModuleLoadError
	if !errors.As(err, &invalid) || invalid.Hint().String() != message.LoaderHintNoCode.With().String() {
		t.Errorf("got %v", err)
	}
}
