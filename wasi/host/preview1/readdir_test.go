package preview1_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// dirent is an entry as a guest reads it.
type dirent struct {
	next, inode uint64
	kind        byte
	name        string
}

// readdir reads once, and gives the entries that fit, and whether there may be
// more.
func (g *guest) readdir(fd any, size int, cookie uint64) (list []dirent, more bool) {
	g.Helper()
	g.ok("fd_readdir", fd, buffer, size, cookie, result)
	b := g.memory()[buffer : buffer+g.u32(result)]
	more = len(b) == size
	for len(b) >= 24 {
		n := int(binary.LittleEndian.Uint32(b[16:]))
		if len(b) < 24+n {
			break
		}
		list = append(list, dirent{
			binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), b[20], string(b[24 : 24+n]),
		})
		b = b[24+n:]
	}
	return list, more
}

// listAll reads a directory to the end, with a buffer of a size.
func (g *guest) listAll(fd any, size int) []dirent {
	g.Helper()
	var all []dirent
	cookie := uint64(0)
	for {
		list, more := g.readdir(fd, size, cookie)
		all = append(all, list...)
		if !more {
			return all
		}
		if len(list) == 0 {
			g.Fatalf("nothing fits into %d bytes", size)
		}
		cookie = list[len(list)-1].next
	}
}

func namesOf(list []dirent) []string {
	var names []string
	for _, e := range list {
		names = append(names, e.name)
	}
	return names
}

func TestReaddir(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		want := []string{".", ".."}
		for i := range 30 {
			name := fmt.Sprintf("file-%0*d", 1+i%7, i)
			g.ok("fd_close", g.open(3, name, create, rightWrite, noFlag))
			want = append(want, name)
		}
		g.path(0, "path_create_directory", 3, "below")
		want = append(want, "below")
		slices.Sort(want)
		first := g.listAll(3, 4096)
		for i, e := range first {
			if e.next != uint64(i+1) {
				t.Errorf("entry %d is followed by %d", i, e.next)
			}
			if kind := map[bool]byte{true: 3, false: 4}[e.name[0] != 'f']; e.kind != kind {
				t.Errorf("%q is of type %d", e.name, e.kind)
			}
		}
		if first[0].name != "." || first[1].name != ".." {
			t.Errorf("it begins with %q and %q", first[0].name, first[1].name)
		}
		got := namesOf(first)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("it lists %q", got)
		}
		for size := 24 + len("file-00000028"); size < 200; size++ {
			if again := g.listAll(3, size); !slices.Equal(again, first) {
				t.Fatalf("with %d bytes at a time it lists %v", size, again)
			}
		}
		for _, e := range first[2:] { // entries and what they name have the same number
			at, n := g.put(text, e.name)
			g.ok("path_filestat_get", 3, nofollow, at, n, result)
			if number := g.u64(result + 8); number != e.inode || number == 0 {
				t.Errorf("%s has the number %d, not %d", e.name, number, e.inode)
			}
		}
	})
}

// A number says nothing from one run to the next.
func TestInodes(t *testing.T) {
	fs := vfs.NewMem(0)
	var numbers []uint64
	for range 2 {
		g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: fs})
		g.ok("fd_filestat_get", 3, result)
		if g.u64(result+8) != g.listAll(3, 4096)[0].inode {
			t.Error("a directory has another number in itself")
		}
		numbers = append(numbers, g.u64(result+8))
	}
	if numbers[0] == numbers[1] {
		t.Errorf("both runs have %d", numbers[0])
	}
}

func TestCookies(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		for _, name := range []string{"a", "b", "c"} {
			g.ok("fd_close", g.open(3, name, create, rightWrite, noFlag))
		}
		all := g.listAll(3, 4096)
		for from := range uint64(5) {
			if list, _ := g.readdir(3, 4096, from); !slices.Equal(list, all[from:]) {
				t.Errorf("from %d it lists %v", from, list)
			}
		}
		for _, from := range []uint64{5, 6, 1 << 40, 1<<64 - 1} {
			if list, more := g.readdir(3, 4096, from); len(list) != 0 || more {
				t.Errorf("from %d it lists %v", from, list)
			}
		}
		if list, _ := g.readdir(3, 4096, 4); !slices.Equal(list, all[4:]) {
			t.Errorf("back at 4 it lists %v", list)
		}
		for size := range 24 {
			if list, more := g.readdir(3, size, 0); len(list) != 0 || !more {
				t.Errorf("into %d bytes go %v", size, list)
			}
		}
		// What is made meanwhile shows when it begins anew.
		g.ok("fd_close", g.open(3, "d", create, rightWrite, noFlag))
		if all := g.listAll(3, 4096); len(all) != 6 {
			t.Errorf("then it lists %v", all)
		}
	})
}

// A guest removes what it reads, as rm -r does: nothing is left out.
func TestRemoveWhileReading(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		const files = 40
		for i := range files {
			g.ok("fd_close", g.open(3, fmt.Sprintf("file-%02d", i), create, rightWrite, noFlag))
		}
		removed := 0
		cookie := uint64(0)
		for {
			list, more := g.readdir(3, 100, cookie)
			for _, e := range list {
				if cookie = e.next; e.name[0] == '.' {
					continue
				}
				g.path(0, "path_unlink_file", 3, e.name)
				removed++
			}
			if !more {
				break
			}
		}
		if removed != files {
			t.Errorf("%d of %d are removed", removed, files)
		}
		if left := g.listAll(3, 4096); len(left) != 2 {
			t.Errorf("%v are left", namesOf(left))
		}
		g.want(preview1.BadDescriptor, "fd_readdir", 1, buffer, 100, 0, result)
	})
}
