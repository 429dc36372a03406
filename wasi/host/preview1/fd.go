package preview1

import (
	"math"
	"math/bits"
)

// fdAdvise is fd_advise. Files are in memory, or the host's system knows better.
func fdAdvise(c *call) error {
	const advices = 6
	if _, err := c.enum(3, "advice", advices); err != nil {
		return err
	}
	if _, err := c.ofKind(c.u32(0), file); err != nil {
		return err
	}
	if c.u64(2) > math.MaxInt64 {
		return Invalid
	}
	return nil
}

// fdAllocate is fd_allocate, which no environment has any more: it can't be done
// everywhere.
func fdAllocate(c *call) error {
	if _, err := c.ofKind(c.u32(0), file); err != nil {
		return err
	}
	return NotSupported
}

// fdDatasync is fd_datasync.
func fdDatasync(c *call) error { return c.sync(true) }

// fdSync is fd_sync.
func fdSync(c *call) error { return c.sync(false) }

func (c *call) sync(dataOnly bool) error {
	d, err := c.ofKind(c.u32(0), file)
	if err != nil {
		return err
	}
	return fileError(d.file.Sync(dataOnly))
}

// fdTell is fd_tell.
func fdTell(c *call) error {
	d, err := c.seekable(c.u32(0))
	if err != nil {
		return err
	}
	return c.put64(1, d.position)
}

// fdSeek is fd_seek. A position may be after the end; one before the beginning is
// Invalid.
func fdSeek(c *call) error {
	const set, current, end = 0, 1, 2
	whence, err := c.enum(2, "whence", end+1)
	if err != nil {
		return err
	}
	d, err := c.seekable(c.u32(0))
	if err != nil {
		return err
	}
	base := uint64(0)
	switch whence {
	case current:
		base = d.position
	case end:
		info, err := d.file.Stat()
		if err != nil {
			return fileError(err)
		}
		base = info.Size
	case set:
	}
	offset := c.u64(1)
	position, carry := bits.Add64(base, offset, 0)
	if negative := offset>>63 == 1; negative != (carry == 1) {
		return Invalid
	}
	d.position = position
	return c.put64(3, position)
}
