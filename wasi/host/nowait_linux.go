package host

import (
	"errors"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/wasi/host/internal/writenow"
)

// nowait writes to a pipe, a socket or a terminal on the guest's own goroutine, and
// waits, where it must, only until the run is cancelled. Another goroutine for each
// write would take fifty times as long, since that of a guest is tied to its thread.
//
// The mode of the caller's descriptor stays as it is: other processes may share it.
type nowait struct {
	host *Host
	send func(fd int, p []byte) (int, error)
	// opened is where the stream was opened once more, in a mode of its own, in
	// which writes don't wait; -1 where the caller's conn is used.
	opened  int
	pipe    bool
	cleanup runtime.Cleanup // closes opened
	conn    syscall.RawConn

	// One attempt by conn: what try and wait are told and tell. They are kept,
	// since a closure allocates.
	try, wait func(fd uintptr)
	p         []byte
	n         int
	err       error
	waker     int // a descriptor
}

// newNowait is nil where a stream can't be written to like that.
func newNowait(h *Host, stream any) *nowait {
	f, ok := stream.(*os.File)
	if !ok || f == nil {
		return nil
	}
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	w := &nowait{host: h, opened: -1}
	if w.conn, err = f.SyscallConn(); err != nil {
		return nil
	}
	switch mode := info.Mode(); {
	case mode&os.ModeSocket != 0:
		w.send = sendSocket
	case mode&os.ModeNamedPipe != 0:
		w.pipe = true
		if w.opened, w.send = reopen(w.conn), writenow.Write; w.opened < 0 {
			w.send = sendPipe
		}
	case isTerminal(w.conn, info):
		if w.opened, w.send = reopen(w.conn), writenow.Write; w.opened < 0 {
			return nil
		}
	default:
		return nil
	}
	if w.opened >= 0 {
		w.cleanup = runtime.AddCleanup(w, func(fd int) { _ = unix.Close(fd) }, w.opened)
	}
	w.try, w.wait = w.tryNow, w.waitNow
	return w
}

// isTerminal tells terminals, but for the emulator's side of one: to open that
// makes another one.
func isTerminal(conn syscall.RawConn, info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || info.Mode()&os.ModeCharDevice == 0 || stat.Rdev == unix.Mkdev(5, 2) {
		return false
	}
	var err error
	failed := conn.Control(func(fd uintptr) { _, err = unix.IoctlGetTermios(int(fd), unix.TCGETS) })
	return failed == nil && err == nil
}

// reopen is -1 where /proc isn't there, or the user may not.
func reopen(conn syscall.RawConn) int {
	opened := -1
	_ = conn.Control(func(fd uintptr) {
		const mode = unix.O_WRONLY | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC
		if fd, err := unix.Open("/proc/self/fd/"+strconv.Itoa(int(fd)), mode, 0); err == nil {
			opened = fd
		}
	})
	return opened
}

func sendSocket(fd int, p []byte) (int, error) {
	return unix.SendmsgN(fd, p, nil, nil, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
}

// sendPipe writes without waiting. Linux before 6.4 can't do that for a pipe whose
// mode is to wait: there it asks first, and writes no more than fits then.
func sendPipe(fd int, p []byte) (int, error) {
	n, err := unix.Pwritev2(fd, [][]byte{p}, -1, unix.RWF_NOWAIT)
	if err == nil || errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR) || errors.Is(err, unix.EPIPE) {
		return n, err
	}
	polled := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}} //nolint:gosec // a descriptor
	if ready, err := unix.Poll(polled, 0); err != nil || ready == 0 {
		return 0, errors.Join(err, unix.EAGAIN)
	}
	return unix.Write(fd, p[:min(len(p), pipeBuf)])
}

// pipeBuf is PIPE_BUF: that much is written at once and fits once the pipe is ready
// (pipe(7)). Only another process that writes to it in between can make that wait.
const pipeBuf = 4096

// write writes all of p, or tells why not.
func (w *nowait) write(o *Output, p []byte) error {
	for len(p) > 0 {
		n, err := w.attempt(o, p)
		p = p[n:]
		switch {
		case err == nil, errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			if err := w.pause(); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return nil
}

// attempt writes what can be written now.
func (w *nowait) attempt(o *Output, p []byte) (int, error) {
	o.writing.Lock()
	defer o.writing.Unlock()
	if err := w.host.Err(); err != nil {
		return 0, err
	}
	if w.opened >= 0 {
		w.n, w.err = w.send(w.opened, p)
	} else {
		w.p = p
		if err := w.conn.Control(w.try); err != nil {
			return 0, err
		}
		w.p = nil
	}
	n := max(w.n, 0)
	o.taken.Add(uint64(n))
	return n, w.err
}

func (w *nowait) tryNow(fd uintptr) { w.n, w.err = w.send(int(fd), w.p) }

// pause waits until something can be written, or the run is cancelled.
func (w *nowait) pause() error {
	defer w.host.blocked(time.Now())
	var err error
	if w.waker, err = w.host.waker.get(w.host); err != nil {
		w.waker = -1 // there is no descriptor left: waitNow looks from time to time
	}
	if w.opened >= 0 {
		w.waitNow(uintptr(w.opened))
	} else if err := w.conn.Control(w.wait); err != nil {
		return err
	}
	return w.err
}

// pollInterval is how often a guest looks whether it is cancelled, in milliseconds,
// where nothing can wake it.
const pollInterval = 20

func (w *nowait) waitNow(fd uintptr) {
	polled := [2]unix.PollFd{
		{Fd: int32(fd), Events: unix.POLLOUT},     //nolint:gosec // a descriptor
		{Fd: int32(w.waker), Events: unix.POLLIN}, //nolint:gosec // likewise
	}
	timeout := -1
	if w.waker < 0 {
		timeout = pollInterval
	}
	if _, w.err = unix.Poll(polled[:], timeout); errors.Is(w.err, unix.EINTR) {
		w.err = nil
	}
}

// descriptor makes a descriptor of the output, writes to which don't wait for anybody: of
// a pipe in a mode of its own, a regular file, or the null device. -1: there is none.
func (o *Output) descriptor() int {
	if w := o.nowait; w != nil && w.pipe && w.opened >= 0 {
		return duplicate(uintptr(w.opened))
	}
	f, ok := o.to.(*os.File)
	if !ok || !o.direct {
		return -1
	}
	fd := -1
	if conn, err := f.SyscallConn(); err == nil {
		_ = conn.Control(func(of uintptr) { fd = duplicate(of) })
	}
	return fd
}

func duplicate(fd uintptr) int {
	n, err := unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return -1
	}
	return n
}

// close comes when the guest has ended.
func (w *nowait) close() {
	if w != nil && w.opened >= 0 {
		w.cleanup.Stop()
		_ = unix.Close(w.opened)
		w.opened = -1
	}
}

// waker wakes a guest that waits in the system, when the run is cancelled. It takes
// a descriptor once a guest has to wait.
type waker struct {
	mu    sync.Mutex
	event *os.File
}

// get returns the descriptor, which can be read from once the run is cancelled.
func (w *waker) get(h *Host) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.event == nil {
		fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
		if err != nil {
			return 0, os.NewSyscallError("eventfd", err)
		}
		w.event = os.NewFile(uintptr(fd), "cancelled")
		if h.over.Load() { // wake has come before
			w.ring()
		}
	}
	return int(w.event.Fd()), nil
}

// wake is called once, after the run was marked as over.
func (w *waker) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ring()
}

func (w *waker) ring() {
	if w.event != nil {
		_, _ = w.event.Write([]byte{1, 0, 0, 0, 0, 0, 0, 1}) // any number but 0
	}
}

func (w *waker) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.event != nil {
		_ = w.event.Close()
		w.event = nil
	}
}
