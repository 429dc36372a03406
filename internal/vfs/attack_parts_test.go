package vfs_test

import (
	"strconv"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

func length(s string) string { return strconv.Itoa(len(s)) }

// Nothing changes through a read-only mount, a read-only disk or a handle that
// can't mutate, whatever flags are combined.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "f", "d/x")
	mem := vfs.NewMem(1 << 20)
	runScript(t, guest(open(t, vfs.Mount{Path: "/", FS: mem})), false, "write f f\nmkdir d\nwrite d/x x")
	for name, m := range map[string]vfs.Mount{
		"memfs":       {Path: "/", FS: mem, ReadOnly: true},
		"diskfs":      {Path: "/", FS: disk(t, dir, vfs.DiskOptions{}), ReadOnly: true},
		"option":      {Path: "/", FS: disk(t, dir, vfs.DiskOptions{ReadOnly: true})},
		"not-mutable": {Path: "/", FS: disk(t, dir, vfs.DiskOptions{})},
	} {
		t.Run(name, func(t *testing.T) {
			want := vfs.ReadOnly
			h := open(t, m)
			if name == "not-mutable" {
				want, h.CanMutate = vfs.NotPermitted, false
			}
			tryToChange(t, h, want)
		})
	}
}

func tryToChange(t *testing.T, h *vfs.Handle, want vfs.Errno) {
	t.Helper()
	s, no := guest(h), " -> "+want.Error()
	for flags := range vfs.OpenFlags(1 << 9) {
		for _, path := range []string{"f", "new", "d", "d/", "f/", "./f", "d/../f", "."} {
			o, err := h.OpenAt(path, flags&1 != 0, flags)
			if err != nil {
				continue
			}
			if flags&(vfs.Write|vfs.Append|vfs.Create|vfs.Truncate) != 0 {
				t.Errorf("%s with %b was opened", path, flags)
			}
			closeOpened(o)
		}
	}
	for _, line := range []string{
		"mkdir n", "mkdir d/n/", "rmdir d", "unlink f", "unlink d/x", "symlink f n", "link f n", "rename f n",
		"rename f f", "settimes f", "settimes d", "settimes .", "trunc f", "create n", "create f", "openw f", "append f",
	} {
		runScript(t, s, false, line+no)
	}
	runScript(t, s, false, `
		open f h
		fread h -> "f"
		fwrite h 0 x -> bad-descriptor
		fsize h 0 -> bad-descriptor
		close h
		opendir d d
		create @d n`+no+`
		mkdir @d n`+no+`
		unlink @d x`+no+`
		openrw @d x`+no+`
		close d
		read f -> "f"
		read d/x -> "x"
		ls . -> [d/,f]`)
	setOpenTimes(t, h, want)
}

// The times of what is open for reading are times too.
func setOpenTimes(t *testing.T, h *vfs.Handle, want vfs.Errno) {
	t.Helper()
	for _, path := range []string{"f", "d"} {
		o, err := h.OpenAt(path, false, vfs.Read)
		check(t, err)
		now := vfs.SetTime{Now: true}
		if o.Dir != nil {
			err = o.Dir.SetTimes(now, now)
		} else {
			err = o.File.SetTimes(now, now)
		}
		if got := result(err); got != want.Error() {
			t.Errorf("times of %s: %s", path, got)
		}
		check(t, closeOpened(o))
	}
}
