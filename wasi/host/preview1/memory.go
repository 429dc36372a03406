package preview1

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrNoMemory traps a guest that exports no memory.
var ErrNoMemory = errors.New("missing required memory export")

// PointerError traps a guest that gives a pointer that is none.
type PointerError struct {
	Pointer uint64 // may have grown past 32 bits
	Size    uint32 // bytes of what it points to
	Align   uint32 // what it should be aligned to; 0 if it leads out of the memory
}

func (e *PointerError) Error() string {
	if e.Align != 0 {
		return fmt.Sprintf("pointer not aligned: %#x is no multiple of %d", e.Pointer, e.Align)
	}
	return fmt.Sprintf("pointer out of bounds: %d bytes at %#x", e.Size, e.Pointer)
}

// ArgumentError traps a guest that gives a value which its type doesn't have.
type ArgumentError struct {
	Type  string // in the snapshot's terms
	Value uint64
}

func (e *ArgumentError) Error() string { return fmt.Sprintf("invalid %s: %#x", e.Type, e.Value) }

// maxTransfer is how many bytes a call copies at most, as by default in wasmtime.
const maxTransfer = 128 << 20

// spend refuses a call that would copy more than maxTransfer in all.
func (c *call) spend(n uint64) error {
	if n > c.credit {
		return NoMemory
	}
	c.credit -= n
	return nil
}

// bytes views memory. Places have 64 bits, so that what follows the last byte that
// 32 bits can name is not the first one.
func (c *call) bytes(at uint64, n uint32) ([]byte, error) {
	if end := at + uint64(n); at <= uint64(len(c.memory)) && end <= uint64(len(c.memory)) {
		return c.memory[at:end:end], nil
	}
	return nil, &PointerError{Pointer: at, Size: n}
}

// record views memory that must be aligned.
func (c *call) record(at uint64, n, align uint32) ([]byte, error) {
	b, err := c.bytes(at, n)
	if err == nil && at%uint64(align) != 0 {
		return nil, &PointerError{Pointer: at, Size: n, Align: align}
	}
	return b, err
}

// put32 writes a u32 where an argument says.
func (c *call) put32(arg int, v uint32) error {
	b, err := c.record(c.pointer(arg), 4, 4)
	if err != nil {
		return err
	}
	binary.LittleEndian.PutUint32(b, v)
	return nil
}

// put64 writes a u64 where an argument says.
func (c *call) put64(arg int, v uint64) error {
	b, err := c.record(c.pointer(arg), 8, 8)
	if err != nil {
		return err
	}
	binary.LittleEndian.PutUint64(b, v)
	return nil
}

// put copies bytes out. Nothing may go anywhere.
func (c *call) put(at uint64, p []byte) error {
	if len(p) == 0 {
		return nil
	}
	b, err := c.bytes(at, uint32(len(p))) //nolint:gosec // it comes from memories of 32 bits, or is short
	if err != nil {
		return err
	}
	copy(b, p)
	return nil
}

// longPath is more than any file system takes; longer ones aren't even looked at.
const longPath = 64 << 10

// path reads a path: the arguments are its place and its length.
func (c *call) path(arg int) (string, error) {
	n := c.u32(arg + 1)
	if err := c.spend(uint64(n)); err != nil {
		return "", err
	}
	b, err := c.bytes(c.pointer(arg), n)
	switch {
	case err != nil:
		return "", err
	case n > longPath:
		return "", NameTooLong
	case !utf8.Valid(b):
		return "", IllegalByteSequence
	}
	return string(b), nil
}

// looked is after how many empty buffers the run can end: there may be millions.
const looked = 1 << 14

// vector gives the first buffer of a list of them that isn't empty: reads and
// writes may be short. The second argument is the list's place, the third its length.
func (c *call) vector() ([]byte, error) { return c.firstOf(c.pointer(1), c.u32(2)) }

func (c *call) firstOf(at uint64, n uint32) ([]byte, error) {
	const size = 8
	if err := c.spend(uint64(n) * size); err != nil {
		return nil, err
	}
	for i := range n {
		if i%looked == looked-1 && c.Err() != nil {
			return nil, c.Err()
		}
		iov, err := c.record(at+uint64(i)*size, size, 4)
		if err != nil {
			return nil, err
		}
		length := binary.LittleEndian.Uint32(iov[4:])
		if length == 0 {
			continue
		}
		if err := c.spend(uint64(length)); err != nil {
			return nil, err
		}
		return c.bytes(uint64(binary.LittleEndian.Uint32(iov)), length)
	}
	return nil, nil
}
