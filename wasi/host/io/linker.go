package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/lane"
	"github.com/qyvol/qyvol/wasi/host"
)

const streamsName = "wasi:io/streams"

// Lanes are the functions that AddToLinker defines for adapted guests too.
func Lanes() lane.Interfaces { return lane.Interfaces{streamsName: host.Lanes(byteFuncs())} }

// AddToLinker provides the interfaces of wasi:io in a linker.
func AddToLinker(l *engine.Linker) error {
	if err := l.Provide("wasi:io/error@"+host.Version, addError); err != nil {
		return err
	}
	if err := l.Provide("wasi:io/poll@"+host.Version, addPoll); err != nil {
		return err
	}
	return l.Provide(streamsName+"@"+host.Version, addStreams)
}

// addStreams defines wasi:io/streams.
func addStreams(i *engine.LinkerInstance) error {
	for _, resource := range [...]func(*engine.LinkerInstance) error{
		DefineError, DefinePollable, DefineInputStream, DefineOutputStream,
	} {
		if err := resource(i); err != nil {
			return err
		}
	}
	for _, funcs := range [...]func(*engine.LinkerInstance) error{addInputStream, addOutputStream} {
		if err := funcs(i); err != nil {
			return err
		}
	}
	return host.Define(i, byteFuncs()...)
}

// byteFuncs are the functions that carry bytes.
func byteFuncs() []host.Func {
	return []host.Func{
		host.Bytes(
			"[method]input-stream.read",
			host.F2(host.Streams, read[[]byte]), host.F2(host.Streams, read[engine.LaneBytes]),
		),
		host.Bytes(
			"[method]input-stream.blocking-read",
			host.F2(host.Streams, blockingRead[[]byte]), host.F2(host.Streams, blockingRead[engine.LaneBytes]),
		),
		host.Bytes(
			"[method]output-stream.write",
			host.F2(host.Streams, write[[]byte]), host.F2(host.Streams, write[engine.LaneBytes]),
		),
		host.Bytes(
			"[method]output-stream.blocking-write-and-flush",
			host.F2(host.Streams, blockingWriteAndFlush[[]byte]), host.F2(host.Streams, blockingWriteAndFlush[engine.LaneBytes]),
		),
	}
}
