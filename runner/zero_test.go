package runner_test

import (
	"testing"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
)

// A unit with nothing in it is an error of the run.
func TestZeroValues(t *testing.T) {
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("panicked: %v", r)
		}
	}()
	var r runner.Runner
	defer r.Close()
	unit := new(loader.Unit)
	if _, err := r.Run(t.Context(), unit, runner.Options{}); err == nil {
		t.Error("Run runs it")
	}
	if err := r.Check(t.Context(), unit, runner.Options{}); err == nil {
		t.Error("Check passes it")
	}
	if _, err := r.Compile(t.Context(), unit, runner.Options{}); err == nil {
		t.Error("Compile compiles it")
	}
	if _, err := r.RunFile(t.Context(), "", runner.Options{}); err == nil {
		t.Error("RunFile runs it")
	}
}
