package command

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/engine"
)

// TestScripts runs the command as users do: testdata/script has one file a
// topic. $FIXTURES are the guests; the cache of compiled code is shared, so
// that each is compiled once; messages are in English unless a script says so.
func TestScripts(t *testing.T) {
	fixtures, err := filepath.Abs("../../fixtures")
	if err != nil {
		t.Fatal(err)
	}
	shells, err := filepath.Abs("shell")
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	if err := os.Chmod(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", fixtures)
			env.Setenv("WASMTIME", engine.WasmtimeVersion())
			env.Setenv("SHELLS", shells)
			env.Setenv("QYVOL_CACHE_DIR", filepath.Join(cache, "qyvol"))
			env.Setenv("QYVOL_LANG", "en")
			env.Vars = append(env.Vars, noWait)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "wasmtime44" {
				return false, fmt.Errorf("there is no condition %q", cond)
			}
			return ofModule(), nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": exitCommand, "field": fieldCommand,
		},
	})
}

// exitCommand runs a command that ends with a certain code:
//
//	code 42 qyvol run exit.wasm 42
func exitCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code NUMBER COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // as os/exec returns it
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// fieldCommand looks at data in JSON or YAML, in a file or in stdout or stderr:
//
//	field result.json error.kind trap
//	field stderr attempts.0.duration_ms >0
//	! field stderr error
func fieldCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg && len(args) != 2 || !neg && len(args) != 3 {
		ts.Fatalf("usage: field FILE PATH VALUE, or ! field FILE PATH")
	}
	value, ok := lookUp(parseData(ts, ts.ReadFile(args[0])), strings.Split(args[1], "."))
	switch {
	case neg && ok:
		ts.Fatalf("there is %s: %v", args[1], value)
	case neg:
	case !ok:
		ts.Fatalf("there is no %s", args[1])
	case !matches(value, args[2]):
		ts.Fatalf("%s is %v, not %s", args[1], value, args[2])
	}
}

func parseData(ts *testscript.TestScript, text string) any {
	var data any
	if strings.HasPrefix(text, "{") {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber() // as it is written
		ts.Check(decoder.Decode(&data))
	} else {
		ts.Check(yaml.Load([]byte(text), &data))
	}
	return data
}

func lookUp(data any, path []string) (any, bool) {
	if len(path) == 0 {
		return data, true
	}
	switch d := data.(type) {
	case map[string]any:
		value, ok := d[path[0]]
		if !ok {
			return nil, false
		}
		return lookUp(value, path[1:])
	case []any:
		if path[0] == "length" {
			return lookUp(len(d), path[1:])
		}
		if i, err := strconv.Atoi(path[0]); err == nil && i < len(d) {
			return lookUp(d[i], path[1:])
		}
	}
	return nil, false
}

// matches compares a value with a text, or a number with a bound: >0.
func matches(value any, want string) bool {
	text := fmt.Sprint(value)
	bound, ok := strings.CutPrefix(want, ">")
	if !ok {
		return text == want
	}
	number, err := strconv.ParseFloat(text, 64)
	least, boundErr := strconv.ParseFloat(bound, 64)
	return err == nil && boundErr == nil && number > least
}
