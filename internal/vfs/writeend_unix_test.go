//go:build unix

package vfs_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// Several who write at the end lose nothing to each other, also where the system
// has to be asked where the end is.
func TestWriteEnd(t *testing.T) {
	dir := t.TempDir()
	fs := disk(t, dir, vfs.DiskOptions{})
	path := filepath.Join(dir, "f")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close()
			for range 100 {
				if n, err := vfs.WriteEnd(fs, int(f.Fd()), []byte("0123456789")); n != 10 || err != nil {
					t.Errorf("%d, %v", n, err)
				}
			}
		})
	}
	wait.Wait()
	if info, err := os.Stat(path); err != nil || info.Size() != 8000 {
		t.Errorf("the file is %v, %v", info, err)
	}
}
