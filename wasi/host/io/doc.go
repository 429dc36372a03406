// Package io is WASI's package wasi:io: error, poll and streams, which every
// other package of WASI builds on.
//
// Whoever has bytes to read implements [Source], whoever takes bytes [Sink], and
// whoever can be waited for [host.Waitable]; [NewInputStream], [NewOutputStream]
// and [NewPollable] make the guest's resources of them. All their methods are
// called from the guest's goroutine, and none blocks: it is this package that
// waits, so that a guest can be cancelled wherever it does.
//
// The specification is https://github.com/WebAssembly/WASI, wasi:io@0.2.12; where
// it leaves a choice, this is wasmtime's.
package io
