package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the command as users do: testdata/script has one file a
// topic. $FIXTURES are the guests; the cache of compiled code is shared, so
// that each is compiled once; messages are in English unless a script says so.
func TestScripts(t *testing.T) {
	fixtures, err := filepath.Abs("../../fixtures")
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	if err := os.Chmod(cache, 0o700); err != nil { //nolint:gosec // a cache of code must be this user's only
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", fixtures)
			env.Setenv("QYVOL_CACHE_DIR", filepath.Join(cache, "qyvol"))
			env.Setenv("QYVOL_LANG", "en")
			return nil
		},
	})
}
