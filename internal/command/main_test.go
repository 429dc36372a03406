package command

import (
	"flag"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// whole is qyvol-node's extension, with which there are all commands.
var whole Extension

// WithExtension has the tests look at an extension, too.
func WithExtension(more Extension) { whole = more }

// Tested is the command itself, for the tests: this binary is it where it is started
// under its name.
func Tested(more Extension) func() {
	return func() {
		badCompiler()
		whenListening = tellReady
		if os.Getenv(atOnceVariable) != "" {
			startDelay, grace = 0, time.Millisecond
		}
		if name := os.Getenv("QYVOL_TEST_NODE"); name != "" {
			nodeFile = name
		}
		os.Exit(Main(os.Args, Build{}, more))
	}
}

// MeasurePeak is a command of the tests.
func MeasurePeak() { measurePeak() }

// WithSignals has no signal ignored that commands could inherit, as in the
// background of a script.
type WithSignals struct{ *testing.M }

// Run runs the tests.
func (m WithSignals) Run() int {
	for _, s := range endingSignals() {
		if signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
	return m.M.Run()
}

// readyVariable is set where a command is to tell that it looks after signals, by
// a byte that it writes to its fourth file.
const readyVariable = "QYVOL_TEST_READY"

// atOnceVariable is set where a command is to look after signals from its start on, and
// to end at them while it still begins, as one does that a busy machine delays.
const atOnceVariable = "QYVOL_TEST_AT_ONCE"

func tellReady() {
	if os.Getenv(readyVariable) != "" {
		ready := os.NewFile(3, "ready")
		_, _ = ready.WriteString("!")
		_ = ready.Close()
	}
}

// startReady starts a command. The function that it returns waits until the
// command looks after signals; a younger one is ended by the system.
func startReady(t testing.TB, cmd *exec.Cmd) (wait func()) {
	t.Helper()
	r, w, err := os.Pipe()
	must(t, err)
	t.Cleanup(func() { _ = r.Close() })
	cmd.ExtraFiles = []*os.File{w}
	cmd.Env = append(cmd.Env, readyVariable+"=1")
	must(t, cmd.Start())
	must(t, w.Close())
	return func() {
		t.Helper()
		if n, err := r.Read(make([]byte, 1)); n != 1 {
			t.Fatalf("it ended before it looked after signals: %v", err)
		}
	}
}

// qyvol is the command, in a directory and with a cache of its own, speaking
// English, and nothing of this process's environment.
func qyvol(t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "qyvol", args...)
	cmd.Dir = dir
	cmd.Env = environment(dir)
	return cmd
}

// noWait keeps a command that was built with the race detector from waiting a
// second before it exits.
const noWait = "GORACE=atexit_sleep_ms=0"

func environment(dir string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(dir, "home"), "TMPDIR=" + os.TempDir(),
		"QYVOL_CACHE_DIR=" + filepath.Join(dir, "cache"), "QYVOL_LANG=en", noWait,
	}
}

// exitOfCommand is the exit code of a command that has ended.
func exitOfCommand(t testing.TB, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	exit, ok := err.(*exec.ExitError) //nolint:errorlint // as os/exec returns it
	if !ok {
		t.Fatal(err)
	}
	return exit.ExitCode()
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// lines joins the lines of a file.
func lines(text ...string) string {
	if len(text) == 0 {
		return ""
	}
	return strings.Join(text, "\n") + "\n"
}
