package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// spec is what WASI's test suite says of a program, in the JSON file beside it
// (the suite's doc/specification.md): a list of operations, or the older form,
// which is a run, what may be read of it, and its end.
type spec struct {
	Operations []operation `json:"operations"`
	Proposals  []string    `json:"proposals"`
	World      string      `json:"world"`
	Servers    any         `json:"servers"`
	Debug      bool        `json:"debug"`

	Args     []string          `json:"args"`
	Env      map[string]string `json:"env"`
	Root     string            `json:"root"`
	ExitCode *int              `json:"exit_code"`
	Stdout   *string           `json:"stdout"`
	Stderr   *string           `json:"stderr"`
}

// operation is a step of a test. Which fields it has depends on its type.
type operation struct {
	Type string `json:"type"`

	Args     []string          `json:"args"`      // run
	Env      map[string]string `json:"env"`       // run
	Root     string            `json:"root"`      // run: a folder beside the program
	ExitCode int               `json:"exit_code"` // wait
	ID       string            `json:"id"`        // read, write, connect, send, recv
	Payload  string            `json:"payload"`   // read, write, send, recv
	whole    bool              // read: there must be no more

	ProtocolType string `json:"protocol_type"` // connect
	Method       string `json:"method"`        // request
	Path         string `json:"path"`          // request
	Headers      any    `json:"headers"`       // request
	Body         string `json:"body"`          // request
	Response     any    `json:"response"`      // request
	Signal       string `json:"signal"`        // kill
}

// readSpec reads the specification of a program. Without one, the program just
// has to succeed. A field that is not known is an error.
func readSpec(program string) (*spec, error) {
	data, err := os.ReadFile(strings.TrimSuffix(program, ".wasm") + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		data, err = []byte("{}"), nil
	}
	if err != nil {
		return nil, err
	}
	s := new(spec)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(s); err != nil {
		return nil, err
	}
	if err := s.normalise(); err != nil {
		return nil, err
	}
	return s, s.check()
}

// normalise writes the older form as operations.
func (s *spec) normalise() error {
	older := s.Args != nil || s.Env != nil || s.Root != "" || s.ExitCode != nil || s.Stdout != nil || s.Stderr != nil
	newer := s.Operations != nil || s.Proposals != nil || s.Servers != nil || s.World != ""
	switch {
	case older && newer:
		return errors.New("the specification mixes both of its forms")
	case s.Operations != nil:
		return nil
	}
	s.Operations = []operation{{Type: "run", Args: s.Args, Env: s.Env, Root: s.Root}}
	for id, payload := range map[string]*string{"stdout": s.Stdout, "stderr": s.Stderr} {
		if payload != nil {
			s.Operations = append(s.Operations, operation{Type: "read", ID: id, Payload: *payload, whole: true})
		}
	}
	wait := operation{Type: "wait"}
	if s.ExitCode != nil {
		wait.ExitCode = *s.ExitCode
	}
	s.Operations = append(s.Operations, wait)
	return nil
}

// check refuses what this command would misunderstand: other orders than run,
// its steps, wait.
func (s *spec) check() error {
	last := len(s.Operations) - 1
	for i, o := range s.Operations {
		switch o.Type {
		case "run", "wait":
			if (o.Type == "run") != (i == 0) || (o.Type == "wait") != (i == last) {
				return fmt.Errorf("operation %d: %s is not where one is understood", i+1, o.Type)
			}
		case "read", "write", "connect", "send", "recv", "request", "kill":
			if i == 0 || i == last {
				return fmt.Errorf("operation %d: %s is outside of a run", i+1, o.Type)
			}
		default:
			return fmt.Errorf("operation %d: the type %q is not known", i+1, o.Type)
		}
	}
	return nil
}
