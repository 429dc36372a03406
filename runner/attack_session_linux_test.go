package runner_test

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// form is a way in which a guest makes its calls.
type form string

// The forms: preview 1 from a core module, preview 1 through the adapter that
// components have, WASI 0.2 itself.
const (
	preview1 form = "file-calls/file-calls-p1.wasm"
	adapter  form = "file-calls/file-calls.wasm"
	direct   form = "file-calls-direct/file-calls-direct.wasm"
)

// inAllForms runs a test for each form.
func inAllForms(t *testing.T, test func(t *testing.T, f form)) {
	for _, f := range []form{preview1, adapter, direct} {
		t.Run(strings.TrimSuffix(filepath.Base(string(f)), ".wasm"), func(t *testing.T) { test(t, f) })
	}
}

func fixturePath(t testing.TB, name string) string {
	t.Helper()
	return filepath.Join(fixtures.Dir(t), filepath.FromSlash(name))
}

// session is a guest that waits for calls to make: it runs under the hosted WASI.
type session struct {
	s       *scene
	calls   *io.PipeWriter
	answers chan string
	ended   chan error
	stderr  output
}

// start runs a guest in a scene.
func (s *scene) start(r *runner.Runner, f form) *session {
	s.t.Helper()
	return s.startUnit(r, s.unit(string(f)), wasi.Hosted)
}

// startUnit runs a guest that is loaded.
func (s *scene) startUnit(r *runner.Runner, unit *loader.Unit, by wasi.Implementation) *session {
	s.t.Helper()
	in, calls := io.Pipe()
	out, answers := io.Pipe()
	g := &session{s: s, calls: calls, answers: make(chan string, 16), ended: make(chan error, 1)}
	go func() {
		_, err := r.Run(s.t.Context(), unit, runner.Options{
			WASI: by, Cache: code,
			Stdio: wasi.Stdio{Stdin: in, Stdout: answers, Stderr: &g.stderr},
		})
		_ = in.Close()      // calls to a guest that is gone fail
		_ = answers.Close() // and get no answer
		g.ended <- err
	}()
	go func() {
		defer close(g.answers)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			g.answers <- lines.Text()
		}
	}()
	s.t.Cleanup(func() { _ = calls.Close() })
	return g
}

// ask makes calls, and waits for this many lines of answers. A guest that is gone
// answers "ended".
func (g *session) ask(calls string) string {
	g.s.t.Helper()
	if _, err := io.WriteString(g.calls, calls+"\n"); err != nil {
		return "ended"
	}
	return g.answer()
}

func (g *session) answer() string {
	g.s.t.Helper()
	select {
	case answer, ok := <-g.answers:
		if !ok {
			return "ended"
		}
		if strings.Contains(answer, canary) {
			g.s.t.Errorf("the guest saw %s", answer)
		}
		return answer
	case <-time.After(patience):
		g.s.t.Fatal("the guest hangs")
		return ""
	}
}

// end ends the guest, and returns how it ended.
func (g *session) end() error {
	g.s.t.Helper()
	_ = g.calls.Close()
	select {
	case err := <-g.ended:
		if told := g.stderr.String(); strings.Contains(told, canary) {
			g.s.t.Errorf("standard error has %s", told)
		}
		return err
	case <-time.After(patience):
		g.s.t.Fatal("the guest does not end")
		return nil
	}
}

// play makes the calls of a script, and compares the answers with those of the
// script. A line is "CALL -> ANSWER", or "CALL" alone if the answer is "ok"; |
// stands between answers that are as good, * at the end of one for anything, and
// "refused" for any error. $DIR is the scene's folder on the host.
func (g *session) play(script string) {
	g.s.t.Helper()
	for line := range strings.Lines(script) {
		line = strings.ReplaceAll(strings.TrimSpace(line), "$DIR", g.s.dir)
		if line == "" {
			continue
		}
		call, want, ok := strings.Cut(line, " -> ")
		if !ok {
			want = "ok"
		}
		if answer := g.ask(call); !matches(answer, want) {
			g.s.t.Errorf("%s\ngives %s, want %s", shorten(call), shorten(answer), want)
		}
	}
}

// matches compares an answer. What leads out is refused in two ways: preview 1 has
// a name for it that WASI 0.2 doesn't.
func matches(answer, want string) bool {
	if answer == "not-capable" {
		answer = "not-permitted"
	}
	return slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool {
		if w == "refused" {
			return !slices.Contains([]string{"ok", "ended", "no such call", "bad-descriptor"}, firstWord(answer))
		}
		start, open := strings.CutSuffix(w, "*")
		return answer == w || open && strings.HasPrefix(answer, start)
	})
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

func shorten(s string) string {
	if len(s) > 300 {
		return fmt.Sprintf("%s… (%d bytes)", s[:300], len(s))
	}
	return s
}
