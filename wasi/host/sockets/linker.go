package sockets

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

var (
	networkResource = host.Resource{Name: "network", Define: defineNetwork}
	tcpResource     = host.Resource{Name: "tcp-socket", Define: defineTCPSocket}
	udpResource     = host.Resource{Name: "udp-socket", Define: defineUDPSocket}
)

// Definitions are the interfaces of wasi:sockets.
func Definitions() []host.Definition {
	all := []host.Definition{
		{Name: "network", Resources: []host.Resource{networkResource}},
		{Name: "instance-network", Uses: []host.Resource{networkResource}, Functions: networkFuncs},
		{
			Name: "ip-name-lookup", Resources: []host.Resource{{Name: "resolve-address-stream", Define: defineAddresses}},
			Uses: []host.Resource{networkResource, io.PollableResource}, Functions: lookupFuncs,
		},
		{
			Name: "tcp", Resources: []host.Resource{tcpResource},
			Uses:      []host.Resource{networkResource, io.PollableResource, io.InputStreamResource, io.OutputStreamResource},
			Functions: tcpFuncs,
		},
		{Name: "tcp-create-socket", Uses: []host.Resource{tcpResource, networkResource}, Functions: createTCP},
		{
			Name: "udp", Resources: []host.Resource{
				udpResource, {Name: "incoming-datagram-stream", Define: defineIncoming}, {Name: "outgoing-datagram-stream", Define: defineOutgoing},
			},
			Uses: []host.Resource{networkResource, io.PollableResource}, Functions: udpFuncs,
		},
		{Name: "udp-create-socket", Uses: []host.Resource{udpResource, networkResource}, Functions: createUDP},
	}
	for i := range all {
		all[i].Name, all[i].About = "wasi:sockets/"+all[i].Name, host.AboutNetwork
	}
	return all
}

func networkFuncs() []host.Func {
	return []host.Func{{Name: "instance-network", Func: host.F0(host.Sockets, instanceNetwork)}}
}

func createTCP() []host.Func {
	return []host.Func{{Name: "create-tcp-socket", Func: host.F1(host.Sockets, create[*TCPSocket])}}
}

func createUDP() []host.Func {
	return []host.Func{{Name: "create-udp-socket", Func: host.F1(host.Sockets, create[*UDPSocket])}}
}

func lookupFuncs() []host.Func {
	return append(
		host.Methods(
			"resolve-address-stream",
			host.Func{Name: "resolve-next-address", Func: method[*addresses, answer[engine.Option[address]]]()},
			host.Func{Name: "subscribe", Func: method[*addresses, engine.Own[*io.Pollable]]()},
		),
		host.Func{Name: "resolve-addresses", Func: host.F2(host.Sockets, resolveAddresses)},
	)
}

func defineAddresses(l *engine.LinkerInstance) error {
	return engine.DefineResource[*addresses](l, "resolve-address-stream", nil)
}
