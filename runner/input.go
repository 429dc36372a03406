package runner

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// input is a run's standard input, which its attempts read one after another.
// What an attempt asked for and did not live to get is the next one's.
type input struct {
	from io.Reader

	reading sync.Mutex // held as long as from is read
	pending []byte
	err     error

	mu     sync.Mutex
	closed bool
}

// shareInput stands between the attempts and the caller's reader.
func (r *run) shareInput() {
	f, isFile := r.opts.Stdio.Stdin.(*os.File)
	if r.opts.Stdio.Stdin == nil || isFile && f == nil {
		return
	}
	r.input = &input{from: r.opts.Stdio.Stdin}
}

// inputWait is how long a Read that does not block may take on a busy machine.
const inputWait = 25 * time.Millisecond

// close keeps the caller's reader from being read any more. A Read that is
// under way and ends soon is waited for; another can't be stopped.
func (i *input) close() {
	i.mu.Lock()
	i.closed = true
	i.mu.Unlock()
	for deadline := time.Now().Add(inputWait); time.Now().Before(deadline); time.Sleep(50 * time.Microsecond) {
		if i.reading.TryLock() {
			i.reading.Unlock()
			return
		}
	}
}

func (i *input) isClosed() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.closed
}

// attemptInput is an attempt's view of the input.
type attemptInput struct {
	input *input
	mu    sync.Mutex
	over  bool
}

func (a *attemptInput) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.over = true
}

func (a *attemptInput) isOver() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.over
}

// File is the file behind, if there is one: package host asks it whether a Read
// would wait.
func (a *attemptInput) File() *os.File {
	f, _ := a.input.from.(*os.File)
	return f
}

func (a *attemptInput) Read(p []byte) (int, error) {
	i := a.input
	i.reading.Lock()
	defer i.reading.Unlock()
	if a.isOver() {
		return 0, io.EOF
	}
	if n := copy(p, i.pending); n > 0 {
		i.pending = i.pending[n:]
		return n, nil
	}
	if i.err != nil || i.isClosed() {
		return 0, io.EOF
	}
	n, err := engine.Read(i.from, p)
	i.err = err
	if a.isOver() {
		i.pending = append(i.pending, p[:n]...)
		return 0, io.EOF
	}
	return n, err
}
