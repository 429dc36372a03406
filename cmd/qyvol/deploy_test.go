//go:build unix

package main

import (
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

// slow is a server that takes a few megabytes at a time.
func slow(t *testing.T) string {
	t.Helper()
	return raw(func(c net.Conn) {
		readHead(c)
		for {
			if n, err := io.CopyN(io.Discard, c, 8<<20); err != nil || n == 0 {
				return
			}
			time.Sleep(300 * time.Millisecond)
		}
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
	silent := raw(func(c net.Conn) { time.Sleep(time.Minute) })
	for name, server := range map[string]func(*testing.T, string) string{
		"sending": silent, "waiting": raw(func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }),
		"between attempts": deserted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := qyvol(t, dir, "deploy", "large.qyv", "http://"+server(t, ""), "--no-validate", "--attempts", "100")
			stderr, err := cmd.StderrPipe()
			must(t, err)
			must(t, cmd.Start())
			said := make([]byte, 1) // it has begun
			_, err = io.ReadFull(stderr, said)
			must(t, err)
			time.AfterFunc(300*time.Millisecond, func() { _ = cmd.Process.Signal(syscall.SIGINT) })
			text, err := io.ReadAll(stderr)
			must(t, err)
			if got := exitOfCommand(t, cmd.Wait()); got != 130 {
				t.Errorf("exit code %d\n%s", got, text)
			}
		})
	}
}

// Elsewhere than on a terminal, progress is told in lines, unless that is not
// wanted.
func TestDeployProgressInLines(t *testing.T) {
	t.Parallel()
	dir := largeDeployment(t, 64<<20)
	for flag, want := range map[string]bool{"--attempts=1": true, "--quiet": false, "--format=json": false} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			cmd := qyvol(t, dir, "deploy", "large.qyv", "http://"+slow(t), "--no-validate", "--timeout", "1500ms", flag)
			out, _ := cmd.CombinedOutput()
			if strings.Contains(string(out), " % of 64.0") != want || strings.Contains(string(out), "\r") {
				t.Errorf("%s", out)
			}
		})
	}
}
