package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

func inputFuncs() []host.Func {
	return []host.Func{
		{Name: "[method]input-stream.skip", Func: host.F2(host.Streams, skip)},
		{Name: "[method]input-stream.blocking-skip", Func: host.F2(host.Streams, blockingSkip)},
		{Name: "[method]input-stream.subscribe", Func: host.F1(host.Streams, subscribeInput)},
	}
}

// read is wasi:io/streams@0.2.12, input-stream.read. It gives at most
// host.MaxRead bytes, as do the others.
func read[B ~[]byte](c host.Call, s engine.Borrow[*InputStream], n uint64) (engine.Result[B, StreamError], error) {
	p, err := s.Value.read(c, n)
	return outcome(c, B(p), err)
}

// blockingRead is wasi:io/streams@0.2.12, input-stream.blocking-read.
func blockingRead[B ~[]byte](c host.Call, s engine.Borrow[*InputStream], n uint64) (engine.Result[B, StreamError], error) {
	p, err := s.Value.blockingRead(c, n)
	return outcome(c, B(p), err)
}

// skip is wasi:io/streams@0.2.12, input-stream.skip.
func skip(c host.Call, s engine.Borrow[*InputStream], n uint64) (engine.Result[uint64, StreamError], error) {
	p, err := s.Value.read(c, n)
	return outcome(c, uint64(len(p)), err)
}

// blockingSkip is wasi:io/streams@0.2.12, input-stream.blocking-skip.
func blockingSkip(c host.Call, s engine.Borrow[*InputStream], n uint64) (engine.Result[uint64, StreamError], error) {
	p, err := s.Value.blockingRead(c, n)
	return outcome(c, uint64(len(p)), err)
}

// subscribeInput is wasi:io/streams@0.2.12, input-stream.subscribe.
func subscribeInput(c host.Call, s engine.Borrow[*InputStream]) (engine.Own[*Pollable], error) {
	return host.Own(c, NewPollable(s.Value, &s.Value.children))
}
