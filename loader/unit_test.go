package loader_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
)

func write(t testing.TB, path, content string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func digestOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func TestLoadBareFile(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content string
		format  loader.Format
	}{
		"hello.wasm":     {componentHeader, loader.FormatComponent},
		"old.wasm":       {moduleHeader, loader.FormatModule},
		"text.wat":       {"(module)", loader.FormatText},
		"no-extension":   {moduleHeader, loader.FormatModule},
		"odd.name.bin":   {moduleHeader, loader.FormatModule},
		"a component":    {componentHeader, loader.FormatComponent},
		"text-in-a.wasm": {"(component)", loader.FormatText},
	} {
		unit, err := loader.Load(write(t, filepath.Join(dir, name), c.content), loader.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if unit.Name() != strings.TrimSuffix(name, filepath.Ext(name)) || unit.Path() != filepath.Join(dir, name) ||
			unit.Format() != c.format || unit.Size() != int64(len(c.content)) || unit.Digest() != digestOf(c.content) ||
			unit.Manifest() != nil || unit.BaseDir() != dir || unit.HasFallback() {
			t.Errorf("%s: %s %s %v %d %s", name, unit.Name(), unit.Path(), unit.Format(), unit.Size(), unit.Digest())
		}
	}
}

const manifestText = "name: app\nentrypoint: bin/app.wasm\nruntime: wasi\n"

func TestLoadManifest(t *testing.T) {
	dir := t.TempDir()
	app := write(t, filepath.Join(dir, "bin", "app.wasm"), componentHeader)
	for _, name := range []string{"app.qyv", "APP2.QYV", "app.yaml", "manifest", "tool.wasm", "tool.wat", "a.qyv.wasm"} {
		path := write(t, filepath.Join(dir, name), manifestText)
		if strings.EqualFold(filepath.Ext(name), ".qyv") {
			if _, err := loader.Load(path, loader.Options{}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		} else {
			isNoManifest(t, name, path, loader.Options{})
		}
		unit, err := loader.Load(path, loader.Options{AnyName: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if unit.Name() != "app" || unit.Path() != app || unit.BaseDir() != dir || unit.Manifest().Entrypoint != "bin/app.wasm" {
			t.Errorf("%s: %s %s %s", name, unit.Name(), unit.Path(), unit.BaseDir())
		}
	}
	absolute := write(t, filepath.Join(t.TempDir(), "a.qyv"), "name: app\nruntime: wasi\nentrypoint: "+app+"\n")
	if unit, err := loader.Load(absolute, loader.Options{}); err != nil || unit.Path() != app {
		t.Errorf("an absolute entry point: %v", err)
	}
}

// isNoManifest expects that what reads as a manifest isn't taken for one.
func isNoManifest(t *testing.T, name, path string, opts loader.Options) {
	t.Helper()
	var named *loader.ManifestNameError
	var notWasm *loader.NotWasmError
	u, err := loader.Load(path, opts)
	if u != nil || !errors.As(err, &named) || named.Path != path || !errors.As(err, &notWasm) || message.HintOf(err).IsZero() {
		t.Errorf("%s: %v, %v", name, u, err)
	}
}

// What comes in place of a guest grants nothing, in whatever form a manifest can be written.
func TestManifestInPlaceOfGuest(t *testing.T) {
	for name, text := range map[string]string{
		"plain":      manifestText,
		"commented":  "# mine\n---\n" + manifestText,
		"as JSON":    `{"name": "app", "entrypoint": "bin/app.wasm", "runtime": "wasi"}`,
		"with a BOM": "\ufeff" + manifestText,
		"UTF-16":     "\xff\xfen\x00a\x00m\x00e\x00:\x00 \x00a\x00",
		"granting":   manifestText + "permissions:\n  fs:\n    - {mount: /, from: /, access: read-write}\n",
	} {
		path := write(t, filepath.Join(t.TempDir(), "tool.wasm"), text)
		for _, opts := range []loader.Options{{}, {Stdin: strings.NewReader(text)}} {
			if opts.Stdin != nil {
				path = loader.InputPath
			}
			if u, err := loader.Load(path, opts); u != nil || !errors.As(err, new(*loader.NotWasmError)) {
				t.Errorf("%s, %s: %v, %v", name, path, u, err)
			}
		}
	}
}

func TestLoadManifestErrors(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, filepath.Join(dir, "bad.qyv"), "name: app\nentrypoit: x.wasm\n")
	var errs manifest.Errors
	if _, err := loader.Load(bad, loader.Options{}); !errors.As(err, &errs) {
		t.Errorf("got %v", err)
	}
	if _, err := loader.Load(filepath.Join(dir, "none.qyv"), loader.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	// A manifest is no entry point.
	write(t, filepath.Join(dir, "inner.qyv"), manifestText)
	outer := write(t, filepath.Join(dir, "outer.qyv"), "name: app\nentrypoint: inner.qyv\nruntime: wasi\n")
	var notWasm *loader.NotWasmError
	if _, err := loader.Load(outer, loader.Options{}); !errors.As(err, &notWasm) || notWasm.Looks != loader.LookManifest {
		t.Errorf("got %v", err)
	}
}

func TestDigestPin(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "bin", "app.wasm"), componentHeader)
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(dir, "cache")})
	good := write(t, filepath.Join(dir, "good.qyv"), manifestText+"digest: "+digestOf(componentHeader)+"\n")
	if _, err := loader.Load(good, loader.Options{Cache: cache}); err != nil {
		t.Error(err)
	}
	wrong := digestOf("something else")
	bad := write(t, filepath.Join(dir, "bad.qyv"), manifestText+"digest: "+wrong+"\n")
	unit, err := loader.Load(bad, loader.Options{Cache: cache})
	var e *loader.DigestMismatchError
	if unit != nil || !errors.As(err, &e) || e.Want != wrong || e.Got != digestOf(componentHeader) {
		t.Fatalf("got %v, %v", unit, err)
	}
	if said := e.Error(); !strings.Contains(said, e.Want) || !strings.Contains(said, e.Got) {
		t.Errorf("%s", said)
	}
}

func TestFallback(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "bin", "app.wasm"), componentHeader)
	lite := write(t, filepath.Join(dir, "lite.wasm"), moduleHeader)
	path := write(t, filepath.Join(dir, "app.qyv"),
		manifestText+"digest: "+digestOf(componentHeader)+"\nrecovery: {fallback: ./lite.wasm}\n")
	unit, err := loader.Load(path, loader.Options{})
	if err != nil || !unit.HasFallback() {
		t.Fatal(err)
	}
	fallback, err := unit.Fallback()
	if err != nil {
		t.Fatal(err)
	}
	if fallback.Path() != lite || fallback.Name() != "app" || fallback.Manifest() != unit.Manifest() ||
		fallback.Format() != loader.FormatModule || fallback.HasFallback() || fallback.BaseDir() != dir {
		t.Errorf("%s %s", fallback.Path(), fallback.Name())
	}
	var none *loader.NoFallbackError
	if _, err := fallback.Fallback(); !errors.As(err, &none) {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(lite); err != nil {
		t.Fatal(err)
	}
	if _, err := unit.Fallback(); !errors.Is(err, loader.ErrWasmNotFound) {
		t.Errorf("got %v", err)
	}
}

// The nearest name is meant, unless it is too short to tell; capitals matter least.
func TestNearestName(t *testing.T) {
	for missing, want := range map[string]string{
		"helo.wasm": "hello.wasm", "hello.wat": "hello.wasm", "Hello.wasm": "hello.wasm", "helol.wasm": "hello.wasm",
		"report.componentt.wasm": "report.component.wasm", "HELLO.WASM": "hello.wasm", "Hello": "hello.wasm", "a.wasm": "", "ap.wasm": "", "pap.wasm": "", "app.wat": "app.wasm", "goodbye.wasm": "", "notes.wasm": "",
	} {
		dir := t.TempDir()
		for _, name := range []string{"app.wasm", "hello.wasm", "notes.txt", "report.component.wasm"} {
			write(t, filepath.Join(dir, name), componentHeader)
		}
		_, err := loader.Load(filepath.Join(dir, missing), loader.Options{})
		var e *loader.WasmNotFoundError
		if want != "" {
			want = filepath.Join(dir, want)
		}
		if !errors.As(err, &e) || e.Nearest != want {
			t.Errorf("%s: %v, nearest %q, not %q", missing, err, e.Nearest, want)
		}
	}
}

// Addresses are told from files, unless there is such a file.
func TestAddresses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.MkdirAll("http:", 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join("http:", "there.wasm"), componentHeader)
	for path, address := range map[string]bool{
		"http://x/y.wasm": true, "https://x/y.qyv": true, "HTTPS://x/y": true, "http:/x/y.wasm": true, "oci://x/y": true, "oci:/x/y": true,
		"file:///x": true, "git@x:y": true, "ssh://x/y": true, "s3://x/y": true, "git+https://x": true,
		"ghcr.io/x/y:1": true, "ghcr.io/x/y": true, "localhost:5000/x:latest": true, "registry.example/x/y:1.2": true, "registry.example/x@sha256:0": true,
		"my.dir/x": false, "my.dir/x.wasm": false, "./x:1": false, "../x:1": false, ".hidden/x:1": false, "dir/x:1": false, "ghcr.io": false,
		"C:/x:1": false, "C:/x.wasm": false, "./http:/x.wasm": false, "a:b.wasm": false, "x/y://z.wasm": false, "odd:/x.wasm": false, "://x": false,
	} {
		_, err := loader.Load(path, loader.Options{})
		var e *loader.AddressError
		if errors.As(err, &e) != address {
			t.Errorf("%s: %v", path, err)
		}
		if address && (e.Path != path || message.HintOf(err).IsZero()) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := loader.Load("http:/there.wasm", loader.Options{}); err != nil {
		t.Error(err)
	}
}

func TestNotFound(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "b.wasm"), componentHeader)
	write(t, filepath.Join(dir, "a.qyv"), "")
	write(t, filepath.Join(dir, "notes.txt"), "")
	for _, path := range []string{filepath.Join(dir, "x.wasm"), filepath.Join(dir, "b.wasm", "x.wasm")} {
		_, err := loader.Load(path, loader.Options{})
		var e *loader.WasmNotFoundError
		if !errors.As(err, &e) || e.Path != path || !errors.Is(err, loader.ErrWasmNotFound) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
	_, err := loader.Load(filepath.Join(dir, "x.wasm"), loader.Options{})
	if hint := message.HintOf(err).In(message.English); !strings.Contains(hint, "a.qyv, b.wasm") || strings.Contains(hint, "notes") {
		t.Errorf("hint %q", hint)
	}
	_, err = loader.Load(filepath.Join(t.TempDir(), "x.wasm"), loader.Options{})
	if message.HintOf(err).IsZero() {
		t.Error("no hint in an empty directory")
	}
}

func TestTooLarge(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "x.wasm"), moduleHeader)
	_, err := loader.Load(path, loader.Options{MaxSize: 7})
	var e *loader.TooLargeError
	if !errors.As(err, &e) || e.Size != 8 || e.Limit != 7 || e.Path != path {
		t.Errorf("got %v", err)
	}
	if _, err := loader.Load(path, loader.Options{MaxSize: 8}); err != nil {
		t.Error(err)
	}
	// A sparse file beyond the default limit is refused without being read.
	file, err := os.Create(filepath.Join(t.TempDir(), "sparse.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Truncate(loader.DefaultMaxSize + 1); err != nil {
		t.Skip(err)
	}
	if _, err := loader.Load(file.Name(), loader.Options{}); !errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
}

func TestUnrecognisedFiles(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content string
		looks   loader.Look
	}{
		"empty.wasm":       {"", loader.LookEmpty},
		"script.wasm":      {"#!/bin/sh\n", loader.LookScript},
		"precompiled.wasm": {string(precompiled("44")) + strings.Repeat("x", 2*loader.HeadSize), loader.LookPrecompiled},
		"large.wasm":       {strings.Repeat("x", 2*loader.HeadSize), loader.LookText},
	} {
		path := write(t, filepath.Join(dir, name), c.content)
		_, err := loader.Load(path, loader.Options{})
		var e *loader.NotWasmError
		if !errors.As(err, &e) || e.Looks != c.looks || e.Path != path {
			t.Errorf("%s: %v", name, err)
		}
		if c.looks == loader.LookPrecompiled && e.Detail != "44" {
			t.Errorf("%s: version %q", name, e.Detail)
		}
	}
	// Cut beyond the head: a section header that only the whole file shows.
	long := componentHeader + "\x00\x80\x80\x08" + strings.Repeat("x", 2*loader.HeadSize) + "\x01\x7f"
	path := write(t, filepath.Join(dir, "cut.wasm"), long)
	_, err := loader.Load(path, loader.Options{})
	var e *loader.TruncatedError
	if !errors.As(err, &e) || e.Offset != int64(len(long)-2) || e.Path != path {
		t.Errorf("got %v", err)
	}
	// Comments longer than the head.
	path = write(t, filepath.Join(dir, "long.wat"), strings.Repeat(";; a comment\n", loader.HeadSize)+"(module)")
	if unit, err := loader.Load(path, loader.Options{}); err != nil || unit.Format() != loader.FormatText {
		t.Errorf("got %v", err)
	}
	path = write(t, filepath.Join(dir, "comments.wat"), strings.Repeat(";; a comment\n", loader.HeadSize)+"x")
	if _, err := loader.Load(path, loader.Options{}); err == nil {
		t.Error("comments only were loaded")
	}
}

// A manifest whose component can't be had still gives a unit, for what it says
// about that.
func TestEntryError(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "app.qyv"), manifestText+"recovery: {fallback: ./lite.wasm}\n")
	lite := write(t, filepath.Join(dir, "lite.wasm"), moduleHeader)
	_, err := loader.Load(path, loader.Options{})
	var entry *loader.EntryError
	var missing *loader.WasmNotFoundError
	if !errors.As(err, &entry) || !errors.As(err, &missing) || err.Error() != missing.Error() {
		t.Fatalf("got %v", err)
	}
	u := entry.Unit
	if u.Err() == nil || u.Path() != missing.Path || u.Digest() != "" || u.Name() != "app" || !u.HasFallback() {
		t.Errorf("the unit is %+v", u)
	}
	fallback, err := u.Fallback()
	if err != nil || fallback.Err() != nil || fallback.Path() != lite || fallback.Again().Path() != lite {
		t.Errorf("the fallback is %+v: %v", fallback, err)
	}
	if again := u.Again(); again.Err() == nil {
		t.Error("it was found, though it isn't there")
	}
	write(t, missing.Path, componentHeader)
	if again := u.Again(); again.Err() != nil || again.Digest() != digestOf(componentHeader) || u.Err() == nil {
		t.Errorf("it was not found again: %v", again.Err())
	}
	if _, _, err := loader.LoadComponent(context.Background(), nil, u, loader.LoadOptions{}); !errors.Is(err, u.Err()) {
		t.Errorf("loading what isn't there: %v", err)
	}
}

// What has no file stays in memory, however often it is loaded.
func TestBytesStay(t *testing.T) {
	unit, err := loader.LoadBytes("guest", []byte("(module)"))
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	for range 2 {
		c, _, err := loader.LoadComponent(context.Background(), eng, unit, loader.LoadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
