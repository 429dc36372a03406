package engine

import (
	"fmt"
	"io"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// WASIConfig is a context for wasmtime's native WASI 0.2 and preview 1. The
// zero value grants nothing: no arguments, no environment, an empty standard
// input, and output that is thrown away.
type WASIConfig struct {
	Args []string // the program's name first
	Env  []EnvVar

	Stdin  Input
	Stdout Output
	Stderr Output

	Preopens []Preopen
}

// EnvVar is one variable of a guest's environment.
type EnvVar struct{ Name, Value string }

// Preopen is a directory of the host that a guest sees under a name of its own.
// wasmtime 44's file system has published holes: see SECURITY.md.
type Preopen struct {
	Host  string // a directory
	Guest string // its name in the guest: an absolute path, or "."
	Write bool
}

// Input is where a guest reads from: the zero value is an empty input.
type Input struct {
	// Inherit reads this process's own standard input. A guest that waits for
	// it can't be interrupted.
	Inherit bool
	// Reader is read as far as the guest asks, and some buffers further.
	Reader io.Reader
	// Bytes are read from memory.
	Bytes []byte
}

// Output is where a guest writes to: the zero value throws it away. What is
// written is through when the store is closed.
type Output struct {
	// Inherit writes through the library's own stream, which is buffered until
	// the guest flushes. It is for terminals, which a guest can then recognise.
	Inherit bool
	// Writer gets what the guest writes, through a pipe: the guest waits only
	// when that is full. Where both streams have the same Writer they share the
	// pipe, so that what was written first comes first; all of it then counts as
	// standard output. If a Write of standard output fails, the guest is stopped
	// with PipeClosed.
	Writer io.Writer
}

// WASIError is a part of a WASIConfig that can't be provided.
type WASIError struct {
	What  string // "argument", "variable", "stdin", "directory"
	Value string
	Err   error
}

func (e *WASIError) Error() string { return fmt.Sprintf("%s %q: %v", e.What, e.Value, e.Err) }

// Unwrap returns the cause.
func (e *WASIError) Unwrap() error { return e.Err }

// SetWASI gives the store its WASI context, once, before instantiation.
func (s *Store) SetWASI(cfg *WASIConfig) error {
	if s.raw == nil {
		return component.ErrClosed
	}
	raw := component.NewWASI()
	defer raw.Close()
	if err := setArgs(raw, cfg); err != nil {
		return err
	}
	for _, p := range cfg.Preopens {
		if err := firstError(checkText(p.Host), checkText(p.Guest)); err != nil {
			return &WASIError{What: "directory", Value: p.Host, Err: err}
		}
		if err := raw.Preopen(p.Host, p.Guest, p.Write); err != nil {
			return &WASIError{What: "directory", Value: p.Host, Err: err}
		}
	}
	defer s.startPumps()
	if err := s.setOutputs(raw, cfg); err != nil {
		return err
	}
	if err := s.setInput(raw, cfg.Stdin); err != nil {
		return &WASIError{What: "stdin", Err: err}
	}
	if err := s.raw.SetWASI(raw); err != nil {
		return s.runError("wasi", err)
	}
	s.wasi = true
	return nil
}

func setArgs(raw *component.WASI, cfg *WASIConfig) error {
	for _, arg := range cfg.Args {
		if err := checkText(arg); err != nil {
			return &WASIError{What: "argument", Value: arg, Err: err}
		}
	}
	names, values := make([]string, len(cfg.Env)), make([]string, len(cfg.Env))
	for i, v := range cfg.Env {
		names[i], values[i] = v.Name, v.Value
		if err := firstError(checkText(v.Name), checkText(v.Value)); err != nil {
			return &WASIError{What: "variable", Value: v.Name, Err: err}
		}
	}
	if len(cfg.Args) > 0 {
		if err := raw.SetArgs(cfg.Args); err != nil {
			return &WASIError{What: "argument", Err: err}
		}
	}
	if len(names) == 0 {
		return nil
	}
	return raw.SetEnv(names, values)
}

func checkText(s string) error {
	switch {
	case strings.ContainsRune(s, 0):
		return errNUL
	case strings.ToValidUTF8(s, "") != s:
		return component.ErrInvalidUTF8
	}
	return nil
}
