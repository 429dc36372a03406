package sockets

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
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

// tcpFuncs are those of wasi:sockets/tcp@0.2.12.
func tcpFuncs() []host.Func {
	return host.Methods("tcp-socket", append(
		socketMethods[tcp](),
		host.Func{Name: "start-connect", Func: method2[tcp, engine.Borrow[*Network], socketAddress, done]()},
		host.Func{Name: "finish-connect", Func: method[tcp, answer[connected]]()},
		host.Func{Name: "start-listen", Func: method[tcp, done]()},
		host.Func{Name: "finish-listen", Func: method[tcp, done]()},
		host.Func{Name: "accept", Func: method[tcp, answer[accepted]]()},
		host.Func{Name: "is-listening", Func: method[tcp, bool]()},
		host.Func{Name: "set-listen-backlog-size", Func: method1[tcp, uint64, done]()},
		host.Func{Name: "keep-alive-enabled", Func: method[tcp, answer[bool]]()},
		host.Func{Name: "set-keep-alive-enabled", Func: method1[tcp, bool, done]()},
		host.Func{Name: "keep-alive-idle-time", Func: method[tcp, answer[uint64]]()},
		host.Func{Name: "set-keep-alive-idle-time", Func: method1[tcp, uint64, done]()},
		host.Func{Name: "keep-alive-interval", Func: method[tcp, answer[uint64]]()},
		host.Func{Name: "set-keep-alive-interval", Func: method1[tcp, uint64, done]()},
		host.Func{Name: "keep-alive-count", Func: method[tcp, answer[uint32]]()},
		host.Func{Name: "set-keep-alive-count", Func: method1[tcp, uint32, done]()},
		host.Func{Name: "hop-limit", Func: method[tcp, answer[uint8]]()},
		host.Func{Name: "set-hop-limit", Func: method1[tcp, uint8, done]()},
		host.Func{Name: "shutdown", Func: method1[tcp, shutdownType, done]()},
	)...)
}

// socketMethods are those that both kinds of sockets have.
func socketMethods[S any]() []host.Func {
	return []host.Func{
		{Name: "start-bind", Func: method2[S, engine.Borrow[*Network], socketAddress, done]()},
		{Name: "finish-bind", Func: method[S, done]()},
		{Name: "local-address", Func: method[S, answer[socketAddress]]()},
		{Name: "remote-address", Func: method[S, answer[socketAddress]]()},
		{Name: "address-family", Func: method[S, AddressFamily]()},
		{Name: "subscribe", Func: method[S, engine.Own[*io.Pollable]]()},
		{Name: "receive-buffer-size", Func: method[S, answer[uint64]]()},
		{Name: "set-receive-buffer-size", Func: method1[S, uint64, done]()},
		{Name: "send-buffer-size", Func: method[S, answer[uint64]]()},
		{Name: "set-send-buffer-size", Func: method1[S, uint64, done]()},
	}
}
