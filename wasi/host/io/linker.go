package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker defines the interfaces of wasi:io in a linker.
func AddToLinker(l *engine.Linker) error {
	if err := addError(l.Instance("wasi:io/error@" + host.Version)); err != nil {
		return err
	}
	if err := addPoll(l.Instance("wasi:io/poll@" + host.Version)); err != nil {
		return err
	}
	return addStreams(l.Instance("wasi:io/streams@" + host.Version))
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
	if err := addInputStream(i); err != nil {
		return err
	}
	return addOutputStream(i)
}
