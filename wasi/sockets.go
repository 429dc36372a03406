package wasi

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host/sockets"
)

// nativeVersion is the version under which wasmtime 44 defines WASI 0.2, and
// which serves the imports of every other version of 0.2.
const nativeVersion = "0.2.6"

// denySockets replaces the two functions that create sockets. wasmtime's make one
// of the host's before they ask what was granted, and leave it open as long as the
// guest has its handle: a guest without a grant would take every file descriptor
// of the process.
func denySockets(l *engine.Linker) error {
	for _, protocol := range [...]string{"tcp", "udp"} {
		i := l.Instance("wasi:sockets/" + protocol + "-create-socket@" + nativeVersion)
		if err := i.Func("create-"+protocol+"-socket", engine.F1(createSocket)); err != nil {
			return err
		}
	}
	return nil
}

// createSocket has a result of any resource: its type is wasmtime's own.
func createSocket(*engine.Store, sockets.AddressFamily) (engine.Result[engine.Own[any], sockets.ErrorCode], error) {
	return engine.Err[engine.Own[any]](sockets.AccessDenied), nil
}
