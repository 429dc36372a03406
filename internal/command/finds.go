package command

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/qyvol/qyvol/wasi"
)

// library is one that is compiled into guests, and looks for the directory in which a
// path lies: the host never hears of a path that lies in none.
type library uint8

const (
	libcStrict library = iota // wasi-libc: C, Rust, Python
	libcChdir                 // wasi-libc with chdir, which understands ./
	goLibrary                 // GOOS=wasip1
)

// finds is the file of the host that a guest gets for a path, or would get if it were
// there. It is "" in a directory in memory, and false if the path lies in no directory.
func (l library) finds(g *wasi.Grant, name string) (string, bool) {
	find := l.inLibc
	if l == goLibrary {
		find = inGo
	}
	m, rel, ok := find(g, name)
	rel = path.Clean(rel)
	switch {
	case !ok || rel == ".." || strings.HasPrefix(rel, "../"):
		return "", false
	case m.Kind == wasi.Memory:
		return "", true
	}
	return filepath.Join(m.Host, filepath.FromSlash(rel)), true
}

// inLibc is wasi-libc's search: the longest name that the path begins with, of the
// later one of two. It takes the root for the working directory, and so does its
// caller here.
func (l library) inLibc(g *wasi.Grant, name string) (m *wasi.Mount, rel string, ok bool) {
	if l == libcChdir {
		name = strings.TrimPrefix(name, "./")
	}
	absolute := strings.HasPrefix(name, "/")
	name = strings.TrimLeft(name, "/")
	longest := -1
	for i := range g.Mounts {
		prefix := bare(g.Mounts[i].Guest)
		rest, begins := strings.CutPrefix(name, prefix)
		if begins && (prefix == "" || rest == "" || rest[0] == '/') && len(prefix) >= longest {
			m, longest, rel = &g.Mounts[i], len(prefix), strings.TrimLeft(rest, "/")
		}
	}
	if m != nil && absolute && m.Guest == "." {
		return nil, "", false // it would be found there, which nobody means
	}
	return m, rel, m != nil
}

// bare is a directory's name as wasi-libc keeps it.
func bare(name string) string {
	for {
		switch {
		case strings.HasPrefix(name, "/"):
			name = name[1:]
		case strings.HasPrefix(name, "./"):
			name = name[2:]
		case name == ".":
			return ""
		default:
			return name
		}
	}
}

// inGo is Go's search: relative paths are relative to PWD, or to the first directory.
func inGo(g *wasi.Grant, name string) (m *wasi.Mount, rel string, ok bool) {
	if !path.IsAbs(name) {
		dir := goDirectory(g)
		if !path.IsAbs(dir) {
			return nil, "", false // os.Open puts it before the path twice, os.Stat once
		}
		name = path.Join(dir, name)
	}
	name = path.Clean(name)
	longest := 0
	for i := range g.Mounts {
		if guest := g.Mounts[i].Guest; len(guest) > longest && strings.HasPrefix(name, guest) {
			m, longest = &g.Mounts[i], len(guest)
		}
	}
	return m, strings.TrimLeft(name[longest:], "/"), m != nil
}

// goDirectory is what a program of Go takes for its working directory; empty if it has
// none.
func goDirectory(g *wasi.Grant) string {
	for _, v := range g.Env {
		if v.Name == "PWD" && v.Value != "" {
			return path.Join("/", v.Value)
		}
	}
	if len(g.Mounts) > 0 {
		return g.Mounts[0].Guest
	}
	return ""
}
