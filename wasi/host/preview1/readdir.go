package preview1

import (
	"encoding/binary"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
)

// dots are the entries that a listing begins with here, and not in vfs.
const dots = 2

// listing is where a guest is in reading a directory. Cookies count entries. What
// comes next is at hand, so that an entry which didn't fit is given again.
type listing struct {
	from  vfs.Listing // nil: not begun, or at the end
	next  uint64      // the place of kept, or of what from gives next
	kept  vfs.Entry
	has   bool
	ended bool
}

// rewind lets a listing begin anew.
func (t *descriptors) rewind(l *listing) {
	if l.from != nil {
		_ = l.from.Close() // it was only read
		t.host.Counters.Opened(-1)
	}
	*l = listing{}
}

// entry gives the entry at a place; ok is false at the end.
func (c *call) entry(d *descriptor, place uint64) (e vfs.Entry, ok bool, err error) {
	if place < dots {
		c.rewind(&d.list)
		return vfs.Entry{Name: ".."[:place+1], Type: vfs.Directory}, true, nil
	}
	l := &d.list
	if place -= dots; place < l.next {
		c.rewind(l)
	}
	for {
		if err := c.fill(d); err != nil || !l.has {
			return vfs.Entry{}, false, err
		}
		if l.next == place {
			return l.kept, true, nil
		}
		l.has = false
		l.next++
	}
}

// fill sees to it that an entry is at hand, unless it is the end.
func (c *call) fill(d *descriptor) error {
	l := &d.list
	if l.has || l.ended {
		return nil
	}
	if err := c.Err(); err != nil {
		return err
	}
	if l.from == nil {
		if err := c.admit(); err != nil {
			return err
		}
		from, err := d.dir.ReadDir()
		if err != nil {
			return c.refused(policy.Read, place{d.dir, "."}, err)
		}
		l.from = from
		c.Counters.Opened(1)
	}
	var err error
	if l.kept, l.has, err = l.from.Next(); err != nil {
		return fileError(err)
	}
	if !l.has {
		next := l.next
		c.rewind(l)
		l.next, l.ended = next, true
	}
	return nil
}

// fdReaddir is fd_readdir. An entry that doesn't fit is cut off, which tells the
// guest that there is more.
func fdReaddir(c *call) error {
	d, err := c.ofKind(c.u32(0), directory)
	if err != nil {
		return err
	}
	self, err := d.dir.Stat()
	if err != nil {
		return fileError(err)
	}
	w := entries{c, c.pointer(1), c.u32(2)}
	for place := c.u64(3); ; place++ {
		e, ok, err := c.entry(d, place)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		info := self
		if place >= dots && w.left > 0 {
			// Something that is gone by now has no number.
			info, err = d.dir.StatAt(e.Name, false)
		}
		number := uint64(0)
		if err == nil {
			number = c.inode(info)
		}
		if err := w.put(e, place+1, number); err != nil {
			return err
		}
		if w.left == 0 {
			break
		}
	}
	return c.put32(4, c.u32(2)-w.left)
}

// entries writes entries as far as they fit.
type entries struct {
	*call
	at   uint64
	left uint32
}

// put writes a dirent and its name.
func (w *entries) put(e vfs.Entry, next, number uint64) error {
	var head [24]byte
	le := binary.LittleEndian
	le.PutUint64(head[:], next)
	le.PutUint64(head[8:], number)
	le.PutUint32(head[16:], uint32(len(e.Name))) //nolint:gosec // at most 255
	head[20] = filetype(e.Type)
	if err := w.bytesOf(head[:]); err != nil {
		return err
	}
	s := texts{call: w.call, at: w.at}
	name := e.Name[:min(len(e.Name), int(w.left))]
	w.at += uint64(len(name))
	w.left -= uint32(len(name)) //nolint:gosec // at most 255
	return s.text(name)
}

func (w *entries) bytesOf(p []byte) error {
	p = p[:min(len(p), int(w.left))]
	err := w.call.put(w.at, p)
	w.at += uint64(len(p))
	w.left -= uint32(len(p)) //nolint:gosec // at most 24
	return err
}
