package preview1

import (
	"path"

	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/policy"
	"github.com/qyvol/qyvol/wasi/vfs"
)

// at reads a directory and a path that is relative to it.
func (c *call) at(fd, arg int) (*vfs.Handle, string, error) {
	d, err := c.ofKind(c.u32(fd), directory)
	if err != nil {
		return nil, "", err
	}
	rel, err := c.path(arg)
	return d.dir, rel, err
}

// refused gives an error of a file system as the guest gets it, and tells the run
// if it is the policy's.
func (c *call) refused(access policy.Access, dir *vfs.Handle, rel string, err error) error {
	if err == nil {
		return nil
	}
	c.Host.Refused(host.Preview1, access, dir.Path(), rel, err)
	return fileError(err)
}

// refusedBoth is refused for a change of two places: the first is told if it is the
// one that the rules refuse, or else the second.
func (c *call) refusedBoth(from *vfs.Handle, old string, to *vfs.Handle, name string, err error) error {
	if err == nil {
		return nil
	}
	if files := c.Config().Files; files == nil || !files.Decide(policy.Change, path.Join(from.Path(), old)).Allowed {
		return c.refused(policy.Change, from, old, err)
	}
	return c.refused(policy.Change, to, name, err)
}

// change does something that changes what a path names.
func (c *call) change(do func(*vfs.Handle, string) error) error {
	dir, rel, err := c.at(0, 1)
	if err != nil {
		return err
	}
	return c.refused(policy.Change, dir, rel, do(dir, rel))
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
	from, old, to, name, err := c.two(0, 2, 4, 5)
	if err != nil {
		return err
	}
	if flags != 0 && from.CanMutate && to.CanMutate {
		return Invalid
	}
	return c.refusedBoth(from, old, to, name, from.LinkAt(false, old, to, name))
}

// pathRename is path_rename.
func pathRename(c *call) error {
	from, old, to, name, err := c.two(0, 1, 3, 4)
	if err != nil {
		return err
	}
	return c.refusedBoth(from, old, to, name, from.RenameAt(old, to, name))
}

// two reads two directories, then a path in each of them.
func (c *call) two(fd, arg, fd2, arg2 int) (from *vfs.Handle, old string, to *vfs.Handle, name string, err error) {
	first, err := c.ofKind(c.u32(fd), directory)
	if err != nil {
		return nil, "", nil, "", err
	}
	second, err := c.ofKind(c.u32(fd2), directory)
	if err != nil {
		return nil, "", nil, "", err
	}
	if old, err = c.path(arg); err != nil {
		return nil, "", nil, "", err
	}
	name, err = c.path(arg2)
	return first.dir, old, second.dir, name, err
}

// pathSymlink is path_symlink.
func pathSymlink(c *call) error {
	d, err := c.ofKind(c.u32(2), directory)
	if err != nil {
		return err
	}
	target, err := c.path(0)
	if err != nil {
		return err
	}
	rel, err := c.path(3)
	if err != nil {
		return err
	}
	return c.refused(policy.Change, d.dir, rel, d.dir.SymlinkAt(target, rel))
}

// pathReadlink is path_readlink. A target that doesn't fit is cut off.
func pathReadlink(c *call) error {
	dir, rel, err := c.at(0, 1)
	if err != nil {
		return err
	}
	target, err := dir.ReadlinkAt(rel)
	if err != nil {
		return c.refused(policy.Read, dir, rel, err)
	}
	target = target[:min(uint64(len(target)), uint64(c.u32(4)))]
	s := texts{call: c, at: c.u32(3)}
	if err := s.text(target); err != nil {
		return err
	}
	return c.put32(5, uint32(len(target))) //nolint:gosec // at most 4095
}
