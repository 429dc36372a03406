package preview1

import (
	"errors"
	"io"
	"math"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// piece is how much of a file is read or written before the run can end again.
const piece = 1 << 20

// fdRead is fd_read.
func fdRead(c *call) error {
	p, err := c.vector()
	if err != nil {
		return err
	}
	d, err := c.get(c.u32(0))
	if err != nil {
		return err
	}
	n := 0
	switch d.kind {
	case input:
		n, err = c.readStream(p)
	case file:
		if n, err = c.transfer(p, d.position, d.file.ReadAt); err == nil {
			err = d.advance(n)
		}
	case output, directory:
		err = BadDescriptor
	}
	return c.moved(3, d, n, err)
}

// fdPread is fd_pread.
func fdPread(c *call) error {
	p, err := c.vector()
	if err != nil {
		return err
	}
	d, err := c.positioned(input)
	if err != nil {
		return err
	}
	n, err := c.transfer(p, c.u64(3), d.file.ReadAt)
	return c.moved(4, d, n, err)
}

// fdWrite is fd_write.
func fdWrite(c *call) error {
	p, err := c.vector()
	if err != nil {
		return err
	}
	d, err := c.get(c.u32(0))
	if err != nil {
		return err
	}
	n := 0
	switch d.kind {
	case output:
		n, err = c.writeStream(d.stream, p)
	case file:
		n, err = c.writeFile(d, p, d.position)
		if err == nil {
			err = d.written(n)
		}
	case input, directory:
		err = BadDescriptor
	}
	return c.moved(3, d, n, err)
}

// fdPwrite is fd_pwrite. To a file that appends it goes to the end, as on Linux.
func fdPwrite(c *call) error {
	p, err := c.vector()
	if err != nil {
		return err
	}
	d, err := c.positioned(output)
	if err != nil {
		return err
	}
	n, err := c.writeFile(d, p, c.u64(3))
	return c.moved(4, d, n, err)
}

// moved writes how many bytes went through, and has C do it the next time.
func (c *call) moved(arg int, d *descriptor, n int, err error) error {
	if err != nil {
		return err
	}
	c.Counters.AddBytes(host.Preview1, n)
	c.lend(c.u32(0), d)
	return c.put32(arg, uint32(n)) //nolint:gosec // of a memory of 32 bits
}

// positioned finds a file to read or write at an offset; a stream for which that
// would be the only trouble is InvalidSeek.
func (c *call) positioned(stream kind) (*descriptor, error) {
	d, err := c.get(c.u32(0))
	switch {
	case err != nil:
		return nil, err
	case d.kind == stream:
		return nil, InvalidSeek
	case d.kind != file:
		return nil, BadDescriptor
	}
	return d, nil
}

// transfer reads or writes at an offset until all is done, less goes than was asked
// for, or the run ends.
func (c *call) transfer(p []byte, at uint64, do func([]byte, uint64) (int, error)) (int, error) {
	if at > math.MaxInt64 {
		return 0, Invalid
	}
	done := 0
	for {
		part := p[done:min(len(p), done+piece)]
		n, err := do(part, at+uint64(done))
		done += n
		switch {
		case err != nil && done == 0:
			return 0, fileError(err)
		case err != nil || n < len(part) || done == len(p):
			return done, nil
		}
		if err := c.Err(); err != nil {
			return 0, err
		}
	}
}

func (c *call) writeFile(d *descriptor, p []byte, at uint64) (int, error) {
	if d.append {
		return c.transfer(p, 0, func(part []byte, _ uint64) (int, error) { return d.file.WriteEnd(part) })
	}
	return c.transfer(p, at, d.file.WriteAt)
}

// advance moves the position on.
func (d *descriptor) advance(n int) error {
	by := uint64(n) //nolint:gosec // not negative
	if by > math.MaxUint64-d.position {
		return Overflow
	}
	d.position += by
	return nil
}

// written moves the position on, of a file that appends to its end.
func (d *descriptor) written(n int) error {
	if !d.append {
		return d.advance(n)
	}
	info, err := d.file.Stat()
	if err != nil {
		return fileError(err)
	}
	d.position = info.Size
	return nil
}

// readStream waits for standard input. The end is no byte.
func (c *call) readStream(p []byte) (int, error) {
	p = p[:min(len(p), host.MaxRead)]
	for len(p) > 0 {
		n, err := c.Stdin.Read(p)
		switch {
		case errors.Is(err, io.EOF):
			return 0, nil
		case err != nil:
			return 0, streamError(err)
		case n > 0:
			return n, nil
		}
		if err := c.Wait(c.Stdin); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// writeStream writes all, in pieces between which the run can end.
func (c *call) writeStream(to *host.Output, p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if err := c.Err(); err != nil {
			return 0, err
		}
		part := rest[:min(len(rest), host.MaxRead)]
		if err := to.Write(part); err != nil {
			return 0, streamError(err)
		}
		rest = rest[len(part):]
	}
	return len(p), nil
}

// streamError gives an error of a stream as the guest gets it, unless it ends the
// guest.
func streamError(err error) error {
	var fatal *host.FatalError
	var code vfs.Errno
	switch {
	case errors.As(err, &fatal):
		return fatal.Err
	case errors.As(err, &code):
		return fileError(code)
	}
	return IO
}
