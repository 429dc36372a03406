//go:build unix

package loader_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/loader"
)

// What is no file is refused, without blocking on it.
func TestNotRegular(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo.wasm")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for path, want := range map[string]fs.FileMode{
		dir: fs.ModeDir, fifo: fs.ModeNamedPipe, "/dev/null": fs.ModeDevice,
		filepath.Join(dir, "s"): fs.ModeSocket,
	} {
		_, err := loader.Load(path, loader.Options{})
		var e *loader.NotRegularError
		if !errors.As(err, &e) || e.Mode&want == 0 || e.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestSymbolicLinksAreFollowed(t *testing.T) {
	dir := t.TempDir()
	real := write(t, filepath.Join(dir, "real.wasm"), moduleHeader)
	link := filepath.Join(dir, "link.wasm")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if unit, err := loader.Load(link, loader.Options{}); err != nil || unit.Name() != "link" {
		t.Error(err)
	}
	if err := os.Remove(real); err != nil {
		t.Fatal(err)
	}
	if _, err := loader.Load(link, loader.Options{}); !errors.Is(err, loader.ErrWasmNotFound) {
		t.Errorf("a dangling link: %v", err)
	}
}

func TestUnreadable(t *testing.T) {
	// /proc/self/mem is a file for stat; reading its start fails, for root too.
	if _, err := os.Stat("/proc/self/mem"); err == nil {
		_, err := loader.Load("/proc/self/mem", loader.Options{})
		if err == nil {
			t.Error("/proc/self/mem was loaded")
		}
	}
	loop := filepath.Join(t.TempDir(), "loop.wasm")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	var e *loader.UnreadableError
	if _, err := loader.Load(loop, loader.Options{}); !errors.As(err, &e) || !errors.Is(err, unix.ELOOP) || e.Path != loop {
		t.Errorf("got %v", err)
	}
	if os.Geteuid() == 0 {
		return // may read everything
	}
	closed := write(t, filepath.Join(t.TempDir(), "closed.wasm"), moduleHeader)
	if err := os.Chmod(closed, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := loader.Load(closed, loader.Options{}); !errors.As(err, &e) || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}
