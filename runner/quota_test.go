package runner_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// What one attempt takes of a directory's quota is gone for the next; memory is
// each attempt's own.
func TestQuotaOfAllAttempts(t *testing.T) {
	const text = `entrypoint: %s
args: [write, /out/a, "0123456789", ",", append, /tmp/a, "0123456789", ",", append, /out/b, "0123456789", ",", read, /nothing]
permissions:
  fs:
    - {mount: /out, from: OUT, access: read-write, quota: 25B}
    - {mount: /tmp, from: memfs, access: read-write, quota: 4KiB}
recovery: {retries: {attempts: 3, backoff: 1ms, on: [exit]}}
`
	for _, guest := range []string{"files/files.wasm", "files/files-p1.wasm"} {
		t.Run(guest, func(t *testing.T) {
			out := t.TempDir()
			var stdout output
			u := unit(t, strings.ReplaceAll(text, "OUT", out), guest)
			result, err := run(t, newRunner(t), u, runner.Options{Stdio: wasi.Stdio{Stdout: &stdout}})
			if program.KindOf(err) != program.KindExit || len(result.Attempts) != 3 {
				t.Fatalf("ended with %+v: %v", result.Attempts, err)
			}
			total := 0
			for _, name := range []string{"a", "b"} {
				data, err := os.ReadFile(filepath.Join(out, name))
				if err != nil {
					t.Fatal(err)
				}
				total += len(data)
			}
			if total != 25 {
				t.Errorf("%d bytes were written:\n%s", total, stdout.String())
			}
			if got := strings.Count(stdout.String(), "error: ENOSPC"); got == 0 {
				t.Errorf("nothing was refused:\n%s", stdout.String())
			}
		})
	}
}
