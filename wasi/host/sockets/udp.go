package sockets

import (
	"slices"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
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

// udpFuncs are those of wasi:sockets/udp@0.2.12.
func udpFuncs() []host.Func {
	socket := host.Methods("udp-socket", append(
		socketMethods[udp](),
		host.Func{Name: "stream", Func: method1[udp, engine.Option[socketAddress], answer[streams]]()},
		host.Func{Name: "unicast-hop-limit", Func: method[udp, answer[uint8]]()},
		host.Func{Name: "set-unicast-hop-limit", Func: method1[udp, uint8, done]()},
	)...)
	in := host.Methods(
		"incoming-datagram-stream",
		host.Func{Name: "receive", Func: method1[*incoming, uint64, answer[[]received]]()},
		host.Func{Name: "subscribe", Func: method[*incoming, engine.Own[*io.Pollable]]()},
	)
	out := host.Methods(
		"outgoing-datagram-stream",
		host.Func{Name: "check-send", Func: method[*outgoing, answer[uint64]]()},
		host.Func{Name: "send", Func: method1[*outgoing, []sent, answer[uint64]]()},
		host.Func{Name: "subscribe", Func: method[*outgoing, engine.Own[*io.Pollable]]()},
	)
	return slices.Concat(socket, in, out)
}

func defineIncoming(l *engine.LinkerInstance) error {
	return engine.DefineResource[*incoming](l, "incoming-datagram-stream", nil)
}

func defineOutgoing(l *engine.LinkerInstance) error {
	return engine.DefineResource[*outgoing](l, "outgoing-datagram-stream", nil)
}
