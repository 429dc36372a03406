package sockets

import (
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// TCPSocket stands for the resource tcp-socket of wasi:sockets/tcp@0.2.12. There
// is none.
type TCPSocket struct{ _ byte }

// UDPSocket stands for the resource udp-socket of wasi:sockets/udp@0.2.12. There is
// none.
type UDPSocket struct{ _ byte }

var errNone = errors.New("there are no sockets")

// none is every method of a resource that a guest can't have.
func none(*engine.Store) (engine.Unit, error) { return engine.Unit{}, errNone }

// AddressFamily is ip-address-family of wasi:sockets/network@0.2.12.
type AddressFamily uint8

// Cases names the address families.
func (AddressFamily) Cases() []string { return []string{"ipv4", "ipv6"} }

// ErrorCode is error-code of wasi:sockets/network@0.2.12, as far as it is used.
type ErrorCode uint8

// The errors.
const (
	AccessDenied ErrorCode = iota
	InvalidArgument
	PermanentResolverFailure
)

// Cases names the errors.
func (ErrorCode) Cases() []string {
	return []string{"access-denied", "invalid-argument", "permanent-resolver-failure"}
}

func addCreateTCP(l *engine.LinkerInstance) error {
	if err := all(l, defineTCPSocket, defineNetwork); err != nil {
		return err
	}
	return l.Func("create-tcp-socket", host.F1(host.Sockets, create[*TCPSocket]))
}

func addCreateUDP(l *engine.LinkerInstance) error {
	if err := all(l, defineUDPSocket, defineNetwork); err != nil {
		return err
	}
	return l.Func("create-udp-socket", host.F1(host.Sockets, create[*UDPSocket]))
}

// create is create-tcp-socket of wasi:sockets/tcp-create-socket@0.2.12, and
// create-udp-socket of wasi:sockets/udp-create-socket@0.2.12.
//
//nolint:unparam // no host function is without an error
func create[S any](c host.Call, _ AddressFamily) (engine.Result[engine.Own[S], ErrorCode], error) {
	c.Denied()
	return engine.Err[engine.Own[S]](AccessDenied), nil
}
