package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// Descriptor is the resource descriptor of wasi:filesystem/types@0.2.12: a file or
// a directory, open.
type Descriptor struct {
	// One of them is not nil. The directory of a preopen is the host's.
	dir  *vfs.Handle
	file *file
	// preopen says that the directory is not the guest's to close.
	preopen bool
	// flags are what get-flags says.
	flags DescriptorFlags
}

// file is an open file, of a descriptor and of its streams: it is closed when the
// last of them is dropped.
type file struct {
	vfs.File
	host  *host.Host
	users int
	// mutable tells whether the policy lets the guest change it.
	mutable bool
	// from and path are by what it was opened, for people to read.
	from *vfs.Handle
	path string
}

// use counts a user more.
func (f *file) use() *file {
	f.users++
	return f
}

// drop counts one less.
func (f *file) drop() {
	if f.users--; f.users > 0 {
		return
	}
	f.host.Counters.Opened(-1)
	_ = f.Close() // the guest has no way to be told
}

func defineDescriptor(l *engine.LinkerInstance) error {
	return engine.DefineResource(l, "descriptor", func(s *engine.Store, d *Descriptor) error {
		switch {
		case d.file != nil:
			d.file.drop()
		case !d.preopen:
			h, err := host.Of(s)
			if err != nil {
				return err
			}
			h.Counters.Opened(-1)
			_ = d.dir.Close() // the guest has no way to be told
		}
		return nil
	})
}

// longPath is more than any file system takes. Longer ones get no further: to find
// out which rule refuses a path takes time and memory as it is long.
const longPath = 64 << 10

// regular is the file, if it is one.
func (d *Descriptor) regular() (*file, error) {
	if d.file == nil {
		return nil, vfs.BadDescriptor
	}
	return d.file, nil
}

// directory is the directory, if it is one.
func (d *Descriptor) directory() (*vfs.Handle, error) {
	if d.dir == nil {
		return nil, vfs.NotDirectory
	}
	return d.dir, nil
}

// node is what files and directories have in common.
type node interface {
	Stat() (vfs.Info, error)
	SetTimes(accessed, modified vfs.SetTime) error
	Sync(dataOnly bool) error
}

func (d *Descriptor) node() node {
	if d.dir != nil {
		return d.dir
	}
	return d.file
}

// refused tells of an error that concerns the descriptor itself.
func (d *Descriptor) refused(c host.Call, access policy.Access, err error) error {
	switch {
	case err == nil:
	case d.dir != nil:
		c.Refused(host.Filesystem, access, d.dir.Path(), "", err)
	default:
		c.Refused(host.Filesystem, access, d.file.from.Path(), d.file.path, err)
	}
	return err
}

// at does something at a path in the directory, and tells of an error.
func (d *Descriptor) at(c host.Call, access policy.Access, path string, do func(*vfs.Handle) error) error {
	dir, err := d.directory()
	if err != nil {
		return err
	}
	if len(path) > longPath {
		return vfs.NameTooLong
	}
	if err = do(dir); err != nil {
		c.Refused(host.Filesystem, access, dir.Path(), path, err)
	}
	return err
}

// getFlags is wasi:filesystem/types@0.2.12, descriptor.get-flags.
func getFlags(_ host.Call, d descriptor) (engine.Result[DescriptorFlags, ErrorCode], error) {
	return result(d.Value.flags, nil)
}

// getType is wasi:filesystem/types@0.2.12, descriptor.get-type.
func getType(_ host.Call, d descriptor) (engine.Result[DescriptorType, ErrorCode], error) {
	if d.Value.dir != nil {
		return result(DescriptorType(vfs.Directory), nil)
	}
	return result(DescriptorType(vfs.RegularFile), nil)
}

// descriptor is a parameter.
type descriptor = engine.Borrow[*Descriptor]
