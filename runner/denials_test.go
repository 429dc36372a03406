package runner_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
)

// What a guest is refused is logged once with the rule that would allow it, and
// counted.
func TestDenials(t *testing.T) {
	for _, guest := range []string{"files/files.wasm", "files/files-p1.wasm"} {
		t.Run(guest, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "keys"), 0o700); err != nil {
				t.Fatal(err)
			}
			u := unit(t, `entrypoint: %s
args: [write, /data/a, x, ",", write, /data/b, x, ",", read, /data/keys/a, ",", read, /data/none]
permissions: {fs: [{mount: /data, from: `+dir+`, access: read, exclude: [keys]}]}
`, guest)
			var log bytes.Buffer
			result, err := run(t, newRunner(t), u, runner.Options{Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
			if program.KindOf(err) != program.KindExit {
				t.Fatal(err)
			}
			rule := "{mount: /data, from: " + dir + ", access: read, exclude: ['keys']}"
			want := []metrics.Denial{
				{
					Path: "/data/a", Access: "change", Error: "not-permitted", Rule: rule, Count: 2,
					AllowWith: strings.Replace(rule, "access: read", "access: read-write", 1),
				},
				{
					Path: "/data/keys/a", Access: "read", Error: "no-entry", Rule: rule, Count: 1,
					AllowWith: strings.Replace(rule, ", exclude: ['keys']", "", 1),
				},
			}
			m := result.Metrics
			if m.Denials != 3 || len(m.Denied) != len(want) {
				t.Fatalf("%d denials: %+v", m.Denials, m.Denied)
			}
			for i := range want {
				if m.Denied[i] != want[i] {
					t.Errorf("got %+v, want %+v", m.Denied[i], want[i])
				}
				if strings.Count(log.String(), `"allow_with":"`+want[i].AllowWith+`"`) < 1 {
					t.Errorf("not logged: %s\n%s", want[i].AllowWith, log.String())
				}
			}
			if got := strings.Count(log.String(), `"level":"WARN"`); got != len(want) {
				t.Errorf("%d warnings:\n%s", got, log.String())
			}
		})
	}
}
