//go:build unix

package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// failure is a command line that fails, or warns.
type failure struct {
	name  string
	args  []string
	files map[string]string // in the directory in which it runs
	env   []string
	exit  int // that of run is in the golden file alone
	// prepare does what files can't say; it may skip the test.
	prepare func(t *testing.T, dir string)
	// server serves while the command runs, and gives its address: $HOST in the
	// arguments and in the environment.
	server func(t *testing.T, dir string) string
	// private is a file that others than the owner can't read.
	private string
	// unprivileged needs a user who may not do everything.
	unprivileged bool
	// stdout is a standard output that takes nothing.
	stdout func(t *testing.T) *os.File
	// meanwhile is called while the command runs.
	meanwhile func(t *testing.T, c running)
}

// running is a command that runs.
type running struct {
	process *os.Process
	stdout  io.ReadCloser
	ready   func() // waits until it looks after signals
}

// signal sends a signal, and reads on until the command ends.
func (c running) signal(t *testing.T, s os.Signal) {
	t.Helper()
	must(t, c.process.Signal(s))
	_, _ = io.Copy(io.Discard, c.stdout)
}

// groups are the golden files, one for each language.
func groups(t *testing.T) map[string][]failure {
	t.Helper()
	return map[string][]failure{
		"usage": usageFailures(), "manifest": manifestFailures(t), "loader": loaderFailures(t),
		"cache": cacheFailures(t), "grant": grantFailures(t), "run": runFailures(t),
		"inspect": inspectFailures(), "paths": pathFailures(), "deploy": deployFailures(t),
	}
}

// Every error that a user can meet looks as its golden file says, in both
// languages. -update rewrites the files.
func TestErrors(t *testing.T) {
	for group, failures := range groups(t) {
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			t.Run(group+" "+string(lang), func(t *testing.T) {
				t.Parallel()
				g := openGolden(t, errorsGolden(group, lang))
				for _, f := range failures {
					t.Run(f.name, func(t *testing.T) {
						defer g.keepIfSkipped(t, f.name)
						g.section(t, f.name, f.run(t, lang))
					})
				}
				g.close(t, len(failures))
			})
		}
	}
}

func errorsGolden(group string, lang message.Lang) string {
	return filepath.Join("testdata", "errors", group+"."+string(lang)+".golden")
}

// run returns what the command prints, and how it ends.
func (f failure) run(t *testing.T, lang message.Lang) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range f.files {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	if f.prepare != nil {
		f.prepare(t, dir)
	}
	if f.private != "" {
		must(t, os.Chmod(filepath.Join(dir, f.private), 0o600))
	}
	host := "$HOST"
	if f.server != nil {
		host = f.server(t, dir)
	}
	cmd := qyvol(t, dir, replaced(f.args, host)...)
	cmd.Env = append(append(cmd.Env, "LANG="+string(lang), "QYVOL_LANG="+string(lang)), replaced(f.env, host)...)
	if f.unprivileged {
		unprivileged(t, dir, cmd)
	}
	stdout, stderr := f.start(t, cmd)
	exit := exitOfCommand(t, cmd.Wait())
	if exit != f.exit && f.args[0] != "run" {
		t.Errorf("exit code %d, want %d", exit, f.exit)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "$ qyvol %s\n%s%s", strings.Join(f.args, " "), stdout.String(), stderr.String())
	fmt.Fprintf(&b, "[exit %d]\n", exit)
	text := strings.ReplaceAll(strings.ReplaceAll(b.String(), dir, "$WORK"), host, "$HOST")
	return changing.ReplaceAllString(text, "…$1$2$3")
}

// replaced puts the address of a server into words.
func replaced(words []string, host string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = strings.ReplaceAll(word, "$HOST", host)
	}
	return out
}

// changing is what differs from machine to machine: the name and the size of
// compiled code, the time that compiling takes, the frames that fit on a stack, how much was sent before a
// connection broke.
var changing = regexp.MustCompile(`[0-9.]+(?:[KM]i)?B( of 24| de 24)|[0-9a-f]{64}(\.code)|[0-9.]+KiB( and the cache| y la caché)|[0-9.]+m?s\n|… [0-9]+`)

// start starts a command. Its output is complete when it was waited for.
func (f failure) start(t *testing.T, cmd *exec.Cmd) (stdout, stderr *bytes.Buffer) {
	t.Helper()
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if f.stdout != nil {
		cmd.Stdout = f.stdout(t)
	}
	if f.meanwhile == nil {
		must(t, cmd.Start())
		return stdout, stderr
	}
	cmd.Stdout = nil
	pipe, err := cmd.StdoutPipe()
	must(t, err)
	ready := startReady(t, cmd)
	f.meanwhile(t, running{cmd.Process, pipe, ready})
	return stdout, stderr
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
