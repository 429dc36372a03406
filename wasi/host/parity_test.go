package host_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/wasi/host"
)

// Every guest that is a component, and needs no file, does hosted what it does
// under wasmtime's own WASI.
func TestFixtures(t *testing.T) {
	p := newPrograms(t)
	for _, c := range fixtures.Cases() {
		ends := c.Kind == "" || c.Kind == "exit" || c.Kind == "trap"
		module := strings.Contains(c.File, "-p1.") || strings.HasPrefix(c.File, "reactor/")
		if !ends || module || strings.HasPrefix(c.File, "files/") {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			text, err := fixtures.FS.ReadFile(c.File)
			mustBe(t, err)
			component, err := p.eng.Compile(text)
			mustBe(t, err)
			defer component.Close()
			p.same(t, component, request{
				append([]string{c.Name}, c.Args...), []host.Variable{{"LOG_LEVEL", "info"}}, c.Stdin,
			})
		})
	}
}

// The programs of a folder do the same under both: wasmtime's own tests of
// WASI 0.2 are not kept here. HOSTED_PROGRAMS is a list of files.
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
			c, err := p.eng.Compile(binary)
			mustBe(t, err)
			defer c.Close()
			r := programRequest(filepath.Base(file))
			p.same(t, c, r)
			t.Logf("ended with: %s", p.host(c, r).exit())
		})
	}
}

// programRequest is what wasmtime's own tests give a program.
func programRequest(name string) request {
	switch {
	case strings.HasPrefix(name, "cli_args"):
		return request{args: []string{"cli_args.wasm", "hello", "this", "", "is an argument", "with 🚩 emoji"}}
	case strings.HasPrefix(name, "cli_env"):
		return request{args: []string{name}, env: []host.Variable{{"frabjous", "day"}, {"callooh", "callay"}}}
	case strings.HasPrefix(name, "cli_stdin"), strings.HasPrefix(name, "cli_splice"):
		return request{args: []string{name}, stdin: "So rested he by the Tumtum tree"}
	case strings.HasPrefix(name, "preview1"):
		return request{args: []string{name, "."}}
	default:
		return request{args: []string{name}}
	}
}
