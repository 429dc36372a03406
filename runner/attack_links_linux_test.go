package runner_test

import "strings"

// outward are links of the host's that lead out of their mount, to a folder.
var outward = map[string]string{
	"abs": "@outside", "rel": "../outside", "slash": "../outside/", "dots": "dir/../../outside/.",
	"chain": "rel", "deep": "dir/../chain", "proc": "/proc/self/root", "fd": "/proc/self/fd",
	"cwd": "/proc/self/cwd", "root": "/", "up": "..", "again": "../rw/../outside",
}

// throughLinks are calls that go through a link, at $.
const throughLinks = `
	cat /rw $/file -> not-permitted
	cat /rw $/../outside/file -> not-permitted
	statat /rw $ follow -> not-permitted
	statat /rw $/ -> not-permitted
	statat /rw $/. -> not-permitted
	statat /rw $/file -> not-permitted
	statat /rw $/.. -> not-permitted
	open f /rw $ directory,read -> not-permitted|loop|not-directory
	open f /rw $ follow,directory,read -> not-permitted
	open f /rw $/ directory,read -> not-permitted
	open f /rw $/file read,write -> not-permitted
	open f /rw $/file truncate -> not-permitted
	open f /rw $/file truncate,write -> not-permitted
	open f /rw $/new create,write -> not-permitted
	open f /rw $/new create,exclusive,write -> not-permitted
	mkdir /rw $/new -> not-permitted
	mkdir /rw $/new/ -> not-permitted
	rmdir /rw $/empty -> not-permitted
	rmdir /rw $/empty/ -> not-permitted
	unlink /rw $/file -> not-permitted
	symlink x /rw $/new -> not-permitted
	link /rw $/file /rw new -> not-permitted
	link /rw $/file /rw new follow -> not-permitted|refused
	link /rw file /rw $/new -> not-permitted
	rename /rw $/file /rw new -> not-permitted
	rename /rw file /rw $/new -> not-permitted
	rename /rw file /rw $/file -> not-permitted
	rename /rw dir /rw $/empty -> not-permitted
	timesat /rw $/file -> not-permitted
	timesat /rw $ follow -> not-permitted
	timesat /rw $/ -> not-permitted
	readlink /rw $/link -> not-permitted
`

// linkSlash are changes at "link/", GHSA-vqjp-4c8c-hfgg: with a slash behind it the
// system follows the last part of a path, whatever its flags say.
const linkSlash = `
	mkdir /rw $/ -> refused
	rmdir /rw $/ -> refused
	unlink /rw $/ -> refused
	symlink x /rw $/ -> refused
	link /rw $/ /rw new -> refused
	link /rw file /rw $/ -> refused
	rename /rw $/ /rw new -> refused
	rename /rw $/ /rw new/ -> refused
	rename /rw file /rw $/ -> refused
	rename /rw dir /rw $/ -> refused
	rename /rw dir/ /rw $/ -> refused
	open f /rw $/ create,write -> refused
	open f /rw $/ truncate -> refused
	open f /rw $/ create,exclusive,write -> refused
	timesat /rw $/ -> refused
	mkdir /rw $// -> refused
	mkdir /rw $/. -> refused
	rmdir /rw $/. -> refused
`

func linkAttacks() []attack {
	var all []attack
	for name, target := range outward {
		all = append(all, attack{
			name:   "link-" + name,
			host:   func(s *scene) { s.links() },
			script: strings.ReplaceAll(throughLinks+linkSlash, "$", name) + "readlink /rw " + readlinkAnswer(name, target),
		})
	}
	return append(all, ownLinks...)
}

// readlinkAnswer is what a guest is told of a link: nothing of absolute ones.
func readlinkAnswer(name, target string) string {
	if strings.HasPrefix(target, "/") || strings.HasPrefix(target, "@") {
		return name + " -> not-permitted"
	}
	return name + ` -> ok "` + target + `"`
}

// links makes those of outward.
func (s *scene) links() {
	s.t.Helper()
	for name, target := range outward {
		s.symlink(target, "rw/"+name)
	}
}

// ownLinks are attacks with links to files, and with links that the guest makes.
var ownLinks = []attack{
	{
		name: "links-to-files",
		host: func(s *scene) {
			s.symlink("@outside/file", "rw/abs")
			s.symlink("../outside/file", "rw/rel")
			s.symlink("../outside/new", "rw/dangling")
			s.symlink("/proc/self/environ", "rw/environ")
			s.symlink("/dev/stdin", "rw/stdin")
		},
		script: everyLink(`
			cat /rw $ -> not-permitted
			cat /rw $/ -> not-permitted
			open f /rw $ follow,read,write -> not-permitted
			open f /rw $ follow,truncate -> not-permitted
			open f /rw $ follow,truncate,write -> not-permitted
			open f /rw $ follow,create,write -> not-permitted
			open f /rw $ create,write -> loop|not-permitted
			open f /rw $ follow,create,exclusive,write -> exist|not-permitted
			open f /rw $ truncate -> loop|not-permitted
			open f /rw $ read -> loop|not-permitted
			statat /rw $ follow -> not-permitted
			timesat /rw $ follow -> not-permitted
			link /rw $ /rw new follow -> refused
			mkdir /rw $ -> exist
			rmdir /rw $ -> not-directory
			symlink x /rw $ -> exist`,
			"abs", "rel", "dangling", "environ", "stdin"),
	},
	{name: "links-of-its-own", script: `
		symlink ../outside /rw own
		symlink ../outside/file /rw ownfile
		symlink ../outside/ /rw ownslash
		symlink own /rw twice
		symlink ../../outside /rw dir/up
		symlink ../in/../../outside/file /rw dir/round
		` + everyLink(throughLinks+linkSlash, "own", "ownslash", "twice", "dir/up") + `
		cat /rw ownfile -> not-permitted
		cat /rw dir/round -> not-permitted
		open f /rw ownfile follow,truncate -> not-permitted
		rename /rw own /rw dir/own
		cat /rw dir/own/file -> no-entry
		link /rw ownfile /rw dir/hard -> ok|refused
		cat /rw dir/hard -> refused`},
	{name: "link-loops", script: `
		symlink self /rw self
		cat /rw self -> loop
		cat /rw self/x -> loop
		statat /rw self/ -> loop
		symlink b /rw a
		symlink a /rw b
		cat /rw a -> loop
		mkdir /rw a/x -> loop
		` + linkTree + `
		statat /rw t1/file follow -> loop
		open f /rw t1 follow,directory,read -> loop
		cat /rw file -> ok "mine"`},
}

// linkTree are links each of which goes through the next twice: 2^20 steps.
var linkTree = func() string {
	var b strings.Builder
	for i := range 20 {
		n, m := letters(i+1), letters(i+2)
		b.WriteString("symlink " + m + "/../" + m + " /rw " + n + "\n")
	}
	return b.String() + "symlink dir /rw " + letters(21) + "\nsymlink " + letters(1) + " /rw t1\n"
}()

func letters(n int) string { return strings.Repeat("z", n) }

// everyLink repeats calls for each link.
func everyLink(calls string, names ...string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(strings.ReplaceAll(calls, "$", name) + "\n")
	}
	return b.String()
}
