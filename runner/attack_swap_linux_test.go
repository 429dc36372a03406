package runner_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/internal/long"
)

func swapTime() time.Duration {
	return long.Or(500*time.Millisecond, 3*time.Second)
}

// swapCalls go through what is exchanged. "swap" is a directory of the mount that
// has a file, or else a link that leads out.
const swapCalls = `cat /rw swap/file
cat /rw swap/../swap/file
open f /rw swap/file read,write
write f mine
append f mine
resize f 4
times f
open f /rw swap/file truncate
open f /rw swap/new create,write
write f mine
unlink /rw swap/new
mkdir /rw swap/newdir
rmdir /rw swap/newdir
rmdir /rw swap/empty
symlink x /rw swap/newlink
unlink /rw swap/newlink
link /rw swap/file /rw swap/hard
unlink /rw swap/hard
link /rw swap/file /rw taken
cat /rw taken
unlink /rw taken
rename /rw swap/file /rw moved
cat /rw moved
rename /rw moved /rw swap/file
timesat /rw swap/file
timesat /rw swap/. follow
statat /rw swap/file follow
open d /rw swap follow,directory,read,mutate
list d
cat d file
mkdir d newdir
rmdir d newdir
cat d ../file
end`

// Another process exchanges a directory of the mount with a link that leads out, as
// fast as it can, while the guest goes through it in every way that there is.
func TestAttackSwappedDirectory(t *testing.T) {
	inEachForm(t, []string{"../outside", "@outside", "../outside/"}, func(t *testing.T, g *session, target string) {
		g.s.write("rw/swap/file", "mine")
		g.s.symlink(target, "rw/link")
		g.play(`cat /rw swap/file -> ok "mine"`)
		g.swapped("rw/swap", "rw/link", swapCalls)
	})
}

// inEachForm runs the first of some variants of a test in all forms, and the
// others, to which the form makes no difference, in one.
func inEachForm(t *testing.T, variants []string, test func(t *testing.T, g *session, variant string)) {
	r := newRunner(t)
	for i, variant := range variants {
		t.Run(strings.NewReplacer("/", "_", ".", "").Replace(variant), func(t *testing.T) {
			attack := func(t *testing.T, f form) {
				t.Parallel()
				test(t, newScene(t).start(r, f), variant)
			}
			if i > 0 {
				attack(t, direct)
				return
			}
			inAllForms(t, attack)
		})
	}
}

// swappedFile is for an exchange of the last component: a file, and a link to one
// outside.
const swappedFile = `cat /rw file
open f /rw file follow,read
read f
open f /rw file follow,read,write
write f mine
append f mine
open f /rw file follow,truncate
open f /rw file follow,create,write
write f mine
timesat /rw file follow
timesat /rw file
statat /rw file follow
link /rw file /rw taken follow
link /rw file /rw taken2
cat /rw taken
open f /rw taken read,write
write f mine
unlink /rw taken
cat /rw taken2
unlink /rw taken2
end`

func TestAttackSwappedFile(t *testing.T) {
	inEachForm(t, []string{"../outside/file", "../ro/file"}, func(_ *testing.T, g *session, target string) {
		g.s.symlink(target, "rw/link")
		g.swapped("rw/file", "rw/link", swappedFile)
	})
}

// A file is exchanged with a FIFO that nobody else opens: no call waits for that.
func TestAttackSwappedNode(t *testing.T) {
	inEachForm(t, []string{"fifo"}, func(_ *testing.T, g *session, name string) {
		g.s.must(unix.Mkfifo(g.s.path("rw/"+name), 0o666))
		g.swapped("rw/file", "rw/"+name, swappedFile)
	})
}

// A directory in which something is excluded is exchanged with a file, which the
// guest may rename: under another name nothing in the directory would be excluded.
func TestAttackSwappedExcluded(t *testing.T) {
	inEachForm(t, []string{"moved", "seen"}, func(t *testing.T, g *session, name string) {
		g.s.write("hide/vault/inner", canary+" inner")
		g.s.write("hide/plain", "plain")
		g.swapped("hide/vault", "hide/plain", strings.ReplaceAll(`rename /hide vault /hide $
cat /hide $/inner
rename /hide $ /hide vault
cat /hide vault/inner
statat /hide vault
open d /hide vault directory,read
list d
cat d inner
end`, "$", name))
		if _, err := os.Stat(g.s.path("hide/" + name + "/inner")); err == nil {
			t.Error("the directory was moved")
		}
	})
}

// swapped has the guest make calls in a loop during exchanges. It fails the test if
// the guest came out, or if there was no attack: too few exchanges, or calls that
// were all refused, or none.
func (g *session) swapped(a, b, calls string) {
	s := g.s
	s.t.Helper()
	s.freeze()
	var refused, done, swaps int
	for round := 0; round == 0 || round < 30 && (swaps < 1000 || refused < 3 || done < 3); round++ { // others need the processors, too
		stop := swapper(s.t, s.path(a), s.path(b))
		r, d := g.loop(calls)
		refused, done, swaps = refused+r, done+d, swaps+stop()
	}
	if swaps < 1000 || refused < 3 || done < 3 {
		s.t.Errorf("%d exchanges, %d answers that refuse and %d that don't: there was no attack", swaps, refused, done)
	}
	if err := g.end(); err != nil {
		s.t.Error(err)
	}
	s.unchanged()
}

// loop has the guest make calls for a while, and counts the answers.
func (g *session) loop(calls string) (refused, done int) {
	s := g.s
	answer := g.ask(fmt.Sprintf("loop %d\n%s", swapTime().Milliseconds(), calls))
	for ; !strings.HasPrefix(answer, "rounds "); answer = g.answer() {
		switch {
		case answer == "ended":
			s.t.Fatalf("the guest ended with %v\n%s", g.end(), g.stderr.String())
		case strings.Contains(answer, "-> ok"):
			done++
		default:
			refused++
		}
		if strings.Contains(answer, "-> ok") && strings.Contains(answer, "read\\x20me") {
			s.t.Errorf("the guest read another mount's file: %s", answer)
		}
	}
	return refused, done
}
