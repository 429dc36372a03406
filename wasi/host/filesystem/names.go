package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// createDirectoryAt is wasi:filesystem/types@0.2.12, descriptor.create-directory-at.
func createDirectoryAt(c host.Call, d descriptor, path string) (done, error) {
	return finish(d.Value.at(c, policy.Change, path, func(dir *vfs.Handle) error { return dir.CreateDirAt(path) }))
}

// removeDirectoryAt is wasi:filesystem/types@0.2.12, descriptor.remove-directory-at.
func removeDirectoryAt(c host.Call, d descriptor, path string) (done, error) {
	return finish(d.Value.at(c, policy.Change, path, func(dir *vfs.Handle) error { return dir.RemoveDirAt(path) }))
}

// unlinkFileAt is wasi:filesystem/types@0.2.12, descriptor.unlink-file-at.
func unlinkFileAt(c host.Call, d descriptor, path string) (done, error) {
	return finish(d.Value.at(c, policy.Change, path, func(dir *vfs.Handle) error { return dir.UnlinkFileAt(path) }))
}

// symlinkAt is wasi:filesystem/types@0.2.12, descriptor.symlink-at.
func symlinkAt(c host.Call, d descriptor, target, path string) (done, error) {
	return finish(d.Value.at(c, policy.Change, path, func(dir *vfs.Handle) error { return dir.SymlinkAt(target, path) }))
}

// readlinkAt is wasi:filesystem/types@0.2.12, descriptor.readlink-at.
func readlinkAt(c host.Call, d descriptor, path string) (engine.Result[string, ErrorCode], error) {
	var target string
	err := d.Value.at(c, policy.Read, path, func(dir *vfs.Handle) (err error) {
		target, err = dir.ReadlinkAt(path)
		return err
	})
	return result(target, err)
}

// linkAt is wasi:filesystem/types@0.2.12, descriptor.link-at. To follow a link is
// invalid, as under wasmtime.
//
//nolint:revive // as many parameters as the standard has
func linkAt(c host.Call, d descriptor, at PathFlags, path string, to descriptor, newPath string) (done, error) {
	return finish(d.Value.between(c, path, to.Value, newPath, func(from, into *vfs.Handle) error {
		switch {
		case !from.CanMutate || !into.CanMutate:
			return vfs.NotPermitted
		case at.follow():
			return vfs.Invalid
		}
		return from.LinkAt(false, path, into, newPath)
	}))
}

// renameAt is wasi:filesystem/types@0.2.12, descriptor.rename-at.
//
//nolint:revive // as many parameters as the standard has
func renameAt(c host.Call, d descriptor, path string, to descriptor, newPath string) (done, error) {
	return finish(d.Value.between(c, path, to.Value, newPath, func(from, into *vfs.Handle) error {
		return from.RenameAt(path, into, newPath)
	}))
}

// between does something with a path in each of two directories, and tells of an
// error.
//
//nolint:revive // two paths
func (d *Descriptor) between(c host.Call, old string, to *Descriptor, name string, do func(from, to *vfs.Handle) error) error {
	from, err := d.directory()
	if err != nil {
		return err
	}
	into, err := to.directory()
	if err != nil {
		return err
	}
	if max(len(old), len(name)) > longPath {
		return vfs.NameTooLong
	}
	if err = do(from, into); err != nil {
		c.RefusedBetween(host.Filesystem, host.Place{Dir: from, Path: old}, host.Place{Dir: into, Path: name}, err)
	}
	return err
}
