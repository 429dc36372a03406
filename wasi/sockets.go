package wasi

import "github.com/qyvol/qyvol/engine"

// nativeSockets is the version under which wasmtime 44 defines wasi:sockets, and
// which serves the imports of every other version of 0.2.
const nativeSockets = "0.2.6"

// denySockets replaces the two functions that create sockets. wasmtime's make one
// of the host's before they ask what was granted, and leave it open as long as the
// guest has its handle: a guest without a grant would take every file descriptor
// of the process.
func denySockets(l *engine.Linker) error {
	for _, protocol := range [...]string{"tcp", "udp"} {
		i := l.Instance("wasi:sockets/" + protocol + "-create-socket@" + nativeSockets)
		if err := i.Func("create-"+protocol+"-socket", engine.F1(createSocket)); err != nil {
			return err
		}
	}
	return nil
}

func createSocket(*engine.Store, addressFamily) (engine.Result[engine.Own[*socket], socketError], error) {
	return engine.Err[engine.Own[*socket]](socketError(accessDenied)), nil
}

// socket stands for a tcp-socket or a udp-socket. There is none.
type socket struct{}

// addressFamily is ip-address-family of wasi:sockets/network.
type addressFamily uint8

// Cases names the address families.
func (addressFamily) Cases() []string { return []string{"ipv4", "ipv6"} }

// socketError is those cases of error-code of wasi:sockets/network that are used.
type socketError uint8

const accessDenied = 0

// Cases names the errors.
func (socketError) Cases() []string { return []string{"access-denied"} }
