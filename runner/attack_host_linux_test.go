package runner_test

import (
	"os"
	"testing"
)

// A directory in which the guest is, is moved out of the mount by the host: it
// stays the guest's, and nothing above it becomes so.
func TestAttackMovedDirectory(t *testing.T) {
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		g := s.start(r, f)
		g.play(`
			mkdir /rw dir/a
			mkdir /rw dir/a/b
			symlink ../../file /rw dir/a/b/l
			open d /rw dir/a directory,read,mutate
			open e /rw dir/a/b directory,read,mutate
			open f d kept create,read,write`)
		s.rename("rw/dir/a", "outside/sub/a")
		s.freeze()
		g.play(`
			statat d .. -> not-permitted
			cat d ../../file -> not-permitted
			cat d b/../../../file -> not-permitted
			cat e ../../../file -> not-permitted
			cat e l -> not-permitted
			cat d b/l -> not-permitted
			open u d .. directory,read -> not-permitted
			open u e ../.. directory,read -> not-permitted
			mkdir d ../new -> not-permitted
			rename d ../../file d taken -> not-permitted
			rename d b /rw b -> ok|refused
			link d ../../file /rw taken -> not-permitted
			symlink x e ../../new -> not-permitted
			cat /rw dir/a/kept -> no-entry
			cat /rw ../outside/sub/a/kept -> not-permitted`)
		s.rename("outside/sub/a", "rw/a")
		if err := g.end(); err != nil {
			t.Error(err)
		}
		s.onlyMoved()
	})
}

// onlyMoved says that outside is as it was, but for the directory that was moved
// in and out.
func (s *scene) onlyMoved() {
	s.t.Helper()
	for _, name := range []string{"outside/file", "outside/empty", "outside/sub/" + canary} {
		now := map[string]string{}
		s.must(snapshot(now, s.path(name)))
		for path, is := range now {
			if s.was[path] != is {
				s.t.Errorf("%s was\n%s, is\n%s", path, s.was[path], is)
			}
		}
	}
	for name, want := range map[string]int{"outside": 3, "outside/sub": 1, "outside/empty": 0} {
		if entries, err := os.ReadDir(s.path(name)); err != nil || len(entries) != want {
			s.t.Errorf("%s has %v, %v", name, entries, err)
		}
	}
}

// The mount's own directory is moved, replaced by a link that leads out, removed:
// the guest stays in the directory that was mounted.
func TestAttackReplacedMount(t *testing.T) {
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		g := s.start(r, f)
		g.play(`open d /other dir directory,read,mutate`)
		s.rename("other", "moved")
		s.symlink("outside", "other")
		g.play(`
			cat /other file -> no-entry
			list /other -> ok dir:dir
			open f /other new create,write
			write f x
			mkdir /other empty/x -> no-entry
			statat /other .. -> not-permitted
			open again /other . directory,read
			cat again file -> no-entry
			mkdir d new`)
		s.must(os.RemoveAll(s.path("moved")))
		g.play(`
			list /other -> ok|no-entry
			open f /other new2 create,write -> no-entry
			mkdir /other new -> no-entry
			mkdir d new -> no-entry
			cat /other file -> no-entry
			cat /other ../outside/file -> not-permitted
			statat /other . -> ok dir|no-entry`)
		s.must(os.Remove(s.path("other")))
		s.must(os.Mkdir(s.path("other"), 0o755))
		s.write("other/file", canary)
		g.play(`
			cat /other file -> no-entry
			cat d ../file -> not-permitted`)
		if err := g.end(); err != nil {
			t.Error(err)
		}
		s.unchanged()
	})
}

// A directory below the mount becomes a link while the guest has it open.
func TestAttackReplacedDirectory(t *testing.T) {
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		g := s.start(r, f)
		g.play(`open d /rw dir directory,read,mutate`)
		s.rename("rw/dir", "rw/was")
		s.symlink("../outside", "rw/dir")
		g.play(`
			cat d file -> no-entry
			cat /rw dir/file -> not-permitted
			open f d file create,write
			unlink d file
			rmdir /rw dir -> not-directory
			rmdir /rw dir/empty -> not-permitted`)
		s.must(os.Remove(s.path("rw/was")))
		g.play(`
			mkdir d x -> no-entry
			statat d . -> ok dir|no-entry
			statat d .. -> not-permitted`)
		if err := g.end(); err != nil {
			t.Error(err)
		}
		s.unchanged()
	})
}
