package preview1

import (
	"encoding/binary"
	"math"
)

// texts writes texts and, at a list, where each begins.
type texts struct {
	*call
	list, at uint64
}

// next writes one text of some parts, and C's NUL.
func (s *texts) next(parts ...string) error {
	p, err := s.record(s.list, 4, 4)
	if err != nil {
		return err
	}
	binary.LittleEndian.PutUint32(p, uint32(s.at)) //nolint:gosec // past 32 bits, the text that follows traps
	s.list += 4
	for _, part := range parts {
		if err := s.text(part); err != nil {
			return err
		}
	}
	return s.text("\x00")
}

func (s *texts) text(part string) error {
	if len(part) == 0 {
		return nil
	}
	if uint64(len(part)) > math.MaxUint32 {
		return Overflow
	}
	n := uint32(len(part)) //nolint:gosec // just checked
	b, err := s.bytes(s.at, n)
	if err != nil {
		return err
	}
	copy(b, part)
	s.at += uint64(n)
	return nil
}

// argsGet is args_get.
func argsGet(c *call) error {
	c.Started()
	s := texts{c, c.pointer(0), c.pointer(1)}
	for _, arg := range c.Config().Args {
		if err := s.next(arg); err != nil {
			return err
		}
	}
	return nil
}

// argsSizesGet is args_sizes_get.
func argsSizesGet(c *call) error {
	size := 0
	for _, arg := range c.Config().Args {
		size += len(arg) + 1
	}
	return c.sizes(len(c.Config().Args), size)
}

// environGet is environ_get.
func environGet(c *call) error {
	s := texts{c, c.pointer(0), c.pointer(1)}
	for _, v := range c.Config().Env {
		if err := s.next(v.Name, "=", v.Value); err != nil {
			return err
		}
	}
	return nil
}

// environSizesGet is environ_sizes_get.
func environSizesGet(c *call) error {
	size := 0
	for _, v := range c.Config().Env {
		size += len(v.Name) + 1 + len(v.Value) + 1
	}
	return c.sizes(len(c.Config().Env), size)
}

// sizes tells a number of texts, and how many bytes they take.
func (c *call) sizes(count, size int) error {
	if uint64(count) > math.MaxUint32 || uint64(size) > math.MaxUint32 { //nolint:gosec // not negative
		return Overflow
	}
	if err := c.put32(0, uint32(count)); err != nil { //nolint:gosec // just checked
		return err
	}
	return c.put32(1, uint32(size)) //nolint:gosec // just checked
}
