package sockets

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host/io"
)

// TCPSocket stands for the resource tcp-socket of wasi:sockets/tcp@0.2.12. There
// is none.
type TCPSocket struct{ _ byte }

func defineTCPSocket(l *engine.LinkerInstance) error {
	return engine.DefineResource[*TCPSocket](l, "tcp-socket", nil)
}

// shutdownType is the enum shutdown-type.
type shutdownType uint8

// Cases names the directions.
func (shutdownType) Cases() []string { return []string{"receive", "send", "both"} }

type (
	tcp       = *TCPSocket
	connected = engine.Tuple2[engine.Own[*io.InputStream], engine.Own[*io.OutputStream]]
	accepted  = engine.Tuple3[engine.Own[tcp], engine.Own[*io.InputStream], engine.Own[*io.OutputStream]]
)

// addTCP defines wasi:sockets/tcp@0.2.12.
func addTCP(l *engine.LinkerInstance) error {
	err := all(l, defineTCPSocket, defineNetwork, io.DefinePollable, io.DefineInputStream, io.DefineOutputStream)
	if err != nil {
		return err
	}
	err = methods(l, "tcp-socket", socketMethods[tcp]()...)
	if err != nil {
		return err
	}
	return methods(
		l, "tcp-socket",
		namedMethod{"start-connect", method2[tcp, engine.Borrow[*Network], socketAddress, done]()},
		namedMethod{"finish-connect", method[tcp, answer[connected]]()},
		namedMethod{"start-listen", method[tcp, done]()},
		namedMethod{"finish-listen", method[tcp, done]()},
		namedMethod{"accept", method[tcp, answer[accepted]]()},
		namedMethod{"is-listening", method[tcp, bool]()},
		namedMethod{"set-listen-backlog-size", method1[tcp, uint64, done]()},
		namedMethod{"keep-alive-enabled", method[tcp, answer[bool]]()},
		namedMethod{"set-keep-alive-enabled", method1[tcp, bool, done]()},
		namedMethod{"keep-alive-idle-time", method[tcp, answer[uint64]]()},
		namedMethod{"set-keep-alive-idle-time", method1[tcp, uint64, done]()},
		namedMethod{"keep-alive-interval", method[tcp, answer[uint64]]()},
		namedMethod{"set-keep-alive-interval", method1[tcp, uint64, done]()},
		namedMethod{"keep-alive-count", method[tcp, answer[uint32]]()},
		namedMethod{"set-keep-alive-count", method1[tcp, uint32, done]()},
		namedMethod{"hop-limit", method[tcp, answer[uint8]]()},
		namedMethod{"set-hop-limit", method1[tcp, uint8, done]()},
		namedMethod{"shutdown", method1[tcp, shutdownType, done]()},
	)
}

// socketMethods are those that both kinds of sockets have.
func socketMethods[S any]() []namedMethod {
	return []namedMethod{
		{"start-bind", method2[S, engine.Borrow[*Network], socketAddress, done]()},
		{"finish-bind", method[S, done]()},
		{"local-address", method[S, answer[socketAddress]]()},
		{"remote-address", method[S, answer[socketAddress]]()},
		{"address-family", method[S, AddressFamily]()},
		{"subscribe", method[S, engine.Own[*io.Pollable]]()},
		{"receive-buffer-size", method[S, answer[uint64]]()},
		{"set-receive-buffer-size", method1[S, uint64, done]()},
		{"send-buffer-size", method[S, answer[uint64]]()},
		{"set-send-buffer-size", method1[S, uint64, done]()},
	}
}
