package sockets

import "github.com/qyvol/qyvol/engine"

// Types of wasi:sockets/network@0.2.12. Nothing has a value of them yet.
type (
	ipv4 = engine.Tuple4[uint8, uint8, uint8, uint8]
	ipv6 = engine.Tuple8[uint16, uint16, uint16, uint16, uint16, uint16, uint16, uint16]

	// address is ip-address.
	address struct {
		engine.OneOf
		IPv4 *ipv4 `wit:"ipv4"`
		IPv6 *ipv6 `wit:"ipv6"`
	}
	// ipv4Socket is ipv4-socket-address.
	ipv4Socket struct {
		Port    uint16
		Address ipv4
	}
	// ipv6Socket is ipv6-socket-address.
	ipv6Socket struct {
		Port     uint16
		FlowInfo uint32
		Address  ipv6
		ScopeID  uint32
	}
	// socketAddress is ip-socket-address.
	socketAddress struct {
		engine.OneOf
		IPv4 *ipv4Socket `wit:"ipv4"`
		IPv6 *ipv6Socket `wit:"ipv6"`
	}
)
