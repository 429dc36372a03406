package vfs

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// What the parts of a memfs cost of its quota, in bytes: about what they take of
// the host's memory, so that a guest can't fill it with empty files.
const (
	inodeCost = 512
	entryCost = 128 // and the name's length
	pieceCost = 64  // and the piece's length
)

// memFS is a file system in memory.
type memFS struct {
	// mu guards the names: what directories hold, who is linked how often, what
	// is open. The contents of each file have a lock of their own; taken after mu.
	mu   sync.RWMutex
	root *inode
	next uint64
	// places is how many names there have been.
	places uint64

	quota  uint64
	used   atomic.Uint64
	device uint64
}

// devices numbers the file systems in memory of this process, from where no
// system's devices are.
var devices atomic.Uint64

const memDevice = 1 << 62

// NewMem makes an empty file system in memory that takes at most about quota
// bytes of it, whatever its files pretend to be: contents count by what is really
// held (holes cost nothing), and so do names and the files themselves. Past it,
// InsufficientSpace.
func NewMem(quota uint64) FS {
	fs := &memFS{quota: quota, device: memDevice + devices.Add(1)}
	fs.root = fs.inode(Directory)
	fs.root.links = 2
	fs.root.opens = 1 // for ever: it isn't removed
	return fs
}

// Root opens the root directory.
func (fs *memFS) Root() (Dir, error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.openDir(fs.root), nil
}

// Close does nothing: memory is freed when nothing of it is open.
func (fs *memFS) Close() error { return nil }

// take counts bytes against the quota, if there is room for all of them.
func (fs *memFS) take(n uint64) bool {
	for {
		is := fs.used.Load()
		if is > fs.quota || n > fs.quota-is {
			return false
		}
		if fs.used.CompareAndSwap(is, is+n) {
			return true
		}
	}
}

// give returns bytes to the quota.
func (fs *memFS) give(n uint64) { fs.used.Add(-n) }

// inode is a file, whatever its names. The fields below mu are guarded by it,
// those above by the file system's.
type inode struct {
	kind   FileType
	id     uint64
	links  uint64
	opens  int
	target string // of a link
	// entries and parent are a directory's.
	entries entries
	parent  *inode

	mu                          sync.RWMutex
	accessed, modified, changed time.Time
	size                        uint64
	pieces                      map[uint64][]byte
	mostPieces                  int  // there were since the map was made
	dead                        bool // freed: nothing may be written any more
}

// inode makes a file without a name. mu is held, or nobody else knows fs.
func (fs *memFS) inode(kind FileType) *inode {
	fs.next++
	now := time.Now()
	return &inode{kind: kind, id: fs.next, accessed: now, modified: now, changed: now}
}

// cost is what the inode itself takes of the quota, without its contents.
func (n *inode) cost() uint64 { return inodeCost + uint64(len(n.target)) }

// info describes the file. The file system's mu is held.
func (fs *memFS) info(n *inode) Info {
	n.mu.RLock()
	defer n.mu.RUnlock()
	i := Info{
		Type: n.kind, Links: n.links, Size: n.size, Device: fs.device, ID: n.id,
		Accessed: n.accessed, Modified: n.modified, Changed: n.changed,
	}
	if n.kind == SymbolicLink {
		i.Size = uint64(len(n.target))
	}
	return i
}

// touch marks that contents (of a directory: entries) were changed.
func (n *inode) touch(now time.Time) {
	n.mu.Lock()
	n.modified, n.changed = now, now
	n.mu.Unlock()
}

// mark marks that the inode was changed, but not its contents.
func (n *inode) mark(now time.Time) {
	n.mu.Lock()
	n.changed = now
	n.mu.Unlock()
}

// setTimes sets times: POSIX.1-2024, futimens.
func (n *inode) setTimes(accessed, modified SetTime) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := time.Now()
	n.accessed = accessed.resolve(n.accessed, now)
	n.modified = modified.resolve(n.modified, now)
	n.changed = now
}

// shrinkFrom is how many keys a map has had when it is worth making it anew.
const shrinkFrom = 64

// shrunk gives a map, or, if few of the keys are left that it has had, a copy: a
// map keeps the room of keys that are deleted, which the quota has been given back.
func shrunk[K comparable, V any](m map[K]V, most int) (map[K]V, int) {
	if most < shrinkFrom || len(m) > most/4 {
		return m, most
	}
	small := make(map[K]V, len(m))
	maps.Copy(small, m)
	return small, len(m)
}

// release frees what has neither a name nor anybody who has it open. mu is held.
func (fs *memFS) release(n *inode) {
	if n.opens > 0 || n.links > 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	fs.cut(n, 0)
	n.dead = true
	fs.give(n.cost())
}
