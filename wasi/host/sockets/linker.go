package sockets

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker provides the interfaces of wasi:sockets in a linker.
func AddToLinker(l *engine.Linker) error {
	for _, i := range [...]struct {
		name string
		add  func(*engine.LinkerInstance) error
	}{
		{"network", defineNetwork},
		{"instance-network", addInstanceNetwork},
		{"ip-name-lookup", addLookup},
		{"tcp", addTCP},
		{"tcp-create-socket", addCreateTCP},
		{"udp", addUDP},
		{"udp-create-socket", addCreateUDP},
	} {
		if err := l.Provide("wasi:sockets/"+i.name+"@"+host.Version, i.add); err != nil {
			return err
		}
	}
	return nil
}

// all calls each.
func all(l *engine.LinkerInstance, define ...func(*engine.LinkerInstance) error) error {
	for _, d := range define {
		if err := d(l); err != nil {
			return err
		}
	}
	return nil
}
