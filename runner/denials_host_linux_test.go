package runner_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
)

// What the host's own permissions refuse is told as that, and for whom: no rule would
// help, also where one is against it, too.
func TestDenialsOfTheHost(t *testing.T) {
	guests := []string{"files/files.wasm", "files/files-p1.wasm"}
	dir, is := fixtures.AsNobody(t, func(dir string) {
		s := &scene{t: t, dir: dir}
		s.write("data/closed/a", "x")
		s.must(os.Chmod(s.path("data/closed"), 0))
		s.must(os.Chmod(s.path("data"), 0o755))
		for _, name := range guests {
			guest, err := os.ReadFile(fixturePath(t, name))
			s.must(err)
			s.write(filepath.Base(name), string(guest))
		}
	})
	if !is {
		return
	}
	for _, guest := range guests {
		for _, access := range []string{"read", "read-write"} {
			path := filepath.Join(t.TempDir(), "closed.qyv")
			text := fmt.Sprintf(`
name: closed
runtime: wasi
entrypoint: %[1]s/%[2]s
args: [write, /data/closed/b, x, ",", read, /data/closed/a]
permissions: {fs: [{mount: /data, from: %[1]s/data, access: %[3]s}]}
`, dir, filepath.Base(guest), access)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			result, err := run(t, newRunner(t), load(t, path), runner.Options{Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
			if program.KindOf(err) != program.KindExit {
				t.Fatal(err)
			}
			by := fmt.Sprintf("the host's own permissions, for user %d", os.Geteuid())
			want := metrics.Denial{Path: "/data/closed/a", Access: "read", Error: "access", RefusedBy: by, Count: 1}
			if got := result.Metrics.Denied; len(got) != 2 || got[1] != want {
				t.Errorf("%s, %s: %+v", guest, access, got)
			}
			logged := strings.Contains(log.String(), `"refused_by":"`+by+`"`)
			if rule := access == "read"; !logged || strings.Contains(log.String(), "allow_with") != rule {
				t.Errorf("%s, %s: logged %s", guest, access, log.String())
			}
		}
	}
}
