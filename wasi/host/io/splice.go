package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// splice is wasi:io/streams@0.2.12, output-stream.splice.
func splice(c host.Call, dest engine.Borrow[*OutputStream], src engine.Borrow[*InputStream], n uint64) (count, error) {
	moved, err := dest.Value.splice(c, src.Value, n)
	return outcome(c, moved, err)
}

func (s *OutputStream) splice(c host.Call, src *InputStream, n uint64) (uint64, error) {
	permitted, err := s.checkWrite()
	if n = min(n, uint64(max(permitted, 0))); err != nil || n == 0 {
		return 0, err
	}
	p, err := src.read(c, n)
	if err != nil || len(p) == 0 {
		return 0, err
	}
	return uint64(len(p)), s.put(c, p)
}

// blockingSplice is wasi:io/streams@0.2.12, output-stream.blocking-splice.
func blockingSplice(c host.Call, dest engine.Borrow[*OutputStream], src engine.Borrow[*InputStream], n uint64) (count, error) {
	moved, err := dest.Value.blockingSplice(c, src.Value, n)
	return outcome(c, moved, err)
}

func (s *OutputStream) blockingSplice(c host.Call, src *InputStream, n uint64) (uint64, error) {
	permitted, err := s.writeReady(c)
	if n = min(n, uint64(max(permitted, 0))); err != nil || n == 0 {
		return 0, err
	}
	p, err := src.blockingRead(c, n)
	if err != nil || len(p) == 0 {
		return 0, err
	}
	return uint64(len(p)), s.writeAndFlush(c, p)
}
