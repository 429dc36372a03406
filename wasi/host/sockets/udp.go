package sockets

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host/io"
)

// UDPSocket stands for the resource udp-socket of wasi:sockets/udp@0.2.12. There is
// none.
type UDPSocket struct{ _ byte }

func defineUDPSocket(l *engine.LinkerInstance) error {
	return engine.DefineResource[*UDPSocket](l, "udp-socket", nil)
}

// incoming and outgoing are streams of datagrams. There are none.
type (
	incoming struct{ _ byte }
	outgoing struct{ _ byte }
)

type (
	udp     = *UDPSocket
	streams = engine.Tuple2[engine.Own[*incoming], engine.Own[*outgoing]]

	// received is incoming-datagram.
	received struct {
		Data          []byte
		RemoteAddress socketAddress
	}
	// sent is outgoing-datagram.
	sent struct {
		Data          []byte
		RemoteAddress engine.Option[socketAddress]
	}
)

// addUDP defines wasi:sockets/udp@0.2.12.
func addUDP(l *engine.LinkerInstance) error {
	if err := all(l, defineUDPSocket, defineNetwork, io.DefinePollable, defineIncoming, defineOutgoing); err != nil {
		return err
	}
	if err := methods(l, "udp-socket", socketMethods[udp]()...); err != nil {
		return err
	}
	err := methods(
		l, "udp-socket",
		namedMethod{"stream", method1[udp, engine.Option[socketAddress], answer[streams]]()},
		namedMethod{"unicast-hop-limit", method[udp, answer[uint8]]()},
		namedMethod{"set-unicast-hop-limit", method1[udp, uint8, done]()},
	)
	if err != nil {
		return err
	}
	err = methods(
		l, "incoming-datagram-stream",
		namedMethod{"receive", method1[*incoming, uint64, answer[[]received]]()},
		namedMethod{"subscribe", method[*incoming, engine.Own[*io.Pollable]]()},
	)
	if err != nil {
		return err
	}
	return methods(
		l, "outgoing-datagram-stream",
		namedMethod{"check-send", method[*outgoing, answer[uint64]]()},
		namedMethod{"send", method1[*outgoing, []sent, answer[uint64]]()},
		namedMethod{"subscribe", method[*outgoing, engine.Own[*io.Pollable]]()},
	)
}

func defineIncoming(l *engine.LinkerInstance) error {
	return engine.DefineResource[*incoming](l, "incoming-datagram-stream", nil)
}

func defineOutgoing(l *engine.LinkerInstance) error {
	return engine.DefineResource[*outgoing](l, "outgoing-datagram-stream", nil)
}
