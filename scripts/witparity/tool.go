package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// tool is wasm-tools, with a folder for files.
type tool struct {
	ctx  context.Context
	path string
	dir  string
}

// wit is the WIT that wasm-tools prints for a component.
func (t tool) wit(data []byte) (string, error) {
	path := filepath.Join(t.dir, "component.wasm")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return "", err
	}
	out, err := t.run("component", "wit", path)
	return string(out), err
}

// direct is what wasm-tools says of a component without writing it as text.
func (t tool) direct(data []byte) (map[string]string, error) {
	path := filepath.Join(t.dir, "component.wasm")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return nil, err
	}
	out, err := t.run("component", "wit", "--json", path)
	if err != nil {
		return nil, err
	}
	return items(out, true)
}

// items is what a text of WIT says, as wasm-tools reads it; roots is as in graph.
func (t tool) items(text string, roots bool) (map[string]string, error) {
	path := filepath.Join(t.dir, "world.wit")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, err
	}
	out, err := t.run("component", "wit", "--all-features", "--json", path)
	if err != nil {
		return nil, err
	}
	return items(out, roots)
}

func (t tool) run(args ...string) ([]byte, error) {
	var out, problem bytes.Buffer
	cmd := exec.CommandContext(t.ctx, t.path, args...)
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		return nil, errors.New(strings.TrimSpace(problem.String()) + " (" + err.Error() + ")")
	}
	return out.Bytes(), nil
}
