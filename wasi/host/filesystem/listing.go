package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// DirectoryEntryStream is the resource directory-entry-stream of
// wasi:filesystem/types@0.2.12. It outlives the descriptor that it is from, and
// counts as something open.
type DirectoryEntryStream struct{ listing vfs.Listing }

func defineDirectoryEntryStream(l *engine.LinkerInstance) error {
	return engine.DefineResource(l, "directory-entry-stream", func(s *engine.Store, d *DirectoryEntryStream) error {
		h, err := host.Of(s)
		if err != nil {
			return err
		}
		h.Counters.Opened(-1)
		_ = d.listing.Close() // the guest has no way to be told
		return nil
	})
}

type listed = engine.Result[engine.Own[*DirectoryEntryStream], ErrorCode]

// readDirectory is wasi:filesystem/types@0.2.12, descriptor.read-directory.
func readDirectory(c host.Call, d descriptor) (listed, error) {
	if err := c.Admit(c.Store); err != nil {
		return listed{}, err
	}
	var list vfs.Listing
	err := d.Value.at(c, policy.Read, "", func(dir *vfs.Handle) (err error) {
		if err = c.MayOpen(); err == nil {
			list, err = dir.ReadDir()
		}
		return err
	})
	if err != nil {
		return result(engine.Own[*DirectoryEntryStream]{}, err)
	}
	c.Counters.Opened(1)
	return result(engine.Own[*DirectoryEntryStream]{Value: &DirectoryEntryStream{list}}, nil)
}

type entry = engine.Option[DirectoryEntry]

// readDirectoryEntry is wasi:filesystem/types@0.2.12,
// directory-entry-stream.read-directory-entry.
func readDirectoryEntry(_ host.Call, s engine.Borrow[*DirectoryEntryStream]) (engine.Result[entry, ErrorCode], error) {
	e, ok, err := s.Value.listing.Next()
	if err != nil || !ok {
		return result(engine.None[DirectoryEntry](), err)
	}
	return result(engine.Some(DirectoryEntry{DescriptorType(e.Type), e.Name}), nil)
}
