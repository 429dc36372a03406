package runner_test

import (
	"strings"
	"testing"
)

// Names at the limits of what a system takes, and beyond.
var (
	longest  = strings.Repeat("n", 255)
	tooLong  = strings.Repeat("n", 256)
	accented = strings.Repeat("é", 127) + "x" // 255 bytes
	longPath = strings.Repeat("dir/../", 584) // 4,088 bytes
)

// deep is a path of 1,000 directories.
var deep = strings.TrimSuffix(strings.Repeat("d/", 1000), "/")

// shallower leaves room for as many "..": a path has 4,095 bytes.
var shallower = deep[:2*600-1]

func nameAttacks() []attack {
	return []attack{
		{name: "nul", script: `
			cat /rw file\x00 -> refused
			cat /rw file\x00/../../outside/file -> refused
			cat /rw ..\x00 -> refused
			cat /rw \x00 -> refused
			open f /ro file\x00.txt truncate -> refused
			open f /rw new\x00name create,write -> refused
			mkdir /rw a\x00b -> refused
			symlink x /rw a\x00b -> refused
			symlink a\x00b /rw own -> refused
			symlink ..\x00/outside /rw own -> refused
			link /rw file\x00x /rw new -> refused
			link /rw file /rw new\x00x -> refused
			rename /rw file\x00x /rw new -> refused
			rename /rw file /rw new\x00x -> refused
			unlink /rw file\x00x -> refused
			rmdir /rw dir\x00x -> refused
			readlink /ro link\x00x -> refused
			timesat /rw file\x00x -> refused
			cat /hide a.key\x00 -> refused
			cat /hide hidden\x00/x -> refused
			list /rw -> ok dir:dir file:file in:dir`},
		{name: "empty", script: `
			cat /rw \e -> refused
			statat /rw \e -> refused
			open f /rw \e directory,read -> refused
			mkdir /rw \e -> refused
			rmdir /rw \e -> refused
			unlink /rw \e -> refused
			symlink x /rw \e -> refused
			link /rw \e /rw x -> refused
			rename /rw \e /rw x -> refused
			rename /rw file /rw \e -> refused
			readlink /rw \e -> refused`},
		{name: "long", script: strings.NewReplacer("LONGEST", longest, "TOOLONG", tooLong, "ACCENTED", accented,
			"PATH", longPath, "BEYOND", strings.Repeat("x/", 40_000)).Replace(`
			mkdir /rw LONGEST
			statat /rw LONGEST/../file -> ok file 4 1
			rmdir /rw LONGEST
			mkdir /rw ACCENTED
			rmdir /rw ACCENTED
			mkdir /rw TOOLONG -> name-too-long
			mkdir /rw xACCENTED -> name-too-long
			open f /rw TOOLONG create,write -> name-too-long
			cat /rw TOOLONG/../../outside/file -> name-too-long|not-permitted
			symlink x /rw TOOLONG -> name-too-long
			link /rw file /rw TOOLONG -> name-too-long
			rename /rw file /rw TOOLONG -> name-too-long
			unlink /rw TOOLONG -> name-too-long
			cat /rw PATHfile -> ok "mine"
			cat /rw PATHdir/../file -> name-too-long
			cat /rw PATHdir/../../outside/file -> name-too-long|not-permitted
			statat /rw BEYOND -> name-too-long
			mkdir /rw BEYOND -> name-too-long
			symlink BEYOND /rw own -> name-too-long
			cat /rw file -> ok "mine"`)},
		{name: "case", host: func(s *scene) { s.write("hide/B.KEY", canary+" upper"); s.write("hide/c.Key", canary) }, script: `
			cat /hide a.key -> no-entry
			cat /hide A.KEY -> no-entry
			cat /hide B.KEY -> no-entry
			cat /hide b.key -> no-entry
			cat /hide c.Key -> no-entry
			cat /hide c.\xe2\x84\xaaey -> no-entry
			statat /hide HIDDEN -> no-entry
			open d /hide Hidden directory,read -> no-entry
			open f /hide D.KEY create,write -> access
			mkdir /hide HIDDEN -> access
			rename /hide seen /hide e.KEY -> access
			list /hide -> ok dir:dir seen:file`},
		{name: "deep", script: deeper() + `
			statat /rw ` + deep + ` -> ok dir
			cat /rw ` + shallower + `/` + up(600) + `file -> ok "mine"
			cat /rw ` + shallower + `/` + up(601) + `outside/file -> not-permitted
			cat /rw ` + up(1000) + `outside/file -> not-permitted
			cat c ../file -> not-permitted
			rename /rw d c inside -> invalid
			open e /rw ` + deep + ` directory,read
			statat e ` + up(1001) + ` -> not-permitted`},
	}
}

// deeper makes the directories of deep, one in the other.
func deeper() string {
	return "open c /rw . directory,read,mutate\n" + strings.Repeat("mkdir c d\nopen n c d directory,read,mutate\n"+
		"open c n . directory,read,mutate\n", 1000)
}

func up(n int) string { return strings.Repeat("../", n) }

// What is no UTF-8 is an error in preview 1. In WASI 0.2 it is no string: the guest
// is ended.
func TestAttackInvalidUTF8(t *testing.T) {
	calls := []string{
		`cat /rw \xff`, `cat /rw \xc0\xae\xc0\xae/outside/file`, `cat /rw ..\xc0\xafoutside/file`, `mkdir /rw \xed\xa0\x80`,
		`unlink /rw \xf5file`, `rename /rw file /rw \xc3`, `rename /rw \x80 /rw new`, `link /rw file /rw \xfe`,
		`symlink x /rw \xff`, `symlink ..\xff /rw own`, `readlink /rw \xff`, `rmdir /rw dir\xff`, `timesat /rw \xff`,
		`open f /ro file\xff truncate`, `cat /hide a\xff.key`,
	}
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		for _, call := range calls {
			g := s.start(r, f)
			switch answer := g.ask(call); {
			case f == preview1 && answer != "illegal-byte-sequence", f != preview1 && answer != "ended":
				t.Errorf("%s: %s", call, answer)
			}
			if err := g.end(); (err == nil) != (f == preview1) {
				t.Errorf("%s: the guest ended with %v", call, err)
			}
			s.unchanged()
		}
	})
}

// A name of the host's that is no UTF-8 has no name for a guest: it is not listed.
func TestAttackUnnameable(t *testing.T) {
	r := newRunner(t)
	inAllForms(t, func(t *testing.T, f form) {
		s := newScene(t)
		s.write("rw/bad\xff", "x")
		s.write("rw/\xc0\xae\xc0\xae/file", "x")
		g := s.start(r, f)
		g.play(`list /rw -> ok dir:dir file:file in:dir`)
		if err := g.end(); err != nil {
			t.Error(err)
		}
		s.unchanged()
	})
}
