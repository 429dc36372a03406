package vfs_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// fill writes until nothing more goes, and gives how much went.
func fill(t *testing.T, f vfs.File, piece int) uint64 {
	t.Helper()
	var done uint64
	for {
		n, err := f.WriteAt(make([]byte, piece), done)
		done += uint64(n)
		if errors.Is(err, vfs.InsufficientSpace) {
			return done
		}
		check(t, err)
		if n == 0 {
			t.Fatal("nothing written, and no error")
		}
	}
}

func create(t *testing.T, h *vfs.Handle, path string) vfs.File {
	t.Helper()
	o, err := h.OpenAt(path, false, vfs.Read|vfs.Write|vfs.Create)
	check(t, err)
	t.Cleanup(func() { o.File.Close() })
	return o.File
}

func TestMemQuota(t *testing.T) {
	for _, piece := range []int{1, 100, 4096, 100_000, 1 << 20} {
		const quota = 1 << 18
		fs := vfs.NewMem(quota)
		h := open(t, vfs.Mount{Path: "/", FS: fs})
		check(t, h.CreateDirAt("d"))
		before := vfs.Used(fs)
		f := create(t, h, "f")
		done := fill(t, f, piece)
		if used := vfs.Used(fs); used > quota || done < quota*9/10 {
			t.Errorf("pieces of %d: %d written, %d counted", piece, done, used)
		}
		// Nothing else breaks.
		runScript(t, guest(h), false, `
			stat f -> file:`+fmt.Sprint(done)+`:1
			mkdir e -> insufficient-space
			rename f g
			rename g f
			rename d much-too-long-a-name-for-what-may-be-left-of-the-quota -> ok|insufficient-space
			ls d -> []|no-entry`)
		check(t, h.UnlinkFileAt("f"))
		check(t, f.Close())
		if used := vfs.Used(fs); used > before+200 {
			t.Errorf("pieces of %d: %d counted in the end, %d in the beginning", piece, used, before)
		}
	}
}

// Empty files, names and links fill the host's memory too.
func TestMemQuotaOfNames(t *testing.T) {
	fs := vfs.NewMem(1 << 20)
	h := open(t, vfs.Mount{Path: "/", FS: fs})
	for name, makeOne := range map[string]func(path string) error{
		"file": func(p string) error {
			o, err := h.OpenAt(p, false, vfs.Write|vfs.Create)
			if err == nil {
				o.File.Close()
			}
			return err
		},
		"dir":     h.CreateDirAt,
		"symlink": func(p string) error { return h.SymlinkAt(strings.Repeat("x/", 2000), p) },
		"link":    func(p string) error { return h.LinkAt(false, "one", h, p) },
	} {
		before := vfs.Used(fs)
		create(t, h, "one").Close()
		n := 0
		var err error
		for ; err == nil && n < 20_000; n++ {
			err = makeOne(fmt.Sprintf("%0200d", n))
		}
		if !errors.Is(err, vfs.InsufficientSpace) {
			t.Errorf("%s: %d made, %v", name, n, err)
		}
		for i := range n - 1 {
			if p := fmt.Sprintf("%0200d", i); name == "dir" {
				check(t, h.RemoveDirAt(p))
			} else {
				check(t, h.UnlinkFileAt(p))
			}
		}
		check(t, h.UnlinkFileAt("one"))
		if used := vfs.Used(fs); used != before {
			t.Errorf("%s: %d counted in the end, %d in the beginning", name, used, before)
		}
	}
}

func TestMemLivesUntilClosed(t *testing.T) {
	fs := vfs.NewMem(1 << 20)
	h := open(t, vfs.Mount{Path: "/", FS: fs})
	f := create(t, h, "f")
	check(t, h.CreateDirAt("d"))
	d, err := h.OpenAt("d", false, vfs.Read)
	check(t, err)
	fill(t, f, 1000)
	check(t, h.UnlinkFileAt("f"))
	check(t, h.RemoveDirAt("d"))
	if used := vfs.Used(fs); used < 900_000 {
		t.Errorf("%d counted while the file is open", used)
	}
	check(t, f.Close())
	check(t, f.Close())
	check(t, d.Dir.Close())
	check(t, d.Dir.Close())
	if used := vfs.Used(fs); used != 0 {
		t.Errorf("%d counted in the end", used)
	}
	for _, err := range []error{f.SetSize(1), f.Sync(false), f.SetTimes(vfs.SetTime{}, vfs.SetTime{}), h.SymlinkAt("x", "y")} {
		if err != nil && !errors.Is(err, vfs.BadDescriptor) {
			t.Error(err)
		}
	}
}

func TestDiskQuota(t *testing.T) {
	const quota = 100_000
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, t.TempDir(), vfs.DiskOptions{Quota: quota})})
	f := create(t, h, "f")
	if done := fill(t, f, 777); done != quota {
		t.Errorf("%d written", done)
	}
	if _, err := f.WriteAt([]byte("over"), 10); err != nil {
		t.Errorf("writing what is there: %v", err)
	}
	runScript(t, guest(h), false, `
		open f r
		append f a
		fwrite a 0 x -> insufficient-space
		openrw f h
		fsize h 100001 -> insufficient-space
		fsize h 40000
		create g g
		fsize g 60001 -> insufficient-space
		fsize g 60000
		fwrite g 60000 x -> insufficient-space
		fwrite g 59999 xy
		fend g x -> insufficient-space
		fstat g -> file:60000:1
		trunc g
		append f b
		fwrite b 0 x
		fwrite h 40001 hole
		fstat h -> file:40005:1
		mkdir d
		close a
		close b
		close g
		close r
		close h`)
}

// The same file grows from many sides.
func TestQuotasConcurrently(t *testing.T) {
	const quota = 1 << 20
	mem := vfs.NewMem(quota)
	for name, fs := range map[string]vfs.FS{"memfs": mem, "diskfs": disk(t, t.TempDir(), vfs.DiskOptions{Quota: quota})} {
		h := open(t, vfs.Mount{Path: "/", FS: fs})
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				path := fmt.Sprint("f", i%3)
				for j := range uint64(200) {
					o, err := h.OpenAt(path, false, vfs.Write|vfs.Create|vfs.Append)
					if err != nil {
						continue
					}
					o.File.WriteAt(make([]byte, 3000), 0)
					o.File.Close()
					if j%50 == 0 {
						h.RenameAt(path, h, fmt.Sprint("g", i))
						h.StatAt(path, true)
						list(h)
					}
				}
			})
		}
		wg.Wait()
		var total uint64
		names, err := list(h)
		check(t, err)
		for _, n := range names {
			info, err := h.StatAt(n, false)
			check(t, err)
			total += info.Size
		}
		if total > quota || total == 0 && fs == vfs.FS(mem) { // a disk gives nothing back for what was renamed over
			t.Errorf("%s: %d bytes", name, total)
		}
	}
	if used := vfs.Used(mem); used > quota {
		t.Errorf("%d counted", used)
	}
}

// A large file of holes takes what was written, and one of bytes no more than
// about its size.
func TestMemLargeFile(t *testing.T) {
	if testing.Short() {
		t.Skip("a gigabyte")
	}
	h := open(t, vfs.Mount{Path: "/", FS: vfs.NewMem(1100 << 20)})
	sparse := create(t, h, "sparse")
	for i := range uint64(1000) {
		_, err := sparse.WriteAt([]byte{1}, i<<30)
		check(t, err)
	}
	f, b := create(t, h, "f"), make([]byte, 1<<20)
	for i := range uint64(1024) {
		b[0] = byte(i)
		n, err := f.WriteAt(b, i<<20)
		if err != nil || n != len(b) {
			t.Fatal(i, n, err)
		}
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 1200<<20 {
		t.Errorf("%d MiB of heap", m.HeapAlloc>>20)
	}
	for i := range uint64(1024) {
		if n, err := f.ReadAt(b, i<<20); n != len(b) || err != nil || b[0] != byte(i) {
			t.Fatal(i, n, err, b[0])
		}
	}
}
