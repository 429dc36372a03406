//go:build unix

package command

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// loaderFailures are files that are not there, or not what they should be.
func loaderFailures(t *testing.T) []failure {
	t.Helper()
	list := append(missingFiles(), oddFiles()...)
	list = append(list, uncompilable(t)...)
	list = append(list, otherFiles()...)
	return append(list, unrecognised(t)...)
}

func missingFiles() []failure {
	return []failure{
		{name: "no file", args: []string{"run", "nowhere.wasm"}},
		{
			name: "no file, but others", args: []string{"run", "helo.wasm"},
			files: map[string]string{"hello.wasm": "", "hello.qyv": "", "text": ""},
		},
		{
			name: "no entry point, but one of nearly that name", args: []string{"run", "x.qyv"},
			files: map[string]string{"x.qyv": manifestOf("helo.wasm"), "hello.wasm": "", "bad.qyv": "", "other.wat": ""},
		},
		{
			name: "no entry point, but others", args: []string{"run", "x.qyv"},
			files: map[string]string{"x.qyv": manifestOf("nothing-like-it.wasm"), "hello.wasm": "", "bad.qyv": "", "other.wat": ""},
		},
		{name: "standard input without a byte", args: []string{"run", "-"}},
		{name: "standard input by its path without a byte", args: []string{"inspect", "/dev/stdin"}, exit: 3},
		{name: "a source", args: []string{"run", "main.go"}, files: map[string]string{"main.go": "package main\n\nfunc main() {}\n"}},
		{name: "a source of C", args: []string{"run", "t.c"}, files: map[string]string{"t.c": "int main(void) { return 0; }\n"}},
		{name: "an address", args: []string{"run", "https://example.com/x.wasm"}},
		{name: "an address of a manifest", args: []string{"validate", "http://example.com/x.qyv"}, exit: 3},
		{name: "an address with one slash", args: []string{"inspect", "http:/example.com/x.wasm"}, exit: 3},
		{name: "an address in a manifest", args: []string{"run", "x.qyv"}, files: map[string]string{"x.qyv": manifestOf("https://example.com/x.wasm")}},
		{name: "an address with one slash in a manifest", args: []string{"run", "x.qyv"}, files: map[string]string{"x.qyv": manifestOf("https:/example.com/x.wasm")}},
		{name: "a registry", args: []string{"compile", "oci://example.com/x:1"}, exit: 3},
		{name: "a repository", args: []string{"run", "git@example.com:x/y.git"}},
		{name: "a file's address", args: []string{"deploy", "file:///tmp/x.wasm"}, exit: 4},
		{name: "an unknown address", args: []string{"run", "s3://x/y.wasm"}},
		{name: "no entry point", args: []string{"run", "test.qyv"}, files: map[string]string{"test.qyv": manifestOf("out/x.wasm")}},
		{
			name: "another digest", args: []string{"run", "test.qyv"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "digest: sha256:"+strings.Repeat("0", 64))},
		},
		{
			name: "no permission to read it", args: []string{"run", "hello.wat"}, files: map[string]string{"hello.wat": nothing}, unprivileged: true,
			prepare: func(t *testing.T, dir string) { must(t, os.Chmod(filepath.Join(dir, "hello.wat"), 0)) },
		},
		{name: "a file on the way", args: []string{"run", "plain/x.wasm"}, files: map[string]string{"plain": ""}},
		{
			name: "links in a circle", args: []string{"run", "a.wasm"},
			prepare: func(t *testing.T, dir string) { must(t, os.Symlink("a.wasm", filepath.Join(dir, "a.wasm"))) },
		},
		{name: "a name that is too long", args: []string{"run", strings.Repeat("x", 300)}},
	}
}

func oddFiles() []failure {
	return []failure{
		{name: "a directory", args: []string{"run", "folder"}, files: map[string]string{"folder/x.wasm": ""}},
		{
			name: "a named pipe", args: []string{"run", "pipe"},
			prepare: func(t *testing.T, dir string) { must(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600)) },
		},
		{
			name: "a socket", args: []string{"run", "socket"},
			prepare: func(t *testing.T, dir string) {
				short, err := os.MkdirTemp("", "") // a socket's path must be
				must(t, err)
				t.Cleanup(func() { _ = os.RemoveAll(short) })
				l, err := net.Listen("unix", filepath.Join(short, "s"))
				must(t, err)
				t.Cleanup(func() { _ = l.Close() })
				must(t, os.Rename(filepath.Join(short, "s"), filepath.Join(dir, "socket")))
			},
		},
		{name: "a device", args: []string{"run", "/dev/null"}},
		{
			name: "too large", args: []string{"run", "large.wasm"}, files: map[string]string{"large.wasm": "\x00asm"},
			prepare: func(t *testing.T, dir string) { must(t, os.Truncate(filepath.Join(dir, "large.wasm"), 1<<30+1)) },
		},
	}
}

// otherFiles begin as files of their kind do.
func otherFiles() []failure {
	texts := []struct{ name, text string }{
		{"PDF", "%PDF-1.7\n%\xe2\xe3\n"},
		{"YAML", "first: 1\nsecond:\n  - 2\n"},
	}
	var list []failure
	for _, c := range texts {
		list = append(list, failure{name: c.name, args: []string{"run", "guest.wasm"}, files: map[string]string{"guest.wasm": c.text}})
	}
	return append(list, failure{
		name: "a manifest in place of a guest", args: []string{"run", "tool.wasm"},
		files: map[string]string{"tool.wasm": manifestOf("hello.wasm"), "hello.wasm": ""},
	}, failure{
		name: "a manifest for a manifest", args: []string{"run", "test.qyv"},
		files: map[string]string{"test.qyv": manifestOf("other.qyv"), "other.qyv": manifestOf("hello.wasm")},
	})
}

// uncompilable are files that the engine refuses.
func uncompilable(t *testing.T) []failure {
	t.Helper()
	texts := []struct{ name, text string }{
		{"not valid", "(module (func (result i32)))"},
		{"not text", "(modul)"},
		{"a memory of 64 bits", fixture(t, "table-huge/memory64.wat")},
		{"a table of 64 bits", fixture(t, "table-huge/table64.wat")},
		{"a table of 64 bits in a component", fixture(t, "table-huge/table64-component.wat")},
		{"composed with a loan", fixture(t, "composed/composed-borrow.wat")},
		{"shared memory", "(module (memory 1 1 shared))"},
		{"garbage collection", "(module (type (struct (field i32))))"},
		{"exceptions", "(module (tag))"},
		{"legacy exceptions", "(module (func try catch_all end))"},
		{"asynchronous", `(component (type (func async)) (import "f" (func (type 0))))`},
		{"a small memory of 64 bits", "(module (memory i64 1))"},
		{"another feature", `(module (func (param i64 i64 i64 i64) (result i64 i64)
			(i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3))))`},
	}
	var list []failure
	for _, c := range texts {
		list = append(list, failure{name: c.name, args: []string{"run", "guest.wat"}, files: map[string]string{"guest.wat": c.text}})
	}
	binary := func(name, data string) failure {
		return failure{name: name, args: []string{"run", "guest.wasm"}, files: map[string]string{"guest.wasm": data}}
	}
	list = append(list, failure{name: "a feature that wasmtime 44 lacks", args: []string{"run", "guest.qyv"}, files: map[string]string{
		"guest.qyv": "name: guest\nruntime: wasi\nentrypoint: guest.wat\nfeatures: [gc]\n",
		"guest.wat": "(module (type (struct)))",
	}})
	const preamble = "\x00asm\x01\x00\x00\x00"
	return append(list,
		binary("a name that is not UTF-8", preamble+"\x02\x08\x01\x01\xff\x01a\x03\x00\x01"),
		binary("a number that is too large", preamble+"\x05\x08\x01\x00\xff\xff\xff\xff\xff\x7f"),
		binary("a section that ends early", preamble+"\x01\x02\x01\x60"),
	)
}

// unrecognised are the files that show what a file can be instead.
func unrecognised(t *testing.T) []failure {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(fixtures.Dir(t), "recognise", "*"))
	must(t, err)
	if len(paths) < 35 {
		t.Fatalf("found %d files", len(paths))
	}
	var list []failure
	for _, path := range paths {
		name := filepath.Base(path)
		switch name {
		case "bom.wat", "comment.wat", "module.wasm", "plain.wat", "text-named-wasm.wasm":
			continue // what they should be
		}
		list = append(list, failure{name: name, args: []string{"run", name}, files: map[string]string{name: read(t, path)}})
	}
	return list
}
