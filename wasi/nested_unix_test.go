//go:build unix

package wasi

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/vfs"
)

// nest is a directory that a guest may write to, with mounts in it.
//
//	data              writable
//	data/out          mounted too
//	data/out/deep     mounted too, by some grants
//	data/way/out      mounted too, by some grants
//	data/plain        a directory
//	outside, outside/deep, outside/out
type nest struct {
	*testing.T
	dir string
}

func newNest(t *testing.T) nest {
	t.Helper()
	n := nest{t, t.TempDir()}
	for _, dir := range []string{"data/out/deep", "data/way/out", "data/plain/deep", "outside/deep", "outside/out"} {
		n.must(os.MkdirAll(n.at(dir), 0o755))
	}
	return n
}

func (n nest) at(path string) string { return filepath.Join(n.dir, path) }

func (n nest) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// link puts a link into the place of a directory.
func (n nest) link(target, path string) {
	n.Helper()
	n.must(os.RemoveAll(n.at(path)))
	n.must(os.Symlink(strings.ReplaceAll(target, "@", n.dir), n.at(path)))
}

// grants mount directories in each other. The mount that the link is to lead astray is at /in.
var grants = map[string]Allow{
	"once":      {Write: []string{"@/data::/data", "@/data/out::/in"}},
	"twice":     {Write: []string{"@/data::/data", "@/data/out::/out", "@/data/out/deep::/in"}},
	"deep":      {Write: []string{"@/data::/data", "@/data/way/out::/in"}},
	"read-only": {Write: []string{"@/data::/data"}, Read: []string{"@/data/out::/in"}},
	"first":     {Read: []string{"@/data/out::/in"}, Write: []string{"@/data::/data"}},
	"relative":  {Write: []string{"data", "data/out::/in"}},
	"dots":      {Write: []string{"./data/.", "data/../data/plain/../out/::/in"}},
	"through":   {Write: []string{"@/data::/data", "user/out::/in"}}, // by a link of the user's
	"inside":    {Write: []string{"@/data/way/../../data::/data", "@/data/out/deep/..::/in"}},
	"same":      {Write: []string{"@/data/out::/data", "@/data/out::/in"}},
}

func (n nest) request(grant string) Request {
	var r Request
	for _, spec := range grants[grant].Read {
		r.Allow.Read = append(r.Allow.Read, strings.ReplaceAll(spec, "@", n.dir))
	}
	for _, spec := range grants[grant].Write {
		r.Allow.Write = append(r.Allow.Write, strings.ReplaceAll(spec, "@", n.dir))
	}
	return r
}

// planted are links of a guest's, and the grants that they would lead astray.
var planted = []struct{ name, target, path, grants string }{
	{"relative", "../outside", "data/out", "once twice read-only first relative dots through inside"},
	{"absolute", "@/outside", "data/out", "once twice read-only first relative dots through inside"},
	{"chain", "plain", "data/out", "once twice read-only first relative dots through inside"},
	{"middle", "../outside", "data/way", "deep"},
	{"last", "../../../outside/out", "data/way/out", "deep"},
	{"innermost", "@/outside", "data/out/deep", "twice"},
	{"inwards", "../plain", "data/out/deep", "twice"},
	{"dangling", "../nowhere", "data/out", "once twice read-only first relative dots through"},
	{"itself", "out", "data/out", "once read-only first relative dots through"},
}

// No link in a directory that guests may write to leads to a mount: neither where it is
// there from a run before, nor where it comes after the decision.
func TestNestedMounts(t *testing.T) {
	for _, c := range planted {
		for _, grant := range strings.Fields(c.grants) {
			t.Run(c.name+" "+grant, func(t *testing.T) {
				n := newNest(t)
				t.Chdir(n.dir)
				n.must(os.Symlink("data", n.at("user")))
				decided, err := Decide(n.request(grant))
				n.must(err)
				n.opens(decided)
				n.link("plain", "data/chained") // what a chain leads through
				n.link(c.target, c.path)
				_, err = Decide(n.request(grant))
				n.refused(err, c.path)
				h := newHosted(decided, Stdio{})
				defer h.close()
				n.refused(h.open(), c.path)
			})
		}
	}
}

func (n nest) opens(g *Grant) {
	n.Helper()
	h := newHosted(g, Stdio{})
	defer h.close()
	n.must(h.open())
}

func (n nest) refused(err error, path string) {
	n.Helper()
	var directory *DirectoryError
	var link *LinkError
	if !errors.As(err, &directory) || !errors.As(err, &link) {
		n.Fatalf("got %v, want a *LinkError", err)
	}
	real, _ := filepath.EvalSymlinks(n.dir)
	if link.Path != filepath.Join(real, path) && link.Path != n.at(path) || link.Inside == "" {
		n.Errorf("the link is %+v, want %s", link, path)
	}
	if directory.Hint().IsZero() {
		n.Error("no hint")
	}
}

// Links that no guest can have made lead where they always did, and so do directories that
// were replaced by others.
func TestNestedMountsOfTheUser(t *testing.T) {
	for grant := range grants {
		t.Run(grant, func(t *testing.T) {
			n := newNest(t)
			n.must(os.Rename(n.at("data"), n.at("real")))
			n.link("chain", "data")
			n.link("@/real", "chain")
			n.link("data", "user")
			n.must(os.RemoveAll(n.at("real/out")))
			n.must(os.Rename(n.at("real/plain"), n.at("real/out"))) // another one
			n.must(os.Mkdir(n.at("real/plain"), 0o755))
			t.Chdir(n.dir)
			g, err := Decide(n.request(grant))
			n.must(err)
			n.opens(g)
		})
	}
	n := newNest(t)
	n.link("../outside", "data/out")
	for _, r := range []Request{
		{Allow: Allow{Read: []string{n.at("data") + "::/data", n.at("data/out") + "::/in"}}},
		{Allow: Allow{Write: []string{n.at("outside") + "::/out", n.at("data/out") + "::/in"}}},
		{Allow: Allow{Write: []string{n.at("data/out") + "::/in"}}},
	} {
		g, err := Decide(r)
		n.must(err)
		n.opens(g)
	}
}

// From within a directory that guests may write to, a relative path is one in it.
func TestNestedMountsFromWithin(t *testing.T) {
	n := newNest(t)
	n.link("../../outside", "data/way/out")
	t.Chdir(n.at("data/way"))
	_, err := Decide(Request{Allow: Allow{Write: []string{"..::/data", "out::/in"}}})
	n.refused(err, "data/way/out")
	t.Setenv("PWD", n.at("data/way/out"))
	_, err = Decide(Request{Allow: Allow{Write: []string{"..::/data", "../out::/out"}}})
	n.must(err)
}

// Directories are mounted by relative paths wherever the working directory is.
func TestNestedMountsBelowClosedDirectories(t *testing.T) {
	dir, is := fixtures.AsNobody(t, func(string) {})
	if !is {
		return
	}
	n := nest{t, dir + "/closed"}
	for _, name := range []string{"w/a/in", "b", "\xff/a", "\xff/b"} {
		n.must(os.MkdirAll(n.at(name), 0o755))
	}
	opens := func(at string, allow Allow) {
		t.Helper()
		t.Chdir(n.at(at))
		n.must(os.Chmod(dir+"/closed", 0))
		g, err := Decide(Request{Allow: allow})
		if err == nil {
			n.opens(g)
		} else {
			t.Errorf("%+v in %s: %v", allow, at, err)
		}
		n.must(os.Chmod(dir+"/closed", 0o700))
	}
	n.must(os.Mkdir(n.at("w/b"), 0o755))
	opens("w/a", Allow{Write: []string{".::/w"}, Read: []string{"../b::/b"}})
	opens("w/a", Allow{Write: []string{"in::/w", ".::/a"}, Read: []string{"../a/../b::/b"}})
	opens("\xff/a", Allow{Write: []string{".::/w"}, Read: []string{"../b::/b"}})
}

// What the system says is said in both languages.
func TestHostFlaw(t *testing.T) {
	for _, c := range []struct {
		err  error
		want [2]string
	}{
		{vfs.NoEntry, [2]string{`the directory "/x", to be mounted at "/y", does not exist`, `el directorio "/x", que se montaría en "/y", no existe`}},
		{vfs.HostAccess, [2]string{`"/x" can't be mounted at "/y": permission denied`, `"/x" no se puede montar en "/y": permiso denegado`}},
		{vfs.TooManyFiles, [2]string{`"/x" can't be mounted at "/y": too many open files`, `"/x" no se puede montar en "/y": demasiados archivos abiertos`}},
		{errReplaced, [2]string{`"/x" can't be mounted at "/y": it was replaced while it was being opened`, `"/x" no se puede montar en "/y": se reemplazó mientras se abría`}},
	} {
		words := (&DirectoryError{Mount: Mount{Host: "/x", Guest: "/y"}, Err: hostFlaw(c.err)}).Words()
		if got := [2]string{words.In(message.English), words.In(message.Spanish)}; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// While a guest has it, a mount's directory and those on the way to it stay in place, by
// whichever mount the guest comes to them.
func TestNestedMountsStay(t *testing.T) {
	n := newNest(t)
	t.Chdir(n.dir)
	for _, allow := range []Allow{
		{Write: []string{n.at("data") + "::/data", n.at("data/way/out") + "::/in"}},
		{Write: []string{n.at("data") + "::/data"}, Read: []string{n.at("data/way/out") + "::/in"}},
		{Write: []string{"data", "data/way/out"}}, // in trees of their own
		{Write: []string{n.dir + "::/", "data", "data/way", "data/way/out"}},
	} {
		g, err := Decide(Request{Allow: allow})
		n.must(err)
		h := newHosted(g, Stdio{})
		n.must(h.open())
		outer, at := h.config.Preopens[0], ""
		switch outer.Path {
		case "/":
			at = "data/"
		case "/in":
			outer = h.config.Preopens[1]
		}
		dir := outer.Dir
		for _, attempt := range []struct {
			err, want error
		}{
			{dir.RenameAt(at+"way/out", dir, at+"old"), vfs.Busy},
			{dir.RenameAt(at+"way/out/", dir, at+"old"), vfs.Busy},
			{dir.RenameAt(at+"way", dir, at+"old"), vfs.Busy},
			{dir.RenameAt(at+"plain", dir, at+"way/out"), vfs.Busy},
			{dir.RemoveDirAt(at + "way/out"), vfs.Busy},
			{dir.RemoveDirAt(at + "way/out/"), vfs.Busy},
			{dir.RenameAt(at+"plain", dir, at+"other"), nil},
			{dir.RenameAt(at+"other", dir, at+"plain"), nil},
			{dir.CreateDirAt(at + "way/new"), nil},
			{dir.RenameAt(at+"way/new", dir, at+"way/newer"), nil},
			{dir.RemoveDirAt(at + "way/newer"), nil},
		} {
			if !errors.Is(attempt.err, attempt.want) {
				t.Errorf("%v: got %v, want %v", allow, attempt.err, attempt.want)
			}
		}
		h.close()
	}
}

// Memory is no directory of the host's, and mounts in it are none in each other.
func TestNestedInMemory(t *testing.T) {
	n := newNest(t)
	n.link("../outside", "data/out")
	if nested([]Mount{{Kind: Memory, Write: true}, {Host: n.at("data/out"), Write: true}}) != nil {
		t.Error("memory counts")
	}
}
