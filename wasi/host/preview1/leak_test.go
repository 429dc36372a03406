package preview1_test

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// openDescriptors counts this process's.
func openDescriptors(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("nobody says how many are open")
	}
	list, err := os.ReadDir("/proc/self/fd")
	mustBe(t, err)
	return len(list)
}

// leave opens files and directories, and leaves all as it is.
func (g *guest) leave(name string) {
	g.Helper()
	for i := range 3 {
		g.write(g.open(3, fmt.Sprintf("%s-%d", name, i), create, rightReadWrite, noFlag), "x")
		g.readdir(g.open(3, ".", dirOnly, rightRead, noFlag), 60, 0)
	}
	g.ok("fd_renumber", 4, 6)
	g.ok("fd_renumber", 5, 1)
}

func TestNothingStaysOpen(t *testing.T) {
	g := newGuests(t, driver())
	pre := preopens(t, vfs.Mount{Path: "/", FS: onDisk(t, t.TempDir())})
	run := func() {
		h := host.New(host.Config{Preopens: pre})
		s := engine.NewStore(g.eng, &state{h})
		inst, err := g.hosted.Instantiate(s, g.driver)
		mustBe(t, err)
		guest := &guest{t, h, s, inst}
		guest.leave("file")
		if open := h.Counters.Open(); open != 8 { // 5, and three listings
			t.Errorf("%d are open", open)
		}
		s.Close()
		if open := h.Counters.Open(); open != 0 {
			t.Errorf("%d are open after the run", open)
		}
		s.Close()
	}
	run()
	before := openDescriptors(t)
	for range 20 {
		run()
	}
	if after := openDescriptors(t); after > before {
		t.Errorf("of %d descriptors there are now %d", before, after)
	}
}

// Many guests at once, on the same files, each with descriptors of its own.
func TestManyGuests(t *testing.T) {
	g := newGuests(t, driver())
	pre := preopens(
		t, vfs.Mount{Path: "/", FS: onDisk(t, t.TempDir())}, vfs.Mount{Path: "/memory", FS: vfs.NewMem(1 << 24)},
	)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			h := host.New(host.Config{Preopens: pre})
			s := engine.NewStore(g.eng, &state{h})
			defer s.Close()
			inst, err := g.hosted.Instantiate(s, g.driver)
			if err != nil {
				t.Error(err)
				return
			}
			guest := &guest{t, h, s, inst}
			for _, dir := range []int{3, 4} {
				fd := guest.open(dir, fmt.Sprintf("f-%d", i), create, rightReadWrite, noFlag)
				for range 50 {
					guest.write(fd, "hello")
				}
				guest.seek(fd, 0, 0)
				if got := guest.read(fd, 1000); len(got) != 250 {
					t.Errorf("it reads %d bytes", len(got))
				}
				guest.listAll(dir, 200)
			}
			guest.leave(fmt.Sprintf("g-%d", i))
		})
	}
	all.Wait()
}
