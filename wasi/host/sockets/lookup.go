package sockets

import (
	"net/netip"
	"strings"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Network is the resource network of wasi:sockets/network@0.2.12.
type Network struct{ _ byte }

func defineNetwork(l *engine.LinkerInstance) error {
	return engine.DefineResource[*Network](l, "network", nil)
}

// instanceNetwork is wasi:sockets/instance-network@0.2.12, instance-network.
func instanceNetwork(c host.Call) (engine.Own[*Network], error) {
	return host.Own(c, new(Network))
}

// addresses stands for a resolve-address-stream. There is none.
type addresses struct{ _ byte }

// resolveAddresses is wasi:sockets/ip-name-lookup@0.2.12, resolve-addresses.
func resolveAddresses(
	c host.Call, _ engine.Borrow[*Network], name string,
) (engine.Result[engine.Own[*addresses], ErrorCode], error) {
	if !isHost(name) {
		return engine.Err[engine.Own[*addresses]](InvalidArgument), nil
	}
	c.Denied()
	return engine.Err[engine.Own[*addresses]](PermanentResolverFailure), nil
}

// isHost tells addresses, and what could be a name.
func isHost(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name != "" && !strings.ContainsAny(name, "\x00\t\n\r #/:<>?@[\\]^|%")
}
