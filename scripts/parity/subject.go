package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures/parity"
	"github.com/qyvol/qyvol/wasi"
)

// subject is something that runs guests.
type subject interface {
	name() string
	// can tells whether it has what a setting asks for.
	can(s parity.Setting) bool
	// run runs a guest in a directory of its own, which may hold w and r.
	run(ctx context.Context, guest string, s parity.Setting, dir string) (parity.Outcome, error)
}

// hangs is how long a run may take that nothing limits.
const hangs = 60 * time.Second

// process is what a command came to.
type process struct {
	stdout, stderr []byte
	code           int // -1: ended by a signal
	hung           bool
}

// start runs a command with what the setting gives to its standard input. The
// guest gets nothing of this process's environment by itself.
func start(parent context.Context, s parity.Setting, dir, command string, args ...string) (process, error) {
	ctx, cancel := context.WithTimeout(parent, hangs+time.Duration(s.Timeout)*time.Millisecond)
	defer cancel()
	cmd := exec.CommandContext(ctx, command, args...)
	cmd.Dir = dir
	cmd.Stdin = bytes.NewReader(s.Stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return process{hung: true, code: -1}, parent.Err()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, syscall.EPIPE) {
		return process{}, err
	}
	return process{stdout.Bytes(), stderr.Bytes(), cmd.ProcessState.ExitCode(), false}, nil
}

// finish adds to an outcome what both streams and the directory hold.
func finish(o parity.Outcome, p process, s parity.Setting, dir string) (parity.Outcome, error) {
	o.Stdout, o.Stderr = parity.OutputOf(p.stdout), parity.OutputOf(p.stderr)
	if !s.Write {
		return o, nil
	}
	var err error
	o.Files, err = parity.FilesIn(filepath.Join(dir, "w"))
	return o, err
}

// reference is the Rust program in reference/.
type reference struct{ path string }

func (r reference) name() string              { return "reference" }
func (r reference) can(s parity.Setting) bool { return true }

func (r reference) run(ctx context.Context, guest string, s parity.Setting, dir string) (parity.Outcome, error) {
	result := filepath.Join(dir, "result.json")
	args := []string{"run", "--result", result, "--table-elements", strconv.Itoa(engine.DefaultTableElements)}
	for _, v := range s.Env {
		args = append(args, "--env="+v)
	}
	if s.Write {
		args = append(args, "--dir", "w::/w")
	}
	if s.Read {
		args = append(args, "--read-dir", "r::/r")
	}
	args = append(args, limits(s, "--timeout-ms", "--memory", "--fuel")...)
	p, err := start(ctx, s, dir, r.path, append(append(args, guest, "--"), s.Args...)...)
	if err != nil {
		return parity.Outcome{}, err
	}
	var o parity.Outcome
	if !exists(result) {
		o.Kind = lastWords(p)
		p.stderr = nil // which are its own
	} else if err := readJSON(result, &o); err != nil {
		return o, err
	}
	return finish(o, p, s, dir)
}

func (r reference) exports(ctx context.Context, guest string) ([]string, error) {
	p, err := start(ctx, parity.Setting{}, "", r.path, "info", "--format", "json", guest)
	if err != nil || p.code != 0 {
		return nil, err
	}
	var info struct {
		Exports []string `json:"exports"`
	}
	return info.Exports, json.Unmarshal(p.stdout, &info)
}

// panicked is the code with which Rust programs end when they panic.
const panicked = 101

// lastWords is the kind of an end without a result.
func lastWords(p process) string {
	if p.hung {
		return "hang"
	}
	return "crash"
}

// limits are the options for the limits of a setting.
func limits(s parity.Setting, timeout, memory, fuel string) []string {
	var args []string
	if s.Timeout > 0 {
		args = append(args, timeout, strconv.FormatInt(s.Timeout, 10))
	}
	if s.Memory > 0 {
		args = append(args, memory, strconv.FormatUint(s.Memory, 10))
	}
	if s.Fuel > 0 {
		args = append(args, fuel, strconv.FormatUint(s.Fuel, 10))
	}
	return args
}

// cli is wasmtime's own command. It has no directories to be read only, and its
// limit on memory lets the guest go on.
type cli struct{ path string }

func (c cli) name() string              { return "wasmtime" }
func (c cli) can(s parity.Setting) bool { return !s.Read && s.Memory == 0 && s.Fuel == 0 }

func (c cli) run(ctx context.Context, guest string, s parity.Setting, dir string) (parity.Outcome, error) {
	args := []string{"run", "-C", "cache=n", "-W", "max-table-elements=" + strconv.Itoa(engine.DefaultTableElements)}
	for _, v := range s.Env {
		args = append(args, "--env="+v)
	}
	if s.Write {
		args = append(args, "--dir", "w::/w")
	}
	if s.Timeout > 0 {
		args = append(args, "-W", "timeout="+strconv.FormatInt(s.Timeout, 10)+"ms")
	}
	p, err := start(ctx, s, dir, c.path, append(append(args, guest), s.Args...)...)
	if err != nil {
		return parity.Outcome{}, err
	}
	var o parity.Outcome
	o, p.stderr = readCLI(p)
	return finish(o, p, s, dir)
}

// readCLI tells from what wasmtime prints how a run ended, and leaves of its
// standard error what is the guest's.
func readCLI(p process) (parity.Outcome, []byte) {
	stderr, message := p.stderr, ""
	if at := bytes.LastIndex(stderr, []byte("Error: ")); at >= 0 && (at == 0 || stderr[at-1] == '\n') {
		stderr, message = stderr[:at], string(stderr[at:])
	}
	switch {
	case p.hung, p.code < 0, p.code == panicked && bytes.Contains(p.stderr, []byte("panicked at")):
		return parity.Outcome{Kind: lastWords(p)}, nil
	case p.code == 0:
		return parity.Outcome{}, p.stderr
	case message == "" && p.code > 0:
		return parity.Outcome{Kind: "exit", Exit: p.code}, p.stderr
	case strings.Contains(message, "wasm trap: interrupt"):
		return parity.Outcome{Kind: "timeout"}, stderr
	case strings.Contains(message, "not found in the linker"), strings.Contains(message, "unknown import"):
		return parity.Outcome{Kind: "link"}, stderr
	case p.code == 134 || strings.Contains(message, "wasm trap: "), strings.Contains(message, "error while executing"):
		return parity.Outcome{Kind: "trap"}, stderr
	default:
		return parity.Outcome{Kind: "load"}, stderr
	}
}

// command is qyvol itself, with one of its implementations of WASI.
type command struct {
	path string
	wasi wasi.Implementation
}

func (c command) name() string              { return nameOf(c.wasi) }
func (c command) can(s parity.Setting) bool { return true }

func (c command) run(ctx context.Context, guest string, s parity.Setting, dir string) (parity.Outcome, error) {
	result := filepath.Join(dir, "result.json")
	args := []string{"run", "--quiet", "--wasi", string(c.wasi), "--result", result}
	if s.Timeout > 0 {
		args = append(args, "--timeout", strconv.FormatInt(s.Timeout, 10)+"ms")
	}
	if s.Memory > 0 {
		args = append(args, "--memory", strconv.FormatUint(s.Memory, 10))
	}
	if s.Fuel > 0 {
		args = append(args, "--fuel", strconv.FormatUint(s.Fuel, 10))
	}
	for _, v := range s.Env {
		args = append(args, "--env="+v)
	}
	if s.Write {
		args = append(args, "--allow-write", "w::/w")
	}
	if s.Read {
		args = append(args, "--allow-read", "r::/r")
	}
	p, err := start(ctx, s, dir, c.path, append(append(args, guest, "--"), s.Args...)...)
	if err != nil {
		return parity.Outcome{}, err
	}
	var r struct {
		Error *struct {
			Kind string `json:"kind"`
		} `json:"error"`
		Code  int                  `json:"exit_code"`
		Bytes struct{ Stderr int } `json:"bytes"`
	}
	if !exists(result) {
		return parity.Outcome{Kind: lastWords(p), Stderr: parity.OutputOf(p.stderr)}, nil
	}
	if err := readJSON(result, &r); err != nil {
		return parity.Outcome{}, err
	}
	if p.code != r.Code {
		return parity.Outcome{}, fmt.Errorf("%s ended with code %d, but its result says %d", guest, p.code, r.Code)
	}
	var o parity.Outcome
	if r.Error != nil {
		o.Kind = r.Error.Kind
	}
	if o.Kind == "exit" {
		o.Exit = r.Code
	}
	p.stderr = p.stderr[:min(r.Bytes.Stderr, len(p.stderr))] // the rest are its own words
	return finish(o, p, s, dir)
}

// nameOf is what Qyvol with an implementation is called in the tables.
func nameOf(i wasi.Implementation) string { return "qyvol " + string(i) }

// implementations are those of Qyvol.
func implementations() []wasi.Implementation { return []wasi.Implementation{wasi.Native, wasi.Hosted} }

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
