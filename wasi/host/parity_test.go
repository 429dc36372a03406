package host_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/wasi/host"
)

// Every guest that is a component, and needs no file, does hosted what it does
// under wasmtime's own WASI.
func TestFixtures(t *testing.T) {
	p := newPrograms(t)
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		ends := c.Kind == "" || c.Kind == "exit" || c.Kind == "trap"
		module := strings.Contains(c.File, "-p1.") || strings.HasPrefix(c.File, "reactor/")
		if !ends || module || strings.HasPrefix(c.File, "files/") {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			text, err := fixtures.FS.ReadFile(c.File)
			mustBe(t, err)
			p.same(t, text, request{
				args: append([]string{c.Name}, c.Args...), env: []host.Variable{{"LOG_LEVEL", "info"}}, stdin: c.Stdin,
			})
		})
	}
}

// The programs of a folder do the same under both: wasmtime's own tests of
// WASI 0.2 are not kept here. HOSTED_PROGRAMS is a list of files.
// HOSTED_ROOT, if set, is a folder whose copy they have as "/", and no arguments:
// for the programs of wasi-testsuite.
func TestPrograms(t *testing.T) {
	list := os.Getenv("HOSTED_PROGRAMS")
	if list == "" {
		t.Skip("HOSTED_PROGRAMS names no programs")
	}
	p := newPrograms(t)
	for _, file := range filepath.SplitList(list) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			binary, err := os.ReadFile(file)
			mustBe(t, err)
			r := programRequest(filepath.Base(file))
			if root := os.Getenv("HOSTED_ROOT"); root != "" {
				r.args, r.dir, r.files = r.args[:1], "/", left(t, root)
			}
			t.Logf("ended with: %s", p.same(t, binary, r).exit())
		})
	}
}

// programRequest is what wasmtime's own tests give a program.
func programRequest(name string) request {
	name = strings.TrimPrefix(name, "p2_") // which newer ones are called
	switch {
	case strings.HasPrefix(name, "cli_args"):
		return request{args: []string{"cli_args.wasm", "hello", "this", "", "is an argument", "with 🚩 emoji"}}
	case strings.HasPrefix(name, "cli_env"):
		return request{args: []string{name}, env: []host.Variable{{"frabjous", "day"}, {"callooh", "callay"}}}
	case strings.HasPrefix(name, "cli_stdin"), strings.HasPrefix(name, "cli_splice"):
		return request{args: []string{name}, stdin: "So rested he by the Tumtum tree"}
	case strings.HasPrefix(name, "preview1"), strings.HasPrefix(name, "p1_"):
		return request{args: []string{name, "."}, env: []host.Variable{{"ERRNO_MODE_UNIX", "1"}}, dir: "."}
	case strings.HasPrefix(name, "cli_file_read"), strings.HasPrefix(name, "api_read_only"):
		return request{
			args: []string{name}, dir: "/", readOnly: strings.HasPrefix(name, "api"),
			files: map[string]string{"bar.txt": "And stood awhile in thought", "sub/": ""},
		}
	case strings.HasPrefix(name, "cli_file"), strings.HasPrefix(name, "file_"):
		return request{args: []string{name}, dir: "/", files: map[string]string{"bar.txt": "'Twas brillig, and the slithy toves.\n"}}
	case strings.HasPrefix(name, "cli_directory"):
		return request{args: []string{name}, dir: "/", files: map[string]string{
			"foo.txt": "", "bar.txt": "", "baz.txt": "", "sub/wow.txt": "", "sub/yay.txt": "",
		}}
	default:
		return request{args: []string{name}}
	}
}
