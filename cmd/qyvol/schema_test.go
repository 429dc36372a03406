package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/qyvol/qyvol/fixtures"
)

// TestMain makes this binary the command where it is started under its name. The tests of
// internal/command start theirs by the thousand, and can't have a validator of schemas
// in it: to initialise that takes longer than to run a guest.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "qyvol" {
		main()
	}
	os.Exit(m.Run())
}

// output is what the command prints to standard output, however it ends.
func output(t *testing.T, args ...string) []byte {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command(self)
	cmd.Args = append([]string{"qyvol"}, args...)
	cmd.Env = append(os.Environ(), "QYVOL_CACHE_DIR="+dir, "HOME="+dir)
	out, err := cmd.Output()
	if _, ended := err.(*exec.ExitError); err != nil && !ended { //nolint:errorlint // as os/exec returns it
		t.Fatal(err)
	}
	return out
}

// What is printed as data is what its schema says.
func TestDataFollowsItsSchema(t *testing.T) {
	dir := fixtures.Dir(t)
	manifests, err := filepath.Glob(filepath.Join(dir, "manifests", "*", "*.qyv"))
	if err != nil || len(manifests) < 50 {
		t.Fatalf("%d manifests, %v", len(manifests), err)
	}
	empty := filepath.Join(t.TempDir(), "empty.qyv")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	validate := append([]string{"validate", "--format", "json", filepath.Join(dir, "nowhere.qyv"), empty}, manifests...)
	guest := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	for name, c := range map[string]struct {
		schema string
		args   []string
	}{
		"validate":           {"validate", validate},
		"validate, es":       {"validate", append([]string{"--lang", "es"}, validate...)},
		"a run":              {"result", []string{"run", "--result", "-", "--format", "json", guest("hello/hello.qyv")}},
		"a run that exits":   {"result", []string{"run", "--result", "-", "--format", "json", guest("exit-code/exit-with-code.wat")}},
		"a run that traps":   {"result", []string{"run", "--result", "-", "--format", "json", guest("div-zero/div-zero.wat")}},
		"a run out of time":  {"result", []string{"run", "--result", "-", "--format", "json", "--timeout", "20ms", guest("loop/loop.wat")}},
		"a run of nothing":   {"result", []string{"run", "--result", "-", "--format", "json", guest("nowhere.wasm")}},
		"explained":          {"explain", []string{"run", "--explain", "--format", "json", guest("hello/hello.qyv")}},
		"explained, by flag": {"explain", []string{"run", "--explain", "--format", "json", "--allow-read", dir, "--env", "A=b", guest("hello/hello.wasm")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := output(t, c.args...)
			// The guest's own output is before it.
			if c.schema == "result" {
				out = out[max(bytes.LastIndex(out, []byte("\n{\n")), 0):]
			}
			if err := valid(t, c.schema, out); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// A schema that accepts anything would say nothing.
func TestSchemasRefuse(t *testing.T) {
	for _, name := range []string{"validate", "result", "explain", "deploy"} {
		for _, text := range []string{"{}", "[]", `{"nonsense": 1}`} {
			if valid(t, name, []byte(text)) == nil {
				t.Errorf("%s accepts %s", name, text)
			}
		}
	}
}

// valid holds a document to the schema that the command prints.
func valid(t *testing.T, name string, document []byte) error {
	t.Helper()
	read := func(text []byte) any {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return value
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", read(output(t, "schema", name))); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(document) {
		return fmt.Errorf("not one document")
	}
	return schema.Validate(read(document))
}
