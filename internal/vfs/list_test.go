package vfs_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// rest reads a listing to its end.
func rest(t *testing.T, l vfs.Listing) []string {
	t.Helper()
	var names []string
	for {
		e, ok, err := l.Next()
		check(t, err)
		if !ok {
			return names
		}
		names = append(names, e.Name)
	}
}

// What is there all the time is listed once, whatever comes and goes beside it.
func TestMemListingWhileEntriesChange(t *testing.T) {
	const files = 1000
	for _, done := range []int{0, 1, 500, 999} { // read when the rest changes
		h := open(t, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 24)})
		stays := func(i int) bool { return i%7 == 3 }
		for i := range files {
			create(t, h, fmt.Sprint(i)).Close()
		}
		l, err := h.ReadDir()
		check(t, err)
		var got []string
		for range done {
			e, ok, err := l.Next()
			if check(t, err); !ok {
				t.Fatal("an early end")
			}
			got = append(got, e.Name)
		}
		for i := range files {
			switch name := fmt.Sprint(i); {
			case stays(i) && i%2 == 0: // written anew beside it, as programs do
				create(t, h, "new").Close()
				check(t, h.RenameAt("new", h, name))
			case stays(i):
			case i%3 == 0:
				check(t, h.RenameAt(name, h, fmt.Sprint("moved", i)))
			default:
				check(t, h.UnlinkFileAt(name))
			}
		}
		got = append(got, rest(t, l)...)
		check(t, l.Close())
		for i := range files {
			n := 0
			for _, name := range got {
				if name == fmt.Sprint(i) {
					n++
				}
			}
			if want := stays(i) || i < done; want != (n == 1) || n > 1 {
				t.Errorf("after %d, %d is listed %d times", done, i, n)
			}
		}
		if slices.ContainsFunc(got, func(name string) bool { return name[0] > '9' }) {
			t.Errorf("after %d it lists what came later", done)
		}
		if names, err := list(h); err != nil || len(names) != 143+286 {
			t.Errorf("in the end there are %d: %v", len(names), err)
		}
	}
}

// A listing goes on when its directory is closed and removed.
func TestMemListingOutlives(t *testing.T) {
	fs := vfs.NewMem(1 << 20)
	h := open(t, vfs.Mount{Path: "/", FS: fs})
	check(t, h.CreateDirAt("d"))
	check(t, h.CreateDirAt("d/e"))
	o, err := h.OpenAt("d", false, vfs.Read)
	check(t, err)
	l, err := o.Dir.ReadDir()
	check(t, err)
	check(t, o.Dir.Close())
	check(t, h.RemoveDirAt("d/e"))
	check(t, h.RemoveDirAt("d"))
	if names := rest(t, l); len(names) != 0 {
		t.Errorf("it lists %q", names)
	}
	check(t, l.Close())
	check(t, l.Close())
	if _, _, err := l.Next(); err == nil {
		t.Error("it goes on after it was closed")
	}
	if used := vfs.Used(fs); used != 0 {
		t.Errorf("%d counted in the end", used)
	}
}

// To begin a listing, which a guest can do again and again, takes no memory that
// grows with the directory.
func TestMemListingIsCheapToBegin(t *testing.T) {
	h := open(t, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 30)})
	const entries, times = 20_000, 100
	for i := range entries {
		check(t, h.SymlinkAt("x", fmt.Sprint(i)))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		l, err := h.ReadDir()
		check(t, err)
		e, ok, err := l.Next()
		if check(t, err); !ok || e.Name != "0" {
			t.Fatalf("it begins with %q", e.Name)
		}
		check(t, l.Close())
	}
	runtime.ReadMemStats(&after)
	if took := (after.TotalAlloc - before.TotalAlloc) / times; took > entries {
		t.Errorf("%d bytes for one of %d entries", took, entries)
	}
}

func TestMemListingsConcurrently(t *testing.T) {
	h := open(t, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 24)})
	for i := range 100 {
		create(t, h, fmt.Sprint("stays", i)).Close()
	}
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for j := range 200 {
				name := fmt.Sprint(i, "-", j)
				if err := h.CreateDirAt(name); err != nil {
					t.Error(err)
				}
				if err := h.RemoveDirAt(name); j%2 == 0 && err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 50 {
				names, err := list(h)
				stay := 0
				for _, name := range names {
					if name[0] == 's' {
						stay++
					}
				}
				if err != nil || stay != 100 {
					t.Error(stay, err)
				}
			}
		})
	}
	wg.Wait()
}
