//go:build !linux

package host

// nowait is for systems where writes that don't wait can be asked for one by one.
type nowait struct{}

func newNowait(*Host, any) *nowait { return nil }

func (*nowait) write(*Output, []byte) error { return nil }

func (*nowait) close() {}

// descriptor is none: C would have to write without waiting.
func (o *Output) descriptor() int { return -1 }

// waker has nobody to wake.
type waker struct{}

func (*waker) wake() {}

func (*waker) close() {}
