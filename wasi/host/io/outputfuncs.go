package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

func outputFuncs() []host.Func {
	return []host.Func{
		{Name: "[method]output-stream.check-write", Func: host.F1(host.Streams, checkWrite)},
		{Name: "[method]output-stream.flush", Func: host.F1(host.Streams, flush)},
		{Name: "[method]output-stream.blocking-flush", Func: host.F1(host.Streams, blockingFlush)},
		{Name: "[method]output-stream.subscribe", Func: host.F1(host.Streams, subscribeOutput)},
		{Name: "[method]output-stream.write-zeroes", Func: host.F2(host.Streams, writeZeroes)},
		{Name: "[method]output-stream.blocking-write-zeroes-and-flush", Func: host.F2(host.Streams, blockingWriteZeroesAndFlush)},
		{Name: "[method]output-stream.splice", Func: host.F3(host.Streams, splice)},
		{Name: "[method]output-stream.blocking-splice", Func: host.F3(host.Streams, blockingSplice)},
	}
}

// done is a result without a value.
type done = engine.Result[engine.Unit, StreamError]

// count is a result with a number of bytes.
type count = engine.Result[uint64, StreamError]

// checkWrite is wasi:io/streams@0.2.12, output-stream.check-write.
func checkWrite(c host.Call, s engine.Borrow[*OutputStream]) (count, error) {
	n, err := s.Value.checkWrite()
	return outcome(c, uint64(max(n, 0)), err)
}

// write is wasi:io/streams@0.2.12, output-stream.write. More than check-write
// permits traps.
func write[B ~[]byte](c host.Call, s engine.Borrow[*OutputStream], p B) (done, error) {
	return outcome(c, engine.Unit{}, s.Value.write(c, p))
}

// maxBlockingWrite is the most bytes that the blocking writes take.
const maxBlockingWrite = 4096

// blockingWriteAndFlush is wasi:io/streams@0.2.12,
// output-stream.blocking-write-and-flush. More than 4096 bytes trap.
func blockingWriteAndFlush[B ~[]byte](c host.Call, s engine.Borrow[*OutputStream], p B) (done, error) {
	if len(p) > maxBlockingWrite {
		return outcome(c, engine.Unit{}, trap("Buffer too large for blocking-write-and-flush (expected at most 4096)"))
	}
	err := s.Value.writeAndFlush(c, p)
	if err == nil {
		s.Value.lend(c, s.Rep())
	}
	return outcome(c, engine.Unit{}, err)
}

// flush is wasi:io/streams@0.2.12, output-stream.flush.
func flush(c host.Call, s engine.Borrow[*OutputStream]) (done, error) {
	return outcome(c, engine.Unit{}, s.Value.flush())
}

// blockingFlush is wasi:io/streams@0.2.12, output-stream.blocking-flush.
func blockingFlush(c host.Call, s engine.Borrow[*OutputStream]) (done, error) {
	return outcome(c, engine.Unit{}, s.Value.blockingFlush(c))
}

// subscribeOutput is wasi:io/streams@0.2.12, output-stream.subscribe.
func subscribeOutput(c host.Call, s engine.Borrow[*OutputStream]) (engine.Own[*Pollable], error) {
	return host.Own(c, NewPollable(s.Value, &s.Value.children))
}
