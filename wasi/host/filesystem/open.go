package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

type opened = engine.Result[engine.Own[*Descriptor], ErrorCode]

// openAt is wasi:filesystem/types@0.2.12, descriptor.open-at. Past the limit of
// open descriptors it is insufficient-memory.
//
//nolint:revive // as many parameters as the standard has
func openAt(c host.Call, d descriptor, at PathFlags, path string, how OpenFlags, flags DescriptorFlags) (opened, error) {
	if err := c.Admit(c.Store); err != nil {
		return opened{}, err
	}
	access := policy.Read
	if how&(Create|Truncate) != 0 || flags&Write != 0 {
		access = policy.Change
	}
	var made *Descriptor
	err := d.Value.at(c, access, path, func(dir *vfs.Handle) (err error) {
		made, err = open(c, dir, opening{path, at.follow(), how, flags})
		return err
	})
	return result(engine.Own[*Descriptor]{Value: made}, err)
}

// opening is what open-at is asked for.
type opening struct {
	path   string
	follow bool
	how    OpenFlags
	flags  DescriptorFlags
}

func open(c host.Call, dir *vfs.Handle, o opening) (*Descriptor, error) {
	how, err := o.check(dir)
	if err != nil {
		return nil, err
	}
	if err := c.MayOpen(); err != nil {
		return nil, err
	}
	got, err := dir.OpenAt(o.path, o.follow, how)
	if err != nil {
		return nil, err
	}
	c.Counters.Opened(1)
	if got.Dir != nil {
		return &Descriptor{dir: got.Dir, flags: Read}, nil
	}
	f := &file{File: got.File, host: c.Host, mutable: dir.CanMutate, from: dir, path: o.path}
	return &Descriptor{file: f.use(), flags: o.granted()}, nil
}

// check refuses what can't be opened so, and gives the flags to open with: who asks
// neither to read nor to write may pass through a directory, at least. The
// flags for what is on disk when a write returns are unsupported, as under wasmtime.
func (o opening) check(dir *vfs.Handle) (vfs.OpenFlags, error) {
	switch {
	case !dir.CanMutate && (o.how&(Create|Truncate) != 0 || o.flags&Write != 0):
		return 0, vfs.NotPermitted
	case o.flags&(FileIntegritySync|DataIntegritySync|RequestedWriteSync) != 0:
		return 0, vfs.Unsupported
	}
	var how vfs.OpenFlags
	for _, f := range [...]struct {
		set  bool
		flag vfs.OpenFlags
	}{
		{o.granted()&Read != 0, vfs.Read},
		{o.flags&(Read|Write) == 0, vfs.Search},
		{o.granted()&Write != 0, vfs.Write},
		{o.how&Create != 0, vfs.Create},
		{o.how&Directory != 0, vfs.DirectoryOnly},
		{o.how&Exclusive != 0, vfs.Exclusive},
		{o.how&Truncate != 0, vfs.Truncate},
	} {
		if f.set {
			how |= f.flag
		}
	}
	return how, nil
}

// granted are the flags of a file that was opened so: one that isn't opened for
// writing is for reading, and who creates may write.
func (o opening) granted() DescriptorFlags {
	granted := o.flags & (Read | Write)
	if o.flags&Write == 0 {
		granted |= Read
	}
	if o.how&Create != 0 {
		granted |= Write
	}
	return granted
}
