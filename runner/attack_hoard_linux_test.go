package runner_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A guest that opens files until it is refused is refused; others go on as before,
// and so does the guest itself, once it closes some.
func TestAttackHoardDescriptors(t *testing.T) {
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		hoarder, other, again := s.start(r, f), s.start(r, f), s.start(r, f)
		other.play(`cat /rw file -> ok "mine"`)
		hoarded := hoard(t, hoarder, "file")
		other.play(`
			cat /rw file -> ok "mine"
			mkdir /rw new
			list /ro -> ok dir:dir empty:dir file:file link:link`)
		if n := hoard(t, again, "dir"); n != hoarded {
			t.Errorf("the second guest that hoards gets %d descriptors, the first got %d", n, hoarded)
		}
		other.play(`cat /rw file -> ok "mine"`)
		s.start(r, f).play(`cat /rw file -> ok "mine"`)
		hoarder.play("free /rw file\ncat /rw file -> ok \"mine\"")
		for _, g := range []*session{hoarder, other, again} {
			if err := g.end(); err != nil {
				t.Error(err)
			}
		}
		s.unchanged()
	})
}

// hoard has a guest open something until that fails, and returns how often it didn't.
func hoard(t *testing.T, g *session, name string) int {
	t.Helper()
	answer := g.ask("hoard /rw " + name)
	words := strings.Fields(answer)
	if len(words) != 3 || words[0] != "ok" || !strings.Contains(words[2], "too-many") && words[2] != "insufficient-memory" {
		t.Fatalf("hoarding gives %q", answer)
	}
	n, err := strconv.Atoi(words[1])
	if err != nil || n < 100 {
		t.Errorf("hoarding gives %q", answer)
	}
	return n
}

// fewDescriptorsVariable tells this test binary, started again, to have few.
const fewDescriptorsVariable = "QYVOL_TEST_FEW_DESCRIPTORS"

// Where the process itself has no descriptors left, its guests get errors, and the
// process survives.
func TestAttackHoardTheProcess(t *testing.T) {
	if os.Getenv(fewDescriptorsVariable) == "" {
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAttackHoardTheProcess$", "-test.v")
		again.Env = append(os.Environ(), fewDescriptorsVariable+"=1")
		if out, err := again.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	limit := unix.Rlimit{Cur: 500, Max: 500}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		hoarder, other := s.start(r, f), s.start(r, f)
		other.play(`open f /rw file read,write`)
		words := strings.Fields(hoarder.ask("hoard /rw file"))
		why := "insufficient-memory" // WASI 0.2 has no word for it
		if f == preview1 {
			why = "too-many-files"
		}
		if len(words) != 3 || words[0] != "ok" || len(words[1]) > 3 || words[2] != why {
			t.Errorf("hoarding gives %q", words)
		}
		other.play(`
			read f -> ok "mine"
			write f us
			cat /rw file -> ok*|refused`)
		hoarder.play(`free /rw file`)
		free := descriptors(t)
		hoarder.ask("hoard /rw file")
		hoarder.play(`free /rw file`)
		if now := descriptors(t); now != free {
			t.Errorf("%d descriptors are open, and %d before", now, free)
		}
		other.play(`cat /rw file -> ok "usne"`)
		for _, g := range []*session{hoarder, other} {
			if err := g.end(); err != nil {
				t.Error(err)
			}
		}
		s.unchanged()
	})
}

// descriptors is how many the process has open.
func descriptors(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}
