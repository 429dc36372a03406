package preview1

import (
	"slices"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// kind is what a descriptor stands for.
type kind uint8

const (
	input     kind = iota // standard input
	output                // standard output or error
	directory             // dir is set
	file                  // file is set
)

// descriptor is an open file, directory or standard stream.
type descriptor struct {
	kind     kind
	terminal bool         // input, output
	stream   *host.Output // output
	dir      *vfs.Handle
	preopen  *host.Preopen // that dir is of; nil: the guest opened it
	list     listing       // of dir

	file     vfs.File
	flags    vfs.OpenFlags // that file was opened with
	position uint64
	append   bool
	nonblock bool

	from place // where the guest opened it
	lent bool  // C reads and writes it, and has the position of file; see get
	// writes are those that Go did to a stream and C could have.
	writes int
}

// descriptors is the table of those that a guest has.
type descriptors struct {
	host *host.Host
	open []*descriptor // nil: free
	free []uint32      // those below len(open) that are free, in order
	used *descriptor   // one that was closed, to be used again; or nil
}

func newDescriptors(h *host.Host) descriptors {
	c := h.Config()
	t := descriptors{host: h, open: []*descriptor{
		{kind: input, terminal: c.Terminals.Stdin},
		{kind: output, stream: h.Stdout, terminal: c.Terminals.Stdout},
		{kind: output, stream: h.Stderr, terminal: c.Terminals.Stderr},
	}}
	for i := range c.Preopens {
		t.open = append(t.open, &descriptor{kind: directory, dir: c.Preopens[i].Dir, preopen: &c.Preopens[i]})
	}
	return t
}

// get finds what a number stands for, and takes it back if it was lent to C.
func (t *descriptors) get(fd uint32) (*descriptor, error) {
	d, err := t.look(fd)
	if err == nil && d.lent {
		d.position, d.lent = t.host.TakeBack(fd), false
	}
	return d, err
}

// look is get for who needs no position, and changes nothing of the descriptor.
func (t *descriptors) look(fd uint32) (*descriptor, error) {
	if uint64(fd) < uint64(len(t.open)) && t.open[fd] != nil {
		return t.open[fd], nil
	}
	return nil, BadDescriptor
}

// lendAfter is after how many writes to a stream C goes on: few aren't worth what it takes.
const lendAfter = 8

// lend has C go on with what Go has read or written.
func (t *descriptors) lend(fd uint32, d *descriptor) {
	switch d.kind {
	case output:
		if d.writes++; d.writes < lendAfter {
			return
		}
		if to, ok := d.stream.Lend(); ok {
			d.lent = t.host.Lend(fd, to)
		}
		return
	case input, directory:
		return
	case file:
	}
	s, ok := vfs.SystemFile(d.file)
	s.Write = s.Write && !d.append
	if ok && (s.Read || s.Write) {
		d.lent = t.host.Lend(fd, engine.DirectFile{FD: s.FD, Read: s.Read, Write: s.Write, Position: d.position})
	}
}

// ofKind finds a descriptor of one kind.
func (t *descriptors) ofKind(fd uint32, k kind) (*descriptor, error) {
	d, err := t.get(fd)
	if err == nil && d.kind != k {
		return nil, BadDescriptor
	}
	return d, err
}

// ofFiles finds a file or a directory.
func (t *descriptors) ofFiles(fd uint32) (*descriptor, error) {
	d, err := t.get(fd)
	if err == nil && d.kind < directory {
		return nil, BadDescriptor
	}
	return d, err
}

// seekable finds a file; streams are InvalidSeek.
func (t *descriptors) seekable(fd uint32) (*descriptor, error) {
	d, err := t.get(fd)
	switch {
	case err != nil:
		return nil, err
	case d.kind < directory:
		return nil, InvalidSeek
	case d.kind == directory:
		return nil, BadDescriptor
	}
	return d, nil
}

// admit refuses to open one more if there are too many.
func (t *descriptors) admit() error {
	if t.host.Counters.Open() >= t.host.Config().Limits.Descriptors {
		return TooManyFiles
	}
	return nil
}

// add gives a descriptor that the guest opened its number: the largest that has
// been freed, or a new one, as in wasmtime.
func (t *descriptors) add(opened *descriptor) uint32 {
	t.host.Counters.Opened(1)
	d := t.used
	if d == nil {
		d = new(descriptor)
	}
	t.used = nil
	*d = *opened
	if n := len(t.free); n > 0 {
		fd := t.free[n-1]
		t.free = t.free[:n-1]
		t.open[fd] = d
		return fd
	}
	t.open = append(t.open, d)
	return uint32(len(t.open) - 1) //nolint:gosec // Limits.Descriptors
}

// remove frees a number.
func (t *descriptors) remove(fd uint32) {
	t.open[fd] = nil
	at, _ := slices.BinarySearch(t.free, fd)
	t.free = slices.Insert(t.free, at, fd)
}

// release lets go of a descriptor, which nobody may have any more, and of what it
// stands for. Preopens are the caller's.
func (t *descriptors) release(d *descriptor) {
	t.rewind(&d.list)
	switch {
	case d.kind == file:
		_ = d.file.Close() // what was written is written; the guest's descriptor is gone in any case
	case d.kind == directory && d.preopen == nil:
		_ = d.dir.Close()
	default:
		return
	}
	*d = descriptor{}
	t.used = d
	t.host.Counters.Opened(-1)
}

// closeAll closes what the guest has left open.
func (t *descriptors) closeAll() {
	for fd := range t.open {
		if d, err := t.get(uint32(fd)); err == nil {
			t.release(d)
		}
	}
	t.open, t.free, t.used = nil, nil, nil
}

// fdClose is fd_close.
func fdClose(c *call) error {
	fd := c.u32(0)
	d, err := c.get(fd)
	if err != nil {
		return err
	}
	c.remove(fd)
	c.release(d)
	return nil
}

// fdRenumber is fd_renumber. Both must be there; what had the new number is closed.
func fdRenumber(c *call) error {
	from, to := c.u32(0), c.u32(1)
	old, err := c.get(to)
	if err != nil {
		return err
	}
	d, err := c.get(from)
	if err != nil || from == to {
		return err
	}
	c.remove(from)
	c.open[to] = d
	c.release(old)
	return nil
}
