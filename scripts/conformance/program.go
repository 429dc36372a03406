package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// implementation is a WASI that qyvol has, with the options that choose it.
type implementation struct {
	name    string
	options []string
}

// implementations are all that exist.
func implementations() []implementation {
	return []implementation{
		{name: "native", options: []string{"--wasi", "native"}},
		{name: "hosted", options: []string{"--wasi", "hosted"}},
	}
}

// programTimeout is for programs that never end, not for slow machines.
const programTimeout = time.Minute

// suiteProgram is one of the suite, with what it is run by.
type suiteProgram struct {
	path  string
	spec  *spec
	qyvol string
	by    implementation
}

// ended is how a run of the command ended.
type ended struct {
	stdout, stderr string
	code           int
	kind           string // of error; "exit" is the guest's own
}

// run runs a program in a copy of the folder that it may write to, and returns
// what is not as its specification says.
func (p *suiteProgram) run(parent context.Context) error {
	dir, err := os.MkdirTemp("", "conformance-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // temporary
	args, err := p.arguments(dir)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(parent, programTimeout)
	defer cancel()
	e, err := p.start(ctx, dir, args)
	switch {
	case parent.Err() != nil:
		return parent.Err()
	case ctx.Err() != nil:
		return fmt.Errorf("it took more than %s", programTimeout)
	case err != nil:
		return err
	}
	return p.compare(e)
}

// arguments are those of qyvol. The folder that the program gets as its root is
// copied into dir.
func (p *suiteProgram) arguments(dir string) ([]string, error) {
	run := p.spec.Operations[0]
	args := []string{"run", "--quiet", "--lang", "en", "--result", filepath.Join(dir, "result.json")}
	args = append(args, p.by.options...)
	for _, name := range slices.Sorted(maps.Keys(run.Env)) {
		args = append(args, "--env="+name+"="+run.Env[name])
	}
	if run.Root != "" {
		root := filepath.Join(dir, "root")
		if err := copyRoot(root, filepath.Join(filepath.Dir(p.path), run.Root)); err != nil {
			return nil, fmt.Errorf("its root %s: %w", run.Root, err)
		}
		args = append(args, "--allow-write", root+"::/")
	}
	return append(append(args, p.path, "--"), run.Args...), nil
}

// copyRoot leaves out what an earlier run of another runner left behind.
func copyRoot(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return filepath.WalkDir(to, func(path string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".cleanup" {
			return err
		}
		if err := os.RemoveAll(path); err != nil || !entry.IsDir() {
			return err
		}
		return filepath.SkipDir
	})
}

func (p *suiteProgram) start(ctx context.Context, dir string, args []string) (ended, error) {
	cmd := exec.CommandContext(ctx, p.qyvol, args...)
	var input strings.Builder
	for _, o := range p.spec.Operations {
		if o.Type == "write" {
			input.WriteString(o.Payload)
		}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input.String()), &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return ended{}, err
	}
	e := ended{stdout: stdout.String(), stderr: stderr.String(), code: cmd.ProcessState.ExitCode()}
	e.kind, err = kindOf(filepath.Join(dir, "result.json"))
	return e, err
}

// kindOf reads the kind of error of a result: qyvol's exit code by itself does
// not tell the guest's from its own.
func kindOf(file string) (string, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return "crash", nil
	}
	if err != nil {
		return "", err
	}
	var r struct {
		Error *struct {
			Kind string `json:"kind"`
		} `json:"error"`
	}
	if err := json.Unmarshal(data, &r); err != nil || r.Error == nil {
		return "", err
	}
	return r.Error.Kind, nil
}

// compare looks first at the end, as an error there explains the rest.
func (p *suiteProgram) compare(e ended) error {
	wait := p.spec.Operations[len(p.spec.Operations)-1]
	if e.kind != "" && e.kind != "exit" || e.code != wait.ExitCode {
		return fmt.Errorf("it ended with code %d %s, not %d: %s", e.code, e.kind, wait.ExitCode, e.stderr)
	}
	streams := map[string]string{"stdout": e.stdout, "stderr": e.stderr}
	for _, o := range p.spec.Operations[1:] {
		switch o.Type {
		case "read":
			if o.ID == "" {
				o.ID = "stdout"
			}
			rest, ok := strings.CutPrefix(streams[o.ID], o.Payload)
			if !ok {
				return fmt.Errorf("%s is %q, not %q", o.ID, streams[o.ID], o.Payload)
			}
			if o.whole && rest != "" {
				return fmt.Errorf("%s goes on with %q", o.ID, rest)
			}
			streams[o.ID] = rest
		case "connect", "send", "recv", "request", "kill":
			return fmt.Errorf("no implementation has what the operation %s needs", o.Type)
		}
	}
	return nil
}
