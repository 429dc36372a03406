package sockets

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddressFamily is ip-address-family of wasi:sockets/network@0.2.12.
type AddressFamily uint8

// Cases names the address families.
func (AddressFamily) Cases() []string { return []string{"ipv4", "ipv6"} }

// ErrorCode is error-code of wasi:sockets/network@0.2.12.
type ErrorCode uint8

// The errors that are used.
const (
	AccessDenied             ErrorCode = 1
	InvalidArgument          ErrorCode = 3
	PermanentResolverFailure ErrorCode = 20
)

// Cases names the errors.
func (ErrorCode) Cases() []string {
	return []string{
		"unknown", "access-denied", "not-supported", "invalid-argument", "out-of-memory", "timeout",
		"concurrency-conflict", "not-in-progress", "would-block", "invalid-state", "new-socket-limit",
		"address-not-bindable", "address-in-use", "remote-unreachable", "connection-refused", "connection-reset",
		"connection-aborted", "datagram-too-large", "name-unresolvable", "temporary-resolver-failure",
		"permanent-resolver-failure",
	}
}

// create is create-tcp-socket of wasi:sockets/tcp-create-socket@0.2.12, and
// create-udp-socket of wasi:sockets/udp-create-socket@0.2.12.
//
//nolint:unparam // no host function is without an error
func create[S any](c host.Call, _ AddressFamily) (engine.Result[engine.Own[S], ErrorCode], error) {
	c.Denied()
	return engine.Err[engine.Own[S]](AccessDenied), nil
}
