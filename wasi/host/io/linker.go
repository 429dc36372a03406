package io

import (
	"slices"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// The resources of wasi:io, which other interfaces use, too.
var (
	ErrorResource        = host.Resource{Name: "error", Define: defineError}
	PollableResource     = host.Resource{Name: "pollable", Define: definePollable}
	InputStreamResource  = host.Resource{Name: "input-stream", Define: defineInputStream}
	OutputStreamResource = host.Resource{Name: "output-stream", Define: defineOutputStream}
)

// Definitions are the interfaces of wasi:io.
func Definitions() []host.Definition {
	return []host.Definition{
		{Name: "wasi:io/error", Resources: []host.Resource{ErrorResource}, Functions: errorFuncs},
		{Name: "wasi:io/poll", Resources: []host.Resource{PollableResource}, Functions: pollFuncs},
		{
			Name:      "wasi:io/streams",
			Resources: []host.Resource{InputStreamResource, OutputStreamResource},
			Uses:      []host.Resource{ErrorResource, PollableResource},
			Functions: func() []host.Func { return slices.Concat(inputFuncs(), outputFuncs()) }, Bytes: byteFuncs,
		},
	}
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
			host.F2(host.Streams, blockingWriteAndFlush[[]byte]),
			host.F2(host.Streams, blockingWriteAndFlush[engine.LaneBytes]).
				Direct(engine.Direct{Func: engine.DirectWriteAndFlush, Counter: uint8(host.Streams)}),
		),
	}
}
