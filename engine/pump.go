//go:build unix

package engine

import (
	"errors"
	"io"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// pumpDelay is how long a guest runs before its output is copied while it runs.
// What a shorter guest writes stays in the pipe and is copied at its end,
// without waking another thread.
const pumpDelay = 2 * time.Millisecond

// pump copies a guest's output from a pipe to a writer.
type pump struct {
	raw    *component.Store
	shared *shared
	stream component.Stream
	to     io.Writer
	pipe   int // the end to read from
	once   sync.Once
}

func canPipe(io.Writer) bool { return true }

// pipeOutput lets the guest write to a pipe: one for all streams that go to one
// place, so that their order stays.
func (s *Store) pipeOutput(raw *component.WASI, to io.Writer, streams ...component.Stream) error {
	r, w, err := pipe()
	if err != nil {
		return err
	}
	defer syscall.Close(w) //nolint:errcheck // the guest has opened its own
	for _, stream := range streams {
		if err := openDescriptor(uintptr(w), func(path string) error { return raw.OutputFile(stream, path) }); err != nil {
			return errors.Join(err, syscall.Close(r))
		}
	}
	s.pumps = append(s.pumps, &pump{raw: s.raw, shared: s.shared, stream: streams[0], to: to, pipe: r})
	return nil
}

// startPumps begins to copy a little later, if the guest still runs then. One
// timer serves both streams: each would wake another thread.
func (s *Store) startPumps() {
	pumps := s.pumps
	if len(pumps) == 0 {
		return
	}
	timer := time.AfterFunc(pumpDelay, func() {
		for _, p := range pumps {
			go p.once.Do(p.follow)
		}
	})
	s.pipes = append(s.pipes, func() {
		timer.Stop()
		for _, p := range pumps {
			p.once.Do(p.empty) // or waits for the copy under way
		}
	})
}

// follow copies while the guest runs, until its end of the pipe is closed. It
// waits without occupying a thread.
func (p *pump) follow() {
	_ = syscall.SetNonblock(p.pipe, true)
	p.copy(os.NewFile(uintptr(p.pipe), "guest"))
}

// copy copies everything. If nobody takes the output any more, the guest is
// stopped, and the pipe emptied so that it can be.
func (p *pump) copy(from *os.File) {
	defer from.Close() //nolint:errcheck // only read from
	_, err := io.Copy(p, from)
	if err == nil {
		return
	}
	p.failed(err)
	_, _ = io.Copy(io.Discard, from)
}

// empty copies what a guest that has ended left in the pipe. It is most often
// little, and then costs two system calls and no buffer of the heap's.
func (p *pump) empty() {
	var buf [2048]byte
	n, err := syscall.Read(p.pipe, buf[:])
	if n > 0 && err == nil {
		_, err = p.Write(buf[:n])
	}
	if n == len(buf) && err == nil {
		p.copy(os.NewFile(uintptr(p.pipe), "guest"))
		return
	}
	if err != nil {
		p.failed(err)
	}
	_ = syscall.Close(p.pipe)
}

// failed stops the guest, unless it is standard error that nobody takes.
func (p *pump) failed(err error) {
	var broken *StreamError
	if p.stream == component.Stdout || errors.As(err, &broken) {
		p.shared.because(err)
		p.raw.Stop(component.StoppedPipe)
	}
}

// Write passes on what the guest wrote, and counts it.
func (p *pump) Write(data []byte) (int, error) {
	n, err := Write(p.to, data)
	p.shared.written[p.stream].Add(uint64(n)) //nolint:gosec // not negative
	return n, err
}

// pipe makes a pipe that blocks, and that child processes don't get.
func pipe() (r, w int, err error) {
	var fds [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(fds[:]); err != nil {
		return 0, 0, os.NewSyscallError("pipe", err)
	}
	syscall.CloseOnExec(fds[0])
	syscall.CloseOnExec(fds[1])
	return fds[0], fds[1], nil
}

// openDescriptor opens an open file again, by a name that the system has for it.
// Not every root directory has /dev/fd.
func openDescriptor(fd uintptr, open func(path string) error) error {
	err := ErrNoDescriptors
	for _, dir := range [...]string{"/dev/fd/", "/proc/self/fd/"} {
		if open(dir+strconv.Itoa(int(fd))) == nil {
			return nil
		}
	}
	return err
}
