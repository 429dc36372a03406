package vfs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Identity tells files of the host apart.
type Identity struct{ device, id uint64 }

// identity is what tells a file from others.
func (i Info) identity() Identity { return Identity{i.Device, i.ID} }

// Writable are directories of the host that guests may write to: mounts. A guest leaves
// links in them, and puts links into the place of directories, for the host to follow in
// a later run. A path that leads through such a directory therefore is to be found with
// Find.
type Writable struct {
	roots map[Identity]string // by the path that the host was given
}

// NewWritable has the directories at some paths. Those that aren't there are left out.
func NewWritable(paths []string) *Writable {
	w := &Writable{roots: map[Identity]string{}}
	for _, path := range paths {
		if id, err := identityAt(path); err == nil {
			w.roots[id] = path
		}
	}
	return w
}

// identityAt follows a path as the host does.
func identityAt(path string) (Identity, error) {
	fs, err := openDisk(path, 0)
	if err != nil {
		return Identity{}, err
	}
	defer func() { _ = fs.Close() }()
	return identityOf(fs)
}

// identityOf tells a file system by its root.
func identityOf(fs FS) (Identity, error) {
	dir, err := fs.Root()
	if err != nil {
		return Identity{}, err
	}
	defer func() { _ = dir.Close() }()
	info, err := dir.Stat()
	return info.identity(), err
}

// LinkError is a link that may be a guest's, on the way to a directory of the host.
type LinkError struct {
	Path   string // the link's
	Inside string // the writable directory in which it is, as it was given to NewWritable
}

// Error is in English.
func (e *LinkError) Error() string {
	return e.Path + " is a symbolic link in a directory that a guest may write to: " + e.Inside
}

// Found is a directory of the host, held open. Whoever gets it closes it.
type Found struct {
	// Inside is the writable directory in which it is, or which it is; empty if it is in none.
	Inside string
	// Below are the directories from there on, the found one last. It is empty if it is the
	// writable directory itself.
	Below []Identity

	dir Dir
	id  Identity
}

// Is reports whether a file system has the directory for its root.
func (f *Found) Is(fs FS) bool {
	id, err := identityOf(fs)
	return err == nil && id == f.id
}

// OpenRoot opens the directory by the path that it was found by. If that leads to another one
// by now, it is NoEntry.
func (f *Found) OpenRoot(path string) (*os.Root, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	if info, err := statRoot(root); err != nil || info.identity() != f.id {
		_ = root.Close()
		return nil, NoEntry
	}
	return root, nil
}

// Close lets go of the directory, whose identity may be another's from then on.
func (f *Found) Close() { _ = f.dir.Close() }

// Find goes to a directory as the host does, one component at a time, but follows no link
// in a writable directory. The errors are *LinkError and Errno.
func (w *Writable) Find(path string) (*Found, error) {
	s := &search{writable: w}
	defer s.close()
	if err := s.begin(path); err != nil {
		return nil, err
	}
	if err := s.run(); err != nil {
		return nil, err
	}
	return s.found(), nil
}

// search is a path on its way.
type search struct {
	writable *Writable
	way      []stop   // from the root on, all held open
	rest     []string // components to come, the next one last
	links    int
}

// stop is a directory on the way.
type stop struct {
	Dir
	path   string
	id     Identity
	inside string
}

func (s *search) here() *stop { return &s.way[len(s.way)-1] }

// begin goes to where a path begins.
func (s *search) begin(path string) error {
	err := s.start(path)
	if err == nil {
		s.enqueue(path)
	}
	return err
}

// start goes to the root, or for a relative path to the working directory: that may be in a
// writable directory.
func (s *search) start(path string) error {
	if filepath.IsAbs(path) {
		return s.root(path)
	}
	if err := s.open("."); err != nil {
		return err
	}
	if working, err := syscall.Getwd(); err == nil { // and not what PWD says, which may have links
		s.here().path = working
	}
	return s.climb()
}

// climb finds the directories above the only one of the way, one by one, as .. does: by name
// they may be closed to this user, or hidden by a mount.
func (s *search) climb() error {
	for {
		at, err := s.above()
		if errors.Is(err, HostAccess) || errors.Is(err, NoEntry) {
			break // no path leads on: see ascend
		}
		if err != nil {
			return err
		}
		if at == nil {
			break
		}
		s.way = append(s.way, *at)
	}
	slices.Reverse(s.way)
	inside := ""
	for i := range s.way {
		if inside == "" {
			inside = s.writable.roots[s.way[i].id]
		}
		s.way[i].inside = inside
	}
	return nil
}

// above opens the directory above the last one of the way; nil if that is the root.
func (s *search) above() (*stop, error) {
	at := s.here()
	dir, err := above(at.Dir, at.path)
	if err != nil {
		return nil, err
	}
	info, err := dir.Stat()
	if err != nil {
		_ = dir.Close()
		return nil, err
	}
	next := &stop{Dir: dir, path: filepath.Join(at.path, ".."), id: info.identity()}
	// A mount can have a directory for its own parent, by number: its path tells.
	if next.id == at.id && (next.path == at.path || !filepath.IsAbs(at.path)) {
		return nil, dir.Close()
	}
	return next, nil
}

// root goes to the root of an absolute path.
func (s *search) root(path string) error {
	return s.open(filepath.VolumeName(path) + string(filepath.Separator))
}

// open begins anew in a directory.
func (s *search) open(path string) error {
	s.close()
	fs, err := openDisk(path, 0)
	if err != nil {
		return err
	}
	asHost(fs)
	defer func() { _ = fs.Close() }()
	dir, err := fs.Root()
	if err != nil {
		return err
	}
	return s.push(dir, path, "")
}

// enqueue puts a path's components before those to come.
func (s *search) enqueue(path string) {
	names := strings.Split(filepath.ToSlash(path[len(filepath.VolumeName(path)):]), "/")
	for i := len(names) - 1; i >= 0; i-- {
		s.rest = append(s.rest, names[i])
	}
}

func (s *search) run() error {
	for len(s.rest) > 0 {
		name := s.rest[len(s.rest)-1]
		s.rest = s.rest[:len(s.rest)-1]
		var err error
		switch name {
		case "", ".":
		case "..":
			err = s.ascend()
		default:
			err = s.descend(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ascend goes back to where the search came from. The first directory of the way is the root,
// or one that lets nobody out: the error is the system's.
func (s *search) ascend() error {
	if len(s.way) == 1 {
		at, err := s.above()
		if err != nil || at == nil {
			return err
		}
		s.close()
		s.way = []stop{*at}
		return s.climb() // by now somebody opened it
	}
	err := s.here().Close()
	s.way = s.way[:len(s.way)-1]
	return err
}

// descend goes into a directory, or to where a link of the host's own leads.
func (s *search) descend(name string) error {
	at := s.here()
	path := filepath.Join(at.path, name)
	dir, err := at.OpenDir(name, 0)
	if err == nil {
		return s.push(dir, path, at.inside)
	}
	if !errors.Is(err, Loop) {
		return err
	}
	if ofKernel(at.Dir) {
		return s.follow(name)
	}
	if at.inside != "" {
		return &LinkError{Path: path, Inside: at.inside}
	}
	if s.links++; s.links > maxLinks {
		return Loop
	}
	target, err := at.Readlink(name)
	if err != nil {
		return err
	}
	target = filepath.FromSlash(target)
	s.enqueue(target)
	if filepath.IsAbs(target) {
		return s.root(target)
	}
	return nil
}

// follow goes where a link of the kernel's own leads, which no guest can have made. Its text is
// for people: the directory may be in another tree, as that of a container is.
func (s *search) follow(name string) error {
	at := s.here()
	path, err := at.Readlink(name)
	if err != nil {
		return err
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(at.path, path)
	}
	dir, err := follow(at.Dir, name)
	if err != nil {
		return err
	}
	s.close()
	if err = s.push(dir, path, ""); err != nil {
		return err
	}
	return s.climb()
}

// push makes a directory that was opened the one that the search is in.
func (s *search) push(dir Dir, path, inside string) error {
	info, err := dir.Stat()
	if err != nil {
		_ = dir.Close()
		return err
	}
	next := stop{Dir: dir, path: path, id: info.identity(), inside: inside}
	if inside == "" {
		next.inside = s.writable.roots[next.id]
	}
	s.way = append(s.way, next)
	return nil
}

// found takes the directory that the search has come to.
func (s *search) found() *Found {
	here := *s.here()
	f := &Found{Inside: here.inside, dir: here.Dir, id: here.id}
	for i := 1; i < len(s.way); i++ {
		if s.way[i-1].inside != "" {
			f.Below = append(f.Below, s.way[i].id)
		}
	}
	s.way = s.way[:len(s.way)-1]
	return f
}

// close lets go of what the search holds.
func (s *search) close() {
	for _, at := range s.way {
		_ = at.Close()
	}
	s.way = nil
}
