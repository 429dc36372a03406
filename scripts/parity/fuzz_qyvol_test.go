package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/qyvol/qyvol/fixtures/parity"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// qyvol runs guests in this process.
type qyvol struct {
	runner runner.Runner
	dir    string
}

func (q *qyvol) run(guest []byte, cache *loader.Cache) (ended, error) {
	if isManifest(guest) {
		return ended{parity.Outcome{Kind: string(program.KindLoad)}, "it is a manifest"}, nil
	}
	file := filepath.Join(q.dir, fuzzName)
	if err := os.WriteFile(file, guest, 0o600); err != nil {
		return ended{}, err
	}
	var stdout, stderr bytes.Buffer
	result, err := q.runner.RunFile(context.Background(), file, runner.Options{
		Limits: wasi.Limits{Timeout: fuzzTimeQyvol, Memory: fuzzMemory, Fuel: fuzzFuel},
		Stdio:  wasi.Stdio{Stdout: &stdout, Stderr: &stderr},
		Cache:  cache,
	})
	e := ended{Outcome: parity.Outcome{Kind: string(program.KindOf(err)), Exit: result.ExitCode}}
	if err != nil {
		e.message = explained(err)
	}
	e.Stdout, e.Stderr = parity.OutputOf(stdout.Bytes()), parity.OutputOf(stderr.Bytes())
	return e, nil
}

// isManifest tells what Qyvol would not run as a guest but follow: a mutated
// manifest could grant anything to anything.
func isManifest(guest []byte) bool {
	_, err := loader.Recognise(guest, int64(len(guest)))
	var looks *loader.NotWasmError
	return errors.As(err, &looks) && looks.Looks == loader.LookManifest
}

// explained is an error with all of its causes: the words that users see leave
// some out.
func explained(err error) string {
	words := err.Error()
	for ; err != nil; err = errors.Unwrap(err) {
		words += "\n" + err.Error()
		if several, ok := err.(interface{ Unwrap() []error }); ok {
			for _, cause := range several.Unwrap() {
				words += "\n" + explained(cause)
			}
		}
	}
	return words
}
