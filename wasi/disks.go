package wasi

import (
	"sync"

	"github.com/qyvol/qyvol/internal/vfs"
)

// Disks are the directories that the attempts of a run share under the hosted
// implementation: what one attempt took of a quota is gone for the next. The zero
// value is ready.
type Disks struct {
	mu   sync.Mutex
	open map[diskKey]disk
}

// disk is a directory that was opened.
type disk struct {
	vfs.FS
	// below are the directories from a writable mount on in which it lies, itself the last.
	below []vfs.Identity
}

// diskKey tells mounts apart.
type diskKey struct {
	host, guest string
	write       bool
	quota       uint64
}

// get opens a mount's directory, or gives it again. within are the directories that
// guests may write to, asked for where it is opened; nil if none matters.
func (d *Disks) get(m Mount, within func() *vfs.Writable) (disk, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k := diskKey{m.Host, m.Guest, m.Write, m.Quota}
	if files, ok := d.open[k]; ok {
		return files, nil
	}
	files, err := openDisk(m, within())
	if err != nil {
		return disk{}, hostFlaw(err)
	}
	if d.open == nil {
		d.open = map[diskKey]disk{}
	}
	d.open[k] = files
	return files, nil
}

// openDisk opens a mount's directory, which is not to be come to by a guest's link.
func openDisk(m Mount, within *vfs.Writable) (disk, error) {
	opts := vfs.DiskOptions{ReadOnly: !m.Write, Quota: m.Quota}
	if within == nil {
		files, err := vfs.OpenDisk(m.Host, opts)
		return disk{FS: files}, err
	}
	found, err := within.Find(m.Host)
	if err != nil {
		return disk{}, err
	}
	defer found.Close()
	files, err := vfs.OpenDisk(m.Host, opts)
	if err != nil {
		return disk{}, err
	}
	if !found.Is(files) { // somebody replaced it in between
		_ = files.Close()
		return disk{}, errReplaced
	}
	return disk{files, found.Below}, nil
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
