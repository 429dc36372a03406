//go:build unix

package codecache

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Variables that tell a child of TestProcessesShareOneCompilation what to do.
const (
	raceSource = "QYVOL_TEST_SOURCE"
	raceCache  = "QYVOL_TEST_CACHE"
	raceLog    = "QYVOL_TEST_LOG"
)

// Several processes on one cold cache: all get the right code, one compiles.
func TestProcessesShareOneCompilation(t *testing.T) {
	if isChild() {
		raceChild(t)
		return
	}
	b := newBench(t)
	log := filepath.Join(t.TempDir(), "log")
	const processes = 4
	var starts []io.Closer
	var waits []func() error
	var outputs [processes]bytes.Buffer
	for i := range processes {
		cmd := child(t, "TestProcessesShareOneCompilation",
			raceSource+"="+b.path, raceCache+"="+b.dir().root, raceLog+"="+log)
		cmd.Stdout = &outputs[i]
		stdin, err := cmd.StdinPipe()
		must(t, err)
		must(t, cmd.Start())
		starts = append(starts, stdin)
		waits = append(waits, cmd.Wait)
	}
	for _, stdin := range starts { // each waits for its end of input
		must(t, stdin.Close())
	}
	for i, wait := range waits {
		if err := wait(); err != nil {
			t.Errorf("%v\n%s", err, outputs[i].String())
		}
	}
	compilations, err := os.ReadFile(log)
	must(t, err)
	if n := strings.Count(string(compilations), "\n"); n != 1 {
		t.Errorf("%d compilations:\n%s", n, compilations)
	}
	b.compiles(0, func() { b.quiet() })
	b.noTemps()
}

func raceChild(t *testing.T) {
	b := newBench(t)
	b.path = os.Getenv(raceSource)
	b.open(Options{Dir: os.Getenv(raceCache)})
	b.onCompile = func() {
		log, err := os.OpenFile(os.Getenv(raceLog), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		must(t, err)
		fmt.Fprintln(log, os.Getpid())
		must(t, log.Close())
	}
	_, err := io.ReadAll(os.Stdin)
	must(t, err)
	b.quiet()
}
