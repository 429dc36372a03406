//go:build unix

package command

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
)

// largeDeployment is a directory with a manifest whose component is so large.
func largeDeployment(t *testing.T, size int) string {
	t.Helper()
	hello, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	must(t, err)
	dir := t.TempDir()
	padded(t, filepath.Join(dir, "large.wasm"), hello, size)
	write(t, filepath.Join(dir, "large.qyv"), "name: large\nversion: 2.0.0\nentrypoint: large.wasm\nruntime: wasi\n")
	return dir
}

// lineInterval is how often progress is told in lines, at most.
const lineInterval = time.Second

// slow is a server that takes an eighth of the component, pauses for longer than
// lineInterval, takes half of it, and hangs up.
func slow(t *testing.T) string {
	t.Helper()
	return raw(func(c net.Conn) {
		readHead(c)
		_, _ = io.CopyN(io.Discard, c, 8<<20)
		time.Sleep(lineInterval + lineInterval/10)
		_, _ = io.CopyN(io.Discard, c, 32<<20)
	})(t, "")
}

func TestDeployResult(t *testing.T) {
	dir := largeDeployment(t, 1<<10)
	host := answering(201, `{"url": "https://node/large"}`, "Content-Type", "application/json")(t, "")
	for target, exit := range map[string]int{"http://" + host: 0, "http://" + deserted(t, ""): 4} {
		out, err := qyvol(t, dir, "deploy", "large.qyv", target, "--format", "json", "--attempts", "2").Output()
		if got := exitOfCommand(t, err); got != exit {
			t.Errorf("exit code %d, want %d", got, exit)
		}
		var r deployResult
		must(t, json.Unmarshal(out, &r))
		if r.Target != target || r.Name != "large" || r.Version != "2.0.0" || r.Path != "large.qyv" || r.Size < 1<<10 ||
			r.Success != (exit == 0) || r.ExitCode != exit || r.Validated != "code" || len(r.Digest) != 71 || r.Duration == 0 {
			t.Errorf("%s", out)
		}
		if exit == 0 && (r.URL != "https://node/large" || r.Status != 201 || r.Attempts != 1 || r.Error != nil) {
			t.Errorf("%s", out)
		}
		if exit != 0 && (r.Attempts != 2 || r.Error == nil || r.Error.Kind != "connect" || r.Error.Hint == "" || len(r.Warnings) != 1) {
			t.Errorf("%s", out)
		}
	}
}

// The target is the argument, else the environment's, else this machine's.
func TestDeployTarget(t *testing.T) {
	dir := largeDeployment(t, 1<<10)
	there, elsewhere := answering(http.StatusOK, "")(t, ""), answering(http.StatusTeapot, "")(t, "")
	for _, c := range []struct {
		env  string
		args []string
		exit int
	}{
		{"http://" + there, nil, 0},
		{"http://" + elsewhere, nil, 4},
		{"http://" + elsewhere, []string{"http://" + there}, 0},
	} {
		cmd := qyvol(t, dir, append([]string{"deploy", "large.qyv"}, c.args...)...)
		cmd.Env = append(cmd.Env, "QYVOL_TARGET="+c.env)
		if got := exitOfCommand(t, cmd.Run()); got != c.exit {
			t.Errorf("%v: exit code %d, want %d", c, got, c.exit)
		}
	}
	out, _ := qyvol(t, dir, "deploy", "large.qyv", "--attempts", "1").CombinedOutput()
	if !strings.Contains(string(out), "Deploying large to http://localhost:8080\n") {
		t.Errorf("%s", out)
	}
}

// A signal ends a deployment at once, whatever the server does.
func TestDeployInterrupted(t *testing.T) {
	dir := largeDeployment(t, 64<<20)
	for name, serve := range map[string]func(net.Conn){
		"sending": readHead,
		"waiting": func(c net.Conn) { readHead(c); _, _ = io.CopyN(io.Discard, c, 64<<20-1<<16) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reached := make(chan struct{}, 1)
			server := raw(func(c net.Conn) {
				serve(c)
				reached <- struct{}{}
				_, _ = io.Copy(io.Discard, c)
			})
			interrupted(t, dir, server(t, ""), func(io.Reader) { <-reached })
		})
	}
	t.Run("between attempts", func(t *testing.T) {
		t.Parallel()
		interrupted(t, dir, deserted(t, ""), func(stderr io.Reader) {
			said := bufio.NewScanner(stderr)
			for said.Scan() && !strings.Contains(said.Text(), "again") {
			}
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
		})
	})
}

// interrupted sends a signal to a deployment that has come as far as reached says.
func interrupted(t *testing.T, dir, host string, reached func(stderr io.Reader)) {
	t.Helper()
	cmd := qyvol(t, dir, "deploy", "large.qyv", "http://"+host, "--no-validate", "--attempts", "100")
	r, w, err := os.Pipe()
	must(t, err)
	defer r.Close()
	cmd.Stderr = w
	ready := startReady(t, cmd)
	must(t, w.Close())
	reached(r)
	ready()
	must(t, cmd.Process.Signal(syscall.SIGINT))
	if got := exitOfCommand(t, cmd.Wait()); got != 130 {
		t.Errorf("exit code %d", got)
	}
}

// Elsewhere than on a terminal, progress is told in lines, unless that is not
// wanted.
func TestDeployProgressInLines(t *testing.T) {
	t.Parallel()
	dir := largeDeployment(t, 64<<20)
	for flag, want := range map[string]bool{"--format=text": true, "--quiet": false, "--format=json": false} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			cmd := qyvol(t, dir, "deploy", "large.qyv", "http://"+slow(t), "--no-validate", "--attempts", "1", flag)
			out, _ := cmd.CombinedOutput()
			if strings.Contains(string(out), " % of 64.0") != want || strings.Contains(string(out), "\r") {
				t.Errorf("%s", out)
			}
		})
	}
}
