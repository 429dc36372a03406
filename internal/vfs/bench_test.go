package vfs_test

import (
	"fmt"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

func bench(b *testing.B, run func(b *testing.B, h *vfs.Handle)) {
	b.Helper()
	onDisk, err := vfs.OpenDisk(b.TempDir(), vfs.DiskOptions{})
	if err != nil {
		b.Fatal(err)
	}
	defer onDisk.Close()
	for _, c := range []struct {
		name string
		fs   vfs.FS
	}{{"memfs", vfs.NewMem(1 << 30)}, {"diskfs", onDisk}} {
		b.Run(c.name, func(b *testing.B) {
			tree, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: c.fs}})
			if err != nil {
				b.Fatal(err)
			}
			h, _ := tree.Open("/", true)
			defer h.Close()
			h.CreateDirAt("a")
			h.CreateDirAt("a/b")
			o, err := h.OpenAt("a/b/f", true, vfs.Write|vfs.Create)
			if err != nil {
				b.Fatal(err)
			}
			o.File.Close()
			b.ReportAllocs()
			run(b, h)
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, path := range []string{"f", "a/b/f"} {
		b.Run(fmt.Sprint(len(path)/2+1, "names"), func(b *testing.B) {
			bench(b, func(b *testing.B, h *vfs.Handle) {
				for b.Loop() {
					o, err := h.OpenAt(path, true, vfs.Read|vfs.Write|vfs.Create)
					if err != nil {
						b.Fatal(err)
					}
					o.File.Close()
				}
			})
		})
	}
}

func BenchmarkStat(b *testing.B) {
	bench(b, func(b *testing.B, h *vfs.Handle) {
		for b.Loop() {
			if _, err := h.StatAt("a/b/f", true); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkReadDir(b *testing.B) {
	bench(b, func(b *testing.B, h *vfs.Handle) {
		for i := range 1000 {
			h.CreateDirAt(fmt.Sprint("a/", i))
		}
		o, _ := h.OpenAt("a", true, vfs.Read)
		for b.Loop() {
			if names, err := list(o.Dir); err != nil || len(names) != 1001 {
				b.Fatal(len(names), err)
			}
		}
	})
}

func benchBytes(b *testing.B, call func(f vfs.File, p []byte, at uint64) (int, error)) {
	b.Helper()
	for _, size := range []int{4 << 10, 1 << 20} {
		b.Run(fmt.Sprint(size>>10, "KiB"), func(b *testing.B) {
			bench(b, func(b *testing.B, h *vfs.Handle) {
				o, _ := h.OpenAt("a/b/f", true, vfs.Read|vfs.Write)
				p := make([]byte, size)
				o.File.WriteAt(p, 0)
				b.SetBytes(int64(size))
				for b.Loop() {
					if n, err := call(o.File, p, 0); n != size || err != nil {
						b.Fatal(n, err)
					}
				}
			})
		})
	}
}

func BenchmarkRead(b *testing.B)  { benchBytes(b, vfs.File.ReadAt) }
func BenchmarkWrite(b *testing.B) { benchBytes(b, vfs.File.WriteAt) }
