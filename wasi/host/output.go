package host

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// Output is a writer that a guest writes to: a sink of an output-stream. What is
// written has reached the writer when Write returns. The methods are for the
// guest's goroutine, except for Failure.
type Output struct {
	host *Host
	to   io.Writer
	// direct is a writer that never blocks, and that the guest's goroutine
	// writes to itself, as it does where there is a nowait. Others are written to
	// on another goroutine, so that the guest can be cancelled meanwhile; it waits,
	// so the order stays.
	direct bool
	nowait *nowait
	// essential output that fails ends the guest; other is thrown away then.
	essential bool
	failure   atomic.Pointer[OutputError]
	taken     atomic.Uint64 // bytes
	writing   sync.Mutex    // held as long as to is written to
	written   chan error
	buf       []byte                              // what the other goroutine writes
	lent      atomic.Pointer[engine.DirectOutput] // nil: C doesn't write to it
	kept      bool                                // it can't
}

func newOutput(h *Host, to io.Writer) *Output {
	if f, ok := to.(*os.File); ok && f == nil || to == nil {
		to = io.Discard
	}
	o := &Output{host: h, to: to, direct: neverBlocks(to)}
	if !o.direct {
		o.nowait = newNowait(h, to)
	}
	return o
}

// OutputError is why an output took no more. It ends the guest.
type OutputError struct{ Err error }

func (e *OutputError) Error() string { return fmt.Sprintf("the output took no more: %v", e.Err) }

// Unwrap returns the writer's error.
func (e *OutputError) Unwrap() error { return e.Err }

// Failure is why the writer took no more, nil if it did, from any goroutine.
func (o *Output) Failure() error {
	if e := o.failure.Load(); e != nil {
		return e.Err
	}
	return nil
}

// Ready is always true: it is Write that waits.
func (o *Output) Ready() bool { return true }

// CheckWrite is how many bytes a Write takes at most.
func (o *Output) CheckWrite() (int, error) { return MaxRead, nil }

// Flush does nothing: nothing is kept.
func (o *Output) Flush() error { return nil }

// Write writes all of p before it returns. The error ends the guest.
func (o *Output) Write(p []byte) error {
	if d := o.lent.Load(); d != nil {
		p = p[min(d.TakeDone(), len(p)):]
	}
	if len(p) == 0 || o.failure.Load() != nil && !o.essential {
		return nil
	}
	if e := o.failure.Load(); e != nil {
		return &FatalError{e}
	}
	err := o.write(p)
	if err == nil {
		return nil
	}
	if o.host.over.Load() {
		return &FatalError{o.host.Err()}
	}
	e := &OutputError{Reason(err)}
	o.failure.Store(e)
	o.keep()
	if !o.essential && !broken(err) {
		return nil
	}
	return &FatalError{e}
}

func (o *Output) write(p []byte) error {
	if o.direct {
		return o.writeAll(p)
	}
	if o.nowait != nil {
		return o.nowait.write(o, p)
	}
	return o.handOver(p)
}

// handOver writes on another goroutine.
func (o *Output) handOver(p []byte) error {
	defer o.host.blocked(time.Now())
	if o.written == nil {
		o.written = make(chan error, 1)
	}
	o.buf = append(o.buf[:0], p...) // p is the guest's goroutine's to use again
	go func(p []byte) { o.written <- o.writeAll(p) }(o.buf)
	select {
	case err := <-o.written:
		return err
	case <-o.host.done:
		return o.host.Err()
	}
}

// broken tells a reader or a writer that breaks its contract. That ends the guest,
// whichever stream it is.
func broken(err error) bool {
	var stream *engine.StreamError
	return errors.As(err, &stream)
}

// Lend has C write to a descriptor of its own, where a writer is a file that nobody has to
// be waited for: as long as the Host isn't closed, C writes also where the file was closed.
func (o *Output) Lend() (engine.DirectFile, bool) {
	if o.kept {
		return engine.DirectFile{}, false
	}
	d := o.lent.Load()
	if d == nil {
		fd := o.descriptor()
		if o.kept = fd < 0; o.kept {
			return engine.DirectFile{}, false
		}
		d = engine.NewDirectOutput(fd)
		o.lent.Store(d)
	}
	return engine.DirectFile{Output: d}, true
}

// TakeBack has nothing to learn: an output has no position.
func (o *Output) TakeBack(uint64) {}

// keep has C write no more.
func (o *Output) keep() {
	o.kept = true
	if d := o.lent.Load(); d != nil {
		d.Close()
	}
}

// close gives descriptors back, when the guest has ended.
func (o *Output) close() {
	o.nowait.close()
	if d := o.lent.Load(); d != nil {
		d.Close()
	}
}

// Written counts the bytes that the writer took, from any goroutine.
func (o *Output) Written() uint64 {
	n := o.taken.Load()
	if d := o.lent.Load(); d != nil {
		n += d.Taken()
	}
	return n
}

// busy tells whether a write is under way.
func (o *Output) busy() bool {
	if !o.writing.TryLock() {
		return true
	}
	o.writing.Unlock()
	d := o.lent.Load()
	return d != nil && d.Busy()
}

// AwaitWrites waits until no write is under way, from any goroutine, at most until
// then: one that blocks can't be stopped. After a Cancel, none begins later.
func (o *Output) AwaitWrites(deadline time.Time) {
	for ; ; time.Sleep(50 * time.Microsecond) {
		if !o.busy() || time.Now().After(deadline) {
			return
		}
	}
}

// writeAll makes an error of a write that was too short. After a Cancel it writes
// nothing: only what is under way then is left, which AwaitWrites waits for.
func (o *Output) writeAll(p []byte) error {
	o.writing.Lock()
	defer o.writing.Unlock()
	if err := o.host.Err(); err != nil {
		return err
	}
	n, err := engine.Write(o.to, p)
	o.taken.Add(uint64(max(n, 0)))
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return err
}

// FatalError is an error of a stream that ends the guest, rather than being told to it.
type FatalError struct{ Err error }

func (e *FatalError) Error() string { return e.Err.Error() }

// Unwrap returns the error.
func (e *FatalError) Unwrap() error { return e.Err }
