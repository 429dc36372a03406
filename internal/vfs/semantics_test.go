package vfs_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// A backend makes an empty place where a script runs.
type backend struct {
	name   string
	kernel bool
	make   func(t *testing.T) system
}

func open(t *testing.T, mounts ...vfs.Mount) *vfs.Handle {
	t.Helper()
	tr, err := vfs.NewTree(mounts)
	if err != nil {
		t.Fatal(err)
	}
	h, err := tr.Open(mounts[0].Path, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

func disk(t *testing.T, path string, opts vfs.DiskOptions) vfs.FS {
	t.Helper()
	fs, err := vfs.OpenDisk(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { fs.Close() })
	return fs
}

func guest(h *vfs.Handle) *tree { return &tree{h: h, files: map[string]vfs.Opened{}} }

func backends() []backend {
	return append(kernels(), []backend{
		{name: "memfs", make: func(t *testing.T) system {
			return guest(open(t, vfs.Mount{Path: "/", FS: vfs.NewMem(64 << 20)}))
		}},
		{name: "diskfs", make: func(t *testing.T) system {
			return guest(open(t, vfs.Mount{Path: "/", FS: disk(t, t.TempDir(), vfs.DiskOptions{})}))
		}},
		{name: "diskfs with quota and exclude", make: func(t *testing.T) system {
			return guest(open(t, vfs.Mount{
				Path: "/data", FS: disk(t, t.TempDir(), vfs.DiskOptions{Quota: 1 << 40}),
				Exclude: []string{"/never/here/**"},
			}))
		}},
		{name: "memfs in a mount", make: func(t *testing.T) system {
			h := open(t, vfs.Mount{Path: "/", FS: disk(t, t.TempDir(), vfs.DiskOptions{})},
				vfs.Mount{Path: "/sub/mount", FS: vfs.NewMem(64 << 20)})
			o, err := h.OpenAt("sub/mount", false, vfs.Read)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { o.Dir.Close() })
			return guest(o.Dir)
		}},
	}...)
}

// The same scenarios run on each file system and, on Linux, on the kernel.
func TestSemantics(t *testing.T) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			for _, s := range scenarios {
				t.Run(s.name, func(t *testing.T) { runScript(t, b.make(t), b.kernel, s.script) })
			}
		})
	}
}
