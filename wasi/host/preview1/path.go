package preview1

import (
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// place is a path, and the directory that it is relative to.
type place struct {
	dir  *vfs.Handle
	path string
}

// at reads a path, relative to the directory of the first argument.
func (c *call) at(access policy.Access, arg int) (place, error) {
	d, err := c.ofKind(c.u32(0), directory)
	if err != nil {
		return place{}, c.nowhere(access, arg, err)
	}
	rel, err := c.path(arg)
	return place{d.dir, rel}, err
}

// nowhere notes a path that is relative to no directory, which is how Go asks for one
// that lies in none of the guest's, and gives the error again.
func (c *call) nowhere(access policy.Access, arg int, err error) error {
	if rel, pathErr := c.path(arg); pathErr == nil {
		c.Missed(host.Miss{Path: rel, Access: access, Code: vfs.BadDescriptor})
	}
	return err
}

// refused gives an error of a file system as the guest gets it, and tells the run
// if it is the policy's.
func (c *call) refused(access policy.Access, at place, err error) error {
	if err == nil {
		return nil
	}
	c.Refused(host.Preview1, access, at.dir.Path(), at.path, err)
	return fileError(err)
}

// refusedBoth is refused for a change of two places.
func (c *call) refusedBoth(from, to place, err error) error {
	if err == nil {
		return nil
	}
	c.RefusedBetween(host.Preview1, host.Place{Dir: from.dir, Path: from.path}, host.Place{Dir: to.dir, Path: to.path}, err)
	return fileError(err)
}

// change does something that changes what a path names.
func (c *call) change(do func(*vfs.Handle, string) error) error {
	at, err := c.at(policy.Change, 1)
	if err != nil {
		return err
	}
	return c.refused(policy.Change, at, do(at.dir, at.path))
}

// pathCreateDirectory is path_create_directory.
func pathCreateDirectory(c *call) error { return c.change((*vfs.Handle).CreateDirAt) }

// pathRemoveDirectory is path_remove_directory.
func pathRemoveDirectory(c *call) error { return c.change((*vfs.Handle).RemoveDirAt) }

// pathUnlinkFile is path_unlink_file.
func pathUnlinkFile(c *call) error { return c.change((*vfs.Handle).UnlinkFileAt) }

// pathLink is path_link. To follow a link is Invalid, as in wasmtime.
func pathLink(c *call) error {
	flags, err := c.flags(1, "lookupflags", lookupFollow)
	if err != nil {
		return err
	}
	from, to, err := c.two(2, 4)
	switch {
	case err != nil:
		return err
	case flags != 0 && from.dir.CanMutate && to.dir.CanMutate:
		return Invalid
	}
	return c.refusedBoth(from, to, from.dir.LinkAt(false, from.path, to.dir, to.path))
}

// pathRename is path_rename.
func pathRename(c *call) error {
	from, to, err := c.two(1, 3)
	if err != nil {
		return err
	}
	return c.refusedBoth(from, to, from.dir.RenameAt(from.path, to.dir, to.path))
}

// two reads two places. The arguments are the first one's path, and the second one's
// directory, after which its path is. Directories are looked at before paths.
func (c *call) two(arg, second int) (from, to place, err error) {
	d, err := c.ofKind(c.u32(0), directory)
	if err != nil {
		return from, to, c.nowhere(policy.Change, arg, err)
	}
	e, err := c.ofKind(c.u32(second), directory)
	if err != nil {
		return from, to, c.nowhere(policy.Change, second+1, err)
	}
	from.dir, to.dir = d.dir, e.dir
	if from.path, err = c.path(arg); err != nil {
		return from, to, err
	}
	to.path, err = c.path(second + 1)
	return from, to, err
}

// pathSymlink is path_symlink.
func pathSymlink(c *call) error {
	d, err := c.ofKind(c.u32(2), directory)
	if err != nil {
		return c.nowhere(policy.Change, 3, err)
	}
	target, err := c.path(0)
	if err != nil {
		return err
	}
	rel, err := c.path(3)
	if err != nil {
		return err
	}
	return c.refused(policy.Change, place{d.dir, rel}, d.dir.SymlinkAt(target, rel))
}

// pathReadlink is path_readlink. A target that doesn't fit is cut off.
func pathReadlink(c *call) error {
	at, err := c.at(policy.Read, 1)
	if err != nil {
		return err
	}
	target, err := at.dir.ReadlinkAt(at.path)
	if err != nil {
		return c.refused(policy.Read, at, err)
	}
	target = target[:min(uint64(len(target)), uint64(c.u32(4)))]
	s := texts{call: c, at: c.pointer(3)}
	if err := s.text(target); err != nil {
		return err
	}
	return c.put32(5, uint32(len(target))) //nolint:gosec // at most 4095
}
