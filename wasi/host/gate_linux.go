package host

import "syscall"

// gate reports whether a file can be read at this moment without waiting, so that
// the guest's goroutine can do it itself. To hand it to another goroutine takes
// fifty times as long, since that of a guest is tied to its thread.
type gate struct {
	conn  syscall.RawConn
	check func(fd uintptr) // asks for open; kept, since a closure allocates
	open  bool
}

// newGate makes the gate of a stream, or nil where nothing can be told.
func newGate(stream any) *gate {
	f := FileOf(stream)
	if f == nil {
		return nil
	}
	conn, err := f.SyscallConn()
	if err != nil {
		return nil
	}
	g := &gate{conn: conn}
	g.check = g.selectNow
	return g
}

// ready asks now.
func (g *gate) ready() bool {
	if g == nil {
		return false
	}
	g.open = false
	return g.conn.Control(g.check) == nil && g.open
}

func (g *gate) selectNow(fd uintptr) {
	var set syscall.FdSet
	const words = len(set.Bits)
	size := 1024 / words // bits of a word
	if fd >= 1024 {
		return // select can't ask
	}
	set.Bits[int(fd)/size] |= 1 << (int(fd) % size)
	var none syscall.Timeval
	n, err := syscall.Select(int(fd)+1, &set, nil, nil, &none)
	g.open = err == nil && n == 1
}
