//go:build unix

package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// manifestFailures are all bad manifests of the repository, and what no file of
// a repository can be.
func manifestFailures(t *testing.T) []failure {
	t.Helper()
	list := slices.Concat(
		fixtureManifests(t, "bad", 2), fixtureManifests(t, "good/warn-", 0), generatedManifests(), missingManifests(),
	)
	return append(list, failure{
		name: "run says the same", args: []string{"run", "bad.qyv"},
		files: map[string]string{"bad.qyv": "name: test\nentrypoit: x.wasm\nruntime: wasi\n"},
	}, failure{
		name: "several manifests", args: []string{"validate", "good.qyv", "bad.qyv", "nowhere.qyv"}, exit: 2,
		files: map[string]string{
			"good.qyv": manifestOf("hello.wat"), "hello.wat": nothing,
			"bad.qyv": "name: test\nentrypoit: x.wasm\nruntime: wasi\n",
		},
	}, failure{
		name: "a component that is validated", args: []string{"validate", "hello.wasm"}, exit: 2,
		files: map[string]string{"hello.wasm": fixture(t, "hello/hello.wasm")},
	}, failure{
		name: "a pipe", args: []string{"run", "pipe.qyv"},
		prepare: func(t *testing.T, dir string) {
			t.Helper()
			must(t, syscall.Mkfifo(filepath.Join(dir, "pipe.qyv"), 0o600))
		},
	}, failure{
		name: "entry point that does not exist", args: []string{"validate", "test.qyv"},
		files: map[string]string{"test.qyv": manifestOf("nowhere.wasm")},
	})
}

// fixtureManifests are those in a folder of fixtures/manifests, or those there
// whose names begin in a certain way.
func fixtureManifests(t *testing.T, where string, exit int) []failure {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(fixtures.Dir(t), "manifests", filepath.FromSlash(where)+"*", "*.qyv"))
	must(t, err)
	if strings.HasSuffix(where, "-") {
		paths, err = filepath.Glob(filepath.Join(fixtures.Dir(t), "manifests", filepath.FromSlash(where)+"*.qyv"))
		must(t, err)
	}
	if len(paths) == 0 {
		t.Fatalf("no manifests in %s", where)
	}
	var list []failure
	for _, path := range paths {
		name := filepath.Base(path)
		f := failure{
			name: strings.TrimSuffix(name, ".qyv"), args: []string{"validate", name}, exit: exit,
			files: map[string]string{name: read(t, path)},
			env:   []string{"QYVOL_TEST_SET=from the host", "QYVOL_TEST_BLANK="},
		}
		if name == "variable-unset.qyv" { // which is fine until it runs
			f.args[0], f.files["hello.wasm"] = "run", nothing
		}
		list = append(list, f)
	}
	return list
}

// generatedManifests are too large to be kept, or no text.
func generatedManifests() []failure {
	base := manifestOf("hello.wasm")
	texts := []struct{ name, text string }{
		{"too large", base + strings.Repeat("#", 1<<20)},
		{"too many elements", base + "args: [" + strings.Repeat("a,", 20000) + "]\n"},
		{"too deep", base + "args: " + strings.Repeat("[", 100000)},
		{"too many errors", base + "env:\n" + strings.Repeat("  A B: 1\n", 120)},
		{"a long pattern", base + "permissions: {fs: [{mount: /a, from: a, access: read, exclude: [" + strings.Repeat("a", 4096) + "]}]}\n"},
		{"WebAssembly", "\x00asm\x01\x00\x00\x00"},
		{"UTF-16", "\xFF\xFEn\x00a\x00"},
		{"Latin-1", base + "language: espa\xF1ol\n"},
		{"a control character", base + "language: \x1b[31mred\n"},
		{"writing direction", base + "permissions: {fs: \"\u202enone\"}\n"},
	}
	var list []failure
	for _, c := range texts {
		list = append(list, failure{
			name: c.name, args: []string{"validate", "test.qyv"}, exit: 2, files: map[string]string{"test.qyv": c.text},
		})
	}
	return append(list, failure{
		name: "a variable that is not UTF-8", args: []string{"run", "test.qyv"},
		files: map[string]string{"test.qyv": manifestOf("hello.wat", `args: ["${LATIN1}"]`), "hello.wat": nothing},
		env:   []string{"LATIN1=a\xF1o"},
	})
}

// missingManifests can't be read.
func missingManifests() []failure {
	return []failure{
		{name: "no manifest", args: []string{"validate", "nowhere.qyv"}, exit: 2},
		{name: "a directory", args: []string{"validate", "folder.qyv"}, files: map[string]string{"folder.qyv/x": ""}, exit: 2},
		{
			name: "no permission to read it", args: []string{"validate", "test.qyv"}, exit: 2, unprivileged: true,
			files:   map[string]string{"test.qyv": manifestOf("hello.wasm")},
			prepare: func(t *testing.T, dir string) { must(t, os.Chmod(filepath.Join(dir, "test.qyv"), 0)) },
		},
		{name: "a file on the way", args: []string{"validate", "plain/test.qyv"}, files: map[string]string{"plain": ""}, exit: 2},
	}
}
