package loader_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
)

// The place of an error in a text is one in the user's file.
func TestTextErrorsNameTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "guest.wat")
	write(t, path, "(module\n  (func (i32.konst 1)))")
	unit, err := loader.Load(path, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	_, _, err = loader.LoadComponent(t.Context(), eng, unit, loader.LoadOptions{})
	if err == nil || !strings.Contains(err.Error(), path+":2:10") || strings.Contains(err.Error(), "<anon>") {
		t.Errorf("got %v", err)
	}
}
