package wasi

import (
	"errors"
	"io/fs"
	"sync"

	"github.com/qyvol/qyvol/internal/vfs"
)

// Disks are the directories that the attempts of a run share under the hosted
// implementation: what one attempt took of a quota is gone for the next. The zero
// value is ready.
type Disks struct {
	mu   sync.Mutex
	open map[diskKey]vfs.FS
}

// diskKey tells mounts apart.
type diskKey struct {
	host, guest string
	write       bool
	quota       uint64
}

// get opens a mount's directory, or gives it again.
func (d *Disks) get(m Mount) (vfs.FS, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k := diskKey{m.Host, m.Guest, m.Write, m.Quota}
	if files := d.open[k]; files != nil {
		return files, nil
	}
	files, err := vfs.OpenDisk(m.Host, vfs.DiskOptions{ReadOnly: !m.Write, Quota: m.Quota})
	switch {
	case errors.Is(err, vfs.NoEntry):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, err
	}
	if d.open == nil {
		d.open = map[diskKey]vfs.FS{}
	}
	d.open[k] = files
	return files, nil
}

// Close closes them, after the last attempt. What a guest that goes on has open
// stays open to it.
func (d *Disks) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, files := range d.open {
		_ = files.Close() // it was only read
	}
	d.open = nil
}
