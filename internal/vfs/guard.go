package vfs

import (
	"os"
	"path/filepath"
	"strings"
)

// Guard is what a guest can't change of what it may write to, since the host obeys it:
// files, and directories with all that is in them. Neither can it put something else into
// their places, nor into that of a directory or a link on the way to them; nor make what
// isn't there yet. It is by device and number, and by name. The zero value guards nothing.
type Guard struct {
	files map[Identity]bool  // their contents and times
	whole map[Identity]bool  // directories, with all below
	ways  map[Identity]bool  // directories on the way: their places
	names map[guarded]string // what is to be at a name, as it is written
	fresh map[guarded]bool   // of them, where a directory of whole would be, or the way to one or to a file
}

// guarded is a name in a directory of the host, in lower case: some directories take both
// spellings for one.
type guarded struct {
	in   Identity
	name string
}

// empty says that there is nothing to guard.
func (g *Guard) empty() bool { return g == nil || len(g.names) == 0 && len(g.files) == 0 }

// step is a name on the way to a file of the host.
type step struct {
	in     Identity // the directory
	name   string
	inside bool // the directory is a writable one, or below one
	info   Info
	err    error // NoEntry: nothing is there
}

// AddFile guards a file. It is true if a guest could change it otherwise.
func (g *Guard) AddFile(within *Writable, path string) bool {
	way, rest, _ := within.way(path)
	if len(way) == 0 {
		return false
	}
	inside := g.addWay(way)
	last := way[len(way)-1]
	if rest {
		g.addFresh(last)
	}
	if last.err != nil || last.info.Type != RegularFile || last.info.ID == 0 || !inside && last.info.Links < 2 {
		return inside
	}
	if g.files == nil {
		g.files = map[Identity]bool{}
	}
	g.files[last.info.identity()] = true // by another name, too, if it has one
	return inside
}

// AddDir guards a directory with all that is in it. It is the writable directory, as it
// was given to NewWritable, by which a guest could change it otherwise; empty if by none.
func (g *Guard) AddDir(within *Writable, path string) string {
	way, _, by := within.way(path)
	g.addWay(way)
	if len(way) == 0 {
		return by
	}
	last := way[len(way)-1]
	if last.err != nil || last.info.Type != Directory {
		g.addFresh(last)
		return by
	}
	if g.whole == nil {
		g.whole = map[Identity]bool{}
	}
	id := last.info.identity()
	g.whole[id] = true
	for root, name := range within.roots { // mounts that are it, or lie in it
		if root == id || by == "" && g.Holds(name) {
			return name
		}
	}
	return by
}

// addFresh guards a directory with all that is in it that isn't there: somebody else may make
// it meanwhile.
func (g *Guard) addFresh(s step) {
	if !s.inside {
		return
	}
	if g.fresh == nil {
		g.fresh = map[guarded]bool{}
	}
	g.fresh[guarded{s.in, strings.ToLower(s.name)}] = true
}

// addWay guards the names of a way that guests come to, and says if there are any.
func (g *Guard) addWay(way []step) (any bool) {
	for _, s := range way {
		if !s.inside {
			continue
		}
		any = true
		if g.names == nil {
			g.names, g.ways = map[guarded]string{}, map[Identity]bool{}
		}
		g.names[guarded{s.in, strings.ToLower(s.name)}] = s.name
		if s.err == nil && s.info.Type == Directory {
			g.ways[s.info.identity()] = true
		}
	}
	return any
}

// Holds says whether a directory of the host is one that is guarded with all that is in
// it, or lies in one.
func (g *Guard) Holds(path string) bool {
	if g == nil || len(g.whole) == 0 {
		return false
	}
	found := false
	none := &Writable{}
	way, _, _ := none.way(path)
	for _, s := range way {
		found = found || g.whole[s.in] || s.err == nil && g.whole[s.info.identity()]
	}
	return found
}

// way goes to a file as the host does, and gives all names that lead to it, links among
// them. It ends where nothing is, or no directory: rest says that names remain. by is the writable
// directory that it leads through, or to.
func (w *Writable) way(path string) (way []step, rest bool, by string) {
	if !filepath.IsAbs(path) {
		working, err := os.Getwd()
		if err != nil {
			return nil, false, ""
		}
		path = working + string(filepath.Separator) + path // .. is where a link leads back to
	}
	f := &finder{writable: w, rest: names(path)}
	root := filepath.VolumeName(path) + string(filepath.Separator)
	info, err := lstatPath(root)
	if err != nil {
		return nil, false, ""
	}
	f.enter(root, "", info)
	for more := true; more && len(f.rest) > 0; {
		name := f.rest[0]
		f.rest = f.rest[1:]
		switch name {
		case "", ".":
		case "..":
			f.at = f.at[:max(len(f.at)-1, 1)]
		default:
			more = f.next(name)
		}
	}
	if last := len(f.way) - 1; f.by == "" && last >= 0 && f.way[last].err == nil {
		f.by = f.at[len(f.at)-1].inside
	}
	return f.way, len(f.rest) > 0, f.by
}

// finder is a path on its way, by paths that have no links.
type finder struct {
	writable *Writable
	at       []found // from the root on
	rest     []string
	links    int
	way      []step
	by       string
}

// found is a directory on the way, and the writable one in which it is.
type found struct {
	path   string
	id     Identity
	inside string
}

func (f *finder) enter(path, inside string, info Info) {
	id := info.identity()
	if inside == "" {
		inside = f.writable.roots[id]
	}
	f.at = append(f.at, found{path, id, inside})
}

// next goes to a name. It is false at the end of the way.
func (f *finder) next(name string) bool {
	here := f.at[len(f.at)-1]
	path := filepath.Join(here.path, name)
	info, err := lstatPath(path)
	f.way = append(f.way, step{here.id, name, here.inside != "", info, err})
	if f.by == "" {
		f.by = here.inside
	}
	switch {
	case err != nil:
		return false
	case info.Type == Directory:
		f.enter(path, here.inside, info)
		return true
	case info.Type != SymbolicLink:
		return false
	}
	target, err := os.Readlink(path)
	if f.links++; err != nil || f.links > maxLinks {
		return false
	}
	if filepath.IsAbs(target) {
		f.at = f.at[:1]
	}
	f.rest = append(names(target), f.rest...)
	return true
}

// names takes a path of the host's apart.
func names(path string) []string {
	return strings.Split(filepath.ToSlash(path[len(filepath.VolumeName(path)):]), "/")
}

// keeps says whether a name in a directory, or what has it, is to stay; what it is, if it is
// there, is told with it.
func (g *Guard) keeps(dir Dir, name string) (info Info, is, there bool) {
	if g.empty() {
		return Info{}, false, false
	}
	info, err := dir.Lstat(name)
	there = err == nil
	if there && info.ID != 0 {
		id := info.identity()
		if is = g.files[id] || info.Type == Directory && (g.ways[id] || g.whole[id]); is {
			return info, true, true
		}
	}
	return info, g.named(dir, name), there
}

// named says whether something is to stay, or not to be, at a name.
func (g *Guard) named(dir Dir, name string) bool {
	lower := strings.ToLower(name)
	for n := range g.names {
		if n.name == lower {
			info, err := dir.Stat()
			if err != nil {
				return true // it can't be ruled out
			}
			want, is := g.names[guarded{info.identity(), lower}]
			if is && (want == name || folds(dir, name, want)) {
				return true
			}
			return false
		}
	}
	return false
}

// folds says whether a directory takes two names for one, or could.
func folds(dir Dir, name, other string) bool {
	one, err := dir.Lstat(name)
	two, otherErr := dir.Lstat(other)
	if err == nil && otherErr == nil {
		return one.identity() == two.identity()
	}
	if (err == nil) != (otherErr == nil) {
		return false
	}
	t, ok := dir.(twinner)
	return !ok || t.twins(true)
}

// opendir opens an entry that is a directory. Nothing changes in one that is guarded with
// all below it.
func (g *Guard) opendir(in Dir, name string, flags OpenFlags) (Dir, error) {
	dir, err := in.OpenDir(name, flags)
	if err != nil || g == nil || len(g.whole)+len(g.fresh) == 0 {
		return dir, err
	}
	info, err := dir.Stat()
	if err != nil {
		_ = dir.Close()
		return nil, err
	}
	if g.whole[info.identity()] {
		return frozenDir{dir}, nil
	}
	if g.isFresh(in, name) {
		return frozenDir{dir}, nil
	}
	return dir, nil
}

// isFresh says whether a directory that is there by now is one of fresh.
func (g *Guard) isFresh(in Dir, name string) bool {
	lower := strings.ToLower(name)
	for n := range g.fresh {
		if n.name != lower {
			continue
		}
		info, err := in.Stat()
		if err != nil {
			return true // it can't be ruled out
		}
		if want := g.names[n]; info.identity() == n.in && (want == name || folds(in, name, want)) {
			return true
		}
	}
	return false
}

// guardedFile is a file that was opened for reading, whose times don't change if it is
// guarded.
type guardedFile struct {
	File
	guard *Guard
}

// SetTimes sets them.
func (f guardedFile) SetTimes(accessed, modified SetTime) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case f.guard.files[info.identity()]:
		return ReadOnly
	}
	return f.File.SetTimes(accessed, modified)
}
