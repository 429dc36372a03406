// Package sockets is WASI's package wasi:sockets for guests that are granted no
// network: no socket can be created and no name resolved, and each function says
// so in the guest's terms, as wasmtime's own does.
package sockets
