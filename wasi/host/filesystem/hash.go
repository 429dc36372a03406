package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

type hashed = engine.Result[MetadataHashValue, ErrorCode]

// isSameObject is wasi:filesystem/types@0.2.12, descriptor.is-same-object. It has
// no error to give: what can't be described traps.
func isSameObject(_ host.Call, d, other descriptor) (bool, error) {
	a, err := d.Value.node().Stat()
	if err != nil {
		return false, err
	}
	b, err := other.Value.node().Stat()
	return a.Device == b.Device && a.ID == b.ID, err
}

// metadataHash is wasi:filesystem/types@0.2.12, descriptor.metadata-hash. See
// host.Identity.
func metadataHash(c host.Call, d descriptor) (hashed, error) {
	info, err := d.Value.node().Stat()
	return hash(c, info, err)
}

// metadataHashAt is wasi:filesystem/types@0.2.12, descriptor.metadata-hash-at.
func metadataHashAt(c host.Call, d descriptor, at PathFlags, path string) (hashed, error) {
	info, err := d.Value.statAt(c, at, path)
	return hash(c, info, err)
}

func hash(c host.Call, info vfs.Info, err error) (hashed, error) {
	if err != nil {
		return result(MetadataHashValue{}, err)
	}
	var h MetadataHashValue
	h.Lower, h.Upper = c.Identity(info.Device, info.ID)
	return result(h, nil)
}
