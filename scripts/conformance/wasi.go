package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// runPrograms runs the programs of WASI's test suite, under each implementation
// of WASI. Each version of WASI is a suite of its own in the report.
func (o *options) runPrograms(ctx context.Context, s suite, r *report, reasons []*reason) error {
	files, err := s.files(".wasm")
	if err != nil {
		return err
	}
	reports := map[string]*suiteReport{}
	for _, by := range implementations() {
		for _, file := range files {
			name := s.name + " " + versionOf(filepath.Dir(file)) + " (" + by.name + ")"
			to := reports[name]
			if to == nil {
				to = &suiteReport{Name: name, Revision: s.revision, reasons: reasons}
				reports[name] = to
				r.Suites = append(r.Suites, to)
			}
			if err := runProgram(ctx, suiteProgram{path: file, qyvol: o.qyvol, by: by}, base(s.root, file), to); err != nil {
				return err
			}
		}
	}
	return nil
}

func runProgram(ctx context.Context, p suiteProgram, name string, r *suiteReport) error {
	r.Files++
	one := result{File: name, position: position{1, 1}, Directive: "program"}
	var err error
	if p.spec, err = readSpec(p.path); err != nil {
		one.Directive = "specification"
	} else {
		err = p.run(ctx)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		one.Message = oneLine(err.Error())
	}
	r.add(one, err != nil)
	return nil
}

// versionOf is that of WASI which the programs of a folder are for: what its
// manifest says, or its name.
func versionOf(dir string) string {
	var manifest struct {
		Version string `json:"version"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err == nil && json.Unmarshal(data, &manifest) == nil && manifest.Version != "" {
		return manifest.Version
	}
	return filepath.Base(dir)
}

// errNoQyvol is a run of programs without anything to run them.
var errNoQyvol = errors.New("-wasi needs -qyvol, the program to test")
