package loader_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// all errors that a user can meet, each of their variants once.
func allErrors() []error {
	pathErr := func(err error) error { return &fs.PathError{Op: "op", Path: "hidden", Err: err} }
	list := []error{
		&loader.WasmNotFoundError{Path: "app.wasm"},
		&loader.WasmNotFoundError{Path: "app.wasm", Nearby: []string{"a.wasm", "b.qyv"}},
		&loader.UnreadableError{Path: "app.wasm", Err: pathErr(syscall.EIO)},
		&loader.UnreadableError{Path: "app.wasm", Err: pathErr(syscall.EACCES)},
		&loader.TooLargeError{Path: "app.wasm", Size: 3 << 29, Limit: 1 << 30},
		&loader.ChangedError{Path: "app.wasm"},
		&loader.DigestMismatchError{Path: "app.wasm", Want: "sha256:aa", Got: "sha256:bb"},
		&loader.NoFallbackError{Name: "app"},
		&loader.TruncatedError{Path: "app.wasm", Offset: 8, Need: 100, Size: 50},
		&loader.NotWasmError{Path: "app.wasm", Looks: loader.LookPrecompiled, Detail: "43"},
	}
	for _, mode := range []fs.FileMode{fs.ModeDir, fs.ModeNamedPipe, fs.ModeSocket, fs.ModeDevice, fs.ModeIrregular} {
		list = append(list, &loader.NotRegularError{Path: "app.wasm", Mode: mode})
	}
	for look := loader.LookBinary; look <= loader.LookLFS; look++ {
		detail := ""
		switch look {
		case loader.LookBinary:
			detail = "0102"
		case loader.LookScript:
			detail = "#!/bin/sh"
		case loader.LookWasmVersion, loader.LookComponentVersion:
			detail = "0xa/1"
		default:
		}
		list = append(list, &loader.NotWasmError{Path: "app.wasm", Looks: look, Detail: detail})
	}
	return append(append(list, compileErrors()...), cacheErrors(pathErr)...)
}

func compileErrors() (list []error) {
	for _, reason := range []string{
		"the reason", "an async function needs the asynchronous part of the Component Model (at offset 0xb)",
		"wasm[3]::function[10]: type mismatch: expected i32 but nothing on stack", "memory64 must be enabled",
		"invalid var_u32: integer too large", "threads must be enabled", "without the gc feature",
		"exceptions proposal not enabled", "legacy exceptions support is not enabled", "malformed UTF-8 encoding", "unexpected end-of-file", "x is not enabled",
		"unable to make memory executable",
	} {
		list = append(list, &loader.ModuleLoadError{Path: "app.wasm", Format: loader.FormatComponent, Err: errors.New(reason)})
	}
	return list
}

func cacheErrors(pathErr func(error) error) []error {
	list := []error{
		&loader.CacheWriteError{Dir: "/cache", Err: pathErr(syscall.EIO)},
		&loader.CacheWriteError{Dir: "/cache", Err: &os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.ENOSPC}},
		&loader.CacheWriteError{Dir: "/cache", Err: pathErr(syscall.EACCES)},
		&loader.CacheEntryError{Path: "/cache/code/x.code"},
		&loader.CacheEntryError{Path: "/cache/code/x.code", Err: pathErr(syscall.EIO)},
		&loader.CacheConfigError{Err: errors.New("neither $XDG_CACHE_HOME nor $HOME are defined")},
		&loader.CacheConfigError{Name: "QYVOL_CACHE_SIZE", Value: "much", Err: errors.New("invalid")},
		&loader.CacheConfigError{Name: "QYVOL_CACHE_DIR", Value: "$PLACE/cache", Err: fs.ErrNotExist},
		&loader.CacheExposedError{Dir: "/srv/app/.cache", By: "/srv/app"},
		&loader.CacheLentError{Dir: "/cache"},
		&loader.CacheLentError{Dir: "/cache", Closed: true},
		&loader.CacheLimitError{Size: 2 << 20, Limit: 1 << 20},
	}
	for why := loader.UnsafeLink; why <= loader.UnsafeMode; why++ {
		list = append(list, &loader.UnsafeDirError{Dir: "/cache", Why: why})
	}
	return list
}

// What users read, in both languages. Run with -update to rewrite it.
func TestErrorsGolden(t *testing.T) {
	const golden = "testdata/errors.golden"
	var got strings.Builder
	for _, err := range allErrors() {
		for _, lang := range []message.Lang{message.Spanish, message.English} {
			fmt.Fprintf(&got, "%s: %s\n", lang, message.Of(err, lang))
			if hint := message.HintOf(err); !hint.IsZero() {
				fmt.Fprintf(&got, "    %s\n", hint.In(lang))
			}
		}
		got.WriteByte('\n')
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("%s differs; got:\n%s", golden, got.String())
	}
}

// In English, Error says what a localised message does.
func TestErrorIsEnglish(t *testing.T) {
	for _, err := range allErrors() {
		if err.Error() != message.Of(err, message.English) {
			t.Errorf("%T: %q, %q", err, err.Error(), message.Of(err, message.English))
		}
	}
}
