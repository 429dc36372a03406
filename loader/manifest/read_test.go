package manifest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hello.qyv")
	write(t, path, base)
	m, err := manifest.ReadFile(path, manifest.Options{})
	if err != nil || m.Name != "hello" || m.Path != path {
		t.Fatalf("got %+v, %v", m, err)
	}
	m, err = manifest.ReadFile(path, manifest.Options{Path: "shown.qyv"})
	if err != nil || m.Path != "shown.qyv" {
		t.Fatalf("got %+v, %v", m, err)
	}
}

func TestReadFileErrors(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.qyv")
	write(t, large, strings.Repeat("#", manifest.MaxSize+1))
	cases := []struct {
		name, path string
		kind       manifest.Kind
		cause      error
	}{
		{"not-found", filepath.Join(dir, "none.qyv"), manifest.ErrNotFound, fs.ErrNotExist},
		{"directory", dir, manifest.ErrDirectory, nil},
		{"large", large, manifest.ErrTooLarge, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := manifest.ReadFile(c.path, manifest.Options{Path: c.name + ".qyv"})
			if m != nil || !errors.Is(err, c.kind) {
				t.Fatalf("got %v, %v; want %v", m, err, c.kind)
			}
			if c.cause != nil && !errors.Is(err, c.cause) {
				t.Errorf("%v lost its cause", err)
			}
			for _, lang := range []message.Lang{message.English, message.Spanish} {
				golden(t, filepath.Join("testdata", "read", c.name), lang, said(err, lang))
			}
		})
	}
}

// What the file system says is told in the user's language where it can be.
func TestFileErrors(t *testing.T) {
	for name, cause := range map[string]error{
		"no-permission": &fs.PathError{Op: "open", Path: "x.qyv", Err: fs.ErrPermission},
		"unreadable":    &fs.PathError{Op: "read", Path: "x.qyv", Err: errors.New("input/output error")},
	} {
		err := manifest.FileError("x.qyv", cause)
		if !errors.Is(err, manifest.ErrUnreadable) || !errors.Is(err, cause) {
			t.Errorf("%s: %v", name, err)
		}
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			golden(t, filepath.Join("testdata", "read", name), lang, said(err, lang))
		}
	}
}

func TestReadFileWithoutPermission(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.qyv")
	write(t, path, base)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(path); err == nil {
		_ = f.Close()
		t.Skip("this user reads everything")
	}
	_, err := manifest.ReadFile(path, manifest.Options{Path: "secret.qyv"})
	if !errors.Is(err, manifest.ErrUnreadable) || !errors.Is(err, fs.ErrPermission) {
		t.Fatalf("got %v", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
