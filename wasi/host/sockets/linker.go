package sockets

import (
	"strings"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
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

func defineTCPSocket(l *engine.LinkerInstance) error {
	return engine.DefineResource[*TCPSocket](l, "tcp-socket", nil)
}

func defineUDPSocket(l *engine.LinkerInstance) error {
	return engine.DefineResource[*UDPSocket](l, "udp-socket", nil)
}

// Methods of sockets, of wasi:sockets/tcp@0.2.12 and wasi:sockets/udp@0.2.12.
const (
	bothMethods = "start-bind finish-bind local-address remote-address address-family subscribe " +
		"receive-buffer-size set-receive-buffer-size send-buffer-size set-send-buffer-size "
	tcpMethods = bothMethods + "start-connect finish-connect start-listen finish-listen accept is-listening " +
		"set-listen-backlog-size keep-alive-enabled set-keep-alive-enabled keep-alive-idle-time " +
		"set-keep-alive-idle-time keep-alive-interval set-keep-alive-interval keep-alive-count set-keep-alive-count " +
		"hop-limit set-hop-limit shutdown"
	udpMethods = bothMethods + "stream unicast-hop-limit set-unicast-hop-limit"
)

func addTCP(l *engine.LinkerInstance) error {
	err := all(l, defineTCPSocket, defineNetwork, io.DefinePollable, io.DefineInputStream, io.DefineOutputStream)
	if err != nil {
		return err
	}
	return unreachable(l, "tcp-socket", tcpMethods)
}

func addUDP(l *engine.LinkerInstance) error {
	if err := all(l, defineUDPSocket, defineNetwork, io.DefinePollable); err != nil {
		return err
	}
	if err := engine.DefineResource[*incoming](l, "incoming-datagram-stream", nil); err != nil {
		return err
	}
	if err := engine.DefineResource[*outgoing](l, "outgoing-datagram-stream", nil); err != nil {
		return err
	}
	if err := unreachable(l, "udp-socket", udpMethods); err != nil {
		return err
	}
	if err := unreachable(l, "incoming-datagram-stream", "receive subscribe"); err != nil {
		return err
	}
	return unreachable(l, "outgoing-datagram-stream", "check-send send subscribe")
}

// incoming and outgoing are streams of datagrams. There are none.
type (
	incoming struct{}
	outgoing struct{}
)

// unreachable defines the methods of a resource that no guest can have.
func unreachable(l *engine.LinkerInstance, resource, methods string) error {
	for _, name := range strings.Fields(methods) {
		if err := l.Func("[method]"+resource+"."+name, engine.F0(none)); err != nil {
			return err
		}
	}
	return nil
}
