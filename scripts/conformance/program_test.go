package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The older form of a specification is the newer one in other words.
func TestReadSpec(t *testing.T) {
	seven := 7
	for text, want := range map[string][]operation{
		"": {{Type: "run"}, {Type: "wait"}},
		`{"args": ["a"], "env": {"b": "c"}, "root": "d", "exit_code": 7, "stdout": "o"}`: {
			{Type: "run", Args: []string{"a"}, Env: map[string]string{"b": "c"}, Root: "d"},
			{Type: "read", ID: "stdout", Payload: "o", whole: true},
			{Type: "wait", ExitCode: seven},
		},
		`{"operations": [{"type": "run"}, {"type": "read", "payload": "o"}, {"type": "wait", "exit_code": 7}]}`: {
			{Type: "run"}, {Type: "read", Payload: "o"}, {Type: "wait", ExitCode: seven},
		},
		`{"proposals": ["http"]}`: {{Type: "run"}, {Type: "wait"}},
	} {
		files := map[string]string{"a.wasm": ""}
		if text != "" {
			files["a.json"] = text
		}
		s, err := readSpec(filepath.Join(write(t, files), "a.wasm"))
		if err != nil || !reflect.DeepEqual(s.Operations, want) {
			t.Errorf("%s: got %+v, %v", text, s, err)
		}
	}
	for _, text := range []string{
		"[]", `{"weird": 1}`, `{"args": [], "operations": []}`, `{"operations": [{"type": "weird"}]}`, `{"operations": [{"type": "run"}]}`,
		`{"operations": [{"type": "wait"}, {"type": "run"}]}`, `{"operations": [{"type": "run"}, {"type": "weird"}, {"type": "wait"}]}`,
		`{"operations": [{"type": "read"}, {"type": "run"}, {"type": "wait"}]}`, `{"operations": [{"type": "run", "x": 1}, {"type": "wait"}]}`,
	} {
		if s, err := readSpec(filepath.Join(write(t, map[string]string{"a.json": text}), "a.wasm")); err == nil {
			t.Errorf("%s: got %+v", text, s)
		}
	}
}

// programs are guests with specifications, and what is wrong with them.
var programs = []struct{ name, guest, spec, fails string }{
	{"default", "hello/hello-p1.wasm", "", ""},
	{"component", "hello/hello.wasm", "", ""},
	{"arguments and environment", "args-env/args-env-p1.wasm", `{"args": ["one"], "env": {"A": "x y"}, "stdout": "arg 1: one\nenv A=x y\n"}`, ""},
	{"another output", "hello/hello-p1.wasm", `{"stdout": "bye"}`, "stdout is"},
	{"more output", "hello/hello-p1.wasm", `{"stdout": "Hello"}`, "stdout goes on"},
	{"another error output", "hello/hello-p1.wasm", `{"stderr": "bye"}`, "stderr is"},
	{"exit code", "exit-code/exit-code-p1.wasm", `{"args": ["33"], "exit_code": 33}`, ""},
	{"another exit code", "exit-code/exit-code-p1.wasm", `{"args": ["33"]}`, "code 33 exit, not 0"},
	{"success in place of an exit", "hello/hello-p1.wasm", `{"exit_code": 1}`, "code 0 , not 1"},
	{"exit of the guest", "exit-code/exit-code-p1.wasm", `{"args": ["3"], "exit_code": 3}`, ""},
	{"trap in place of an exit", "trap/trap-p1.wat", `{"exit_code": 3}`, "code 3 trap, not 3"},
	{"input", "cat/cat-p1.wasm", `{"operations": [{"type": "run"}, {"type": "write", "id": "stdin", "payload": "hi"}, {"type": "read", "payload": "h"}, {"type": "read", "payload": "i"}, {"type": "wait"}]}`, ""},
	{"another read", "cat/cat-p1.wasm", `{"operations": [{"type": "run"}, {"type": "write", "payload": "hi"}, {"type": "read", "payload": "h"}, {"type": "read", "payload": "x"}, {"type": "wait"}]}`, `stdout is "i`},
	{"network", "hello/hello-p1.wasm", `{"operations": [{"type": "run"}, {"type": "connect"}, {"type": "wait"}]}`, "what the operation connect needs"},
	{"no root", "hello/hello-p1.wasm", `{"root": "none"}`, "none"},
	{"bad specification", "hello/hello-p1.wasm", `{"weird": 1}`, "weird"},
}

func TestRunPrograms(t *testing.T) {
	for _, tt := range programs {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"a.wasm": guest(t, tt.guest)}
			if tt.spec != "" {
				files["a.json"] = tt.spec
			}
			r := &report{}
			o := &options{qyvol: self(t)}
			if err := o.runPrograms(t.Context(), suite{name: "s", root: write(t, files)}, r, nil); err != nil {
				t.Fatal(err)
			}
			if len(r.Suites) != len(implementations()) {
				t.Fatalf("got %+v", r)
			}
			for _, one := range r.Suites {
				if tt.fails == "" && (one.Passed != 1 || one.Failed != 0) {
					t.Errorf("got %+v", one)
				}
				if tt.fails != "" && (one.Failed != 1 || !strings.Contains(one.Results[0].Message, tt.fails)) {
					t.Errorf("got %+v, not %q", one, tt.fails)
				}
			}
		})
	}
}

// A program writes into a copy of its folder, without what others left there.
func TestRoot(t *testing.T) {
	dir := write(t, map[string]string{
		"a.wasm": guest(t, "files/files-p1.wasm"), "a.json": `{"root": "fs", "args": ["write", "/new", "x", ",", "list", "/"], "stdout": "ok\na.txt\nnew\nsub/\n"}`,
		"fs/a.txt": "a", "fs/b.cleanup": "b", "fs/sub/c.cleanup/d": "d",
	})
	r := &report{}
	o := &options{qyvol: self(t)}
	if err := o.runPrograms(t.Context(), suite{name: "s", root: dir}, r, nil); err != nil {
		t.Fatal(err)
	}
	for _, one := range r.Suites {
		if one.Passed != 1 {
			t.Errorf("got %+v", one)
		}
	}
	left, err := os.ReadDir(filepath.Join(dir, "fs"))
	if err != nil || len(left) != 3 {
		t.Errorf("the suite's own folder holds %v, %v", left, err)
	}
	to := filepath.Join(t.TempDir(), "copy")
	if err := copyRoot(to, filepath.Join(dir, "fs")); err != nil {
		t.Fatal(err)
	}
	copied, _ := os.ReadDir(to)
	sub, _ := os.ReadDir(filepath.Join(to, "sub"))
	if len(copied) != 2 || len(sub) != 0 {
		t.Errorf("the copy holds %v and %v", copied, sub)
	}
}

// The version of WASI is what the manifest of a folder says, or its name.
func TestVersionOf(t *testing.T) {
	dir := write(t, map[string]string{"wasm32-wasip1/x": "", "y/manifest.json": `{"name": "n", "version": "wasm32-wasip3"}`})
	if got := versionOf(filepath.Join(dir, "wasm32-wasip1")); got != "wasm32-wasip1" {
		t.Errorf("got %s", got)
	}
	if got := versionOf(filepath.Join(dir, "y")); got != "wasm32-wasip3" {
		t.Errorf("got %s", got)
	}
}
