//go:build unix

package compiler

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/resident"
)

// request is what the process is asked: a length of four bytes, this as JSON, and the
// guest. More never follows, and the end of its input is that of the process which
// asked.
type request struct {
	Config      engine.Config
	Fingerprint string
	Size        int
	Data        uint64 // the most bytes of memory to have, of what is not a file's
	Origins     []byte // of a guest that was rewritten
}

// response is its answer, once the code is in the file that is its descriptor 3.
type response struct {
	Kind  engine.Kind   `json:",omitempty"`
	Size  int64         `json:",omitempty"`
	Error *engine.Error `json:",omitempty"` // of the guest
	Unfit string        `json:",omitempty"` // why this program can't do it
	Full  string        `json:",omitempty"` // why the file didn't take the code
}

const codeDescriptor = 3

// dataMargin is what a compiler's process may have beside what the compiler needs:
// the Go runtime's heap, which it takes in pieces of 64 MiB, and stacks. Within it,
// what it has resident counts.
const dataMargin = 512 << 20

// Compile compiles a guest. The compiler takes a thread for each processor, which a
// container or a service may not have: then it is tried with one. The code is the
// caller's to close. The errors are [ErrUnavailable], [ErrThreads], [ErrMemory],
// [*ExhaustedError], [*CrashError], an [*engine.Error] about the guest, and the cause of
// the context.
func Compile(ctx context.Context, with Process, job *Job) (*Code, error) {
	code, err := compile(ctx, with, job, nil)
	if errors.Is(err, ErrThreads) {
		return compile(ctx, with, job, oneThread(os.Environ()))
	}
	return code, err
}

// oneThread is an environment in which the compiler takes one thread. Of a variable
// that is there twice, the first would count.
func oneThread(env []string) []string {
	return append([]string{"RAYON_NUM_THREADS=1", "GOMAXPROCS=1"}, slices.DeleteFunc(env, func(v string) bool {
		return strings.HasPrefix(v, "RAYON_NUM_THREADS=") || strings.HasPrefix(v, "GOMAXPROCS=")
	})...)
}

// compile is Compile in an environment; nil is this process's.
func compile(ctx context.Context, with Process, job *Job, env []string) (*Code, error) {
	c, err := start(with, env)
	switch {
	case errors.Is(err, unix.EAGAIN): // compiling here would end this process
		return nil, ErrThreads
	case isExhausted(err): // there may be some later; and guests that run may be what has it
		return nil, &ExhaustedError{err}
	case err != nil:
		return nil, ErrUnavailable
	}
	defer c.close()
	go c.send(job)
	state, err := c.wait(ctx, job.Memory)
	if err != nil {
		return nil, err
	}
	var answer response
	if err := json.Unmarshal(<-c.output, &answer); err != nil || state != nil && !state.Success() {
		return nil, crash(<-c.stderr, state)
	}
	switch {
	case answer.Full != "":
		return nil, &ExhaustedError{errors.New(answer.Full)}
	case answer.Unfit != "":
		return nil, ErrUnavailable
	case answer.Error != nil:
		return nil, answer.Error
	}
	return c.take(answer)
}

// isExhausted tells errors of what a system has so much of from those of one that starts
// no process at all.
func isExhausted(err error) bool {
	for _, errno := range []error{unix.EMFILE, unix.ENFILE, unix.ENOMEM, unix.ENOSPC, unix.EDQUOT} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// child is a process that compiles.
type child struct {
	process *os.Process
	input   *os.File // closed when the process is to end
	code    *os.File // nil once it was taken
	output  chan []byte
	stderr  chan []byte // the first of it
	ended   chan *os.ProcessState
}

// start starts a compiler. Nothing of this process's streams reaches it, and
// signals from a terminal don't, so that it never ends before this process says.
func start(with Process, env []string) (*child, error) {
	code, err := codeFile()
	if err != nil {
		return nil, err
	}
	c := &child{code: code, output: make(chan []byte, 1), stderr: make(chan []byte, 1), ended: make(chan *os.ProcessState, 1)}
	var pipes [3][2]*os.File
	for i := range pipes {
		if pipes[i][0], pipes[i][1], err = os.Pipe(); err != nil {
			closeAll(pipes[:i], code)
			return nil, err
		}
	}
	in, out, stderr := pipes[0], pipes[1], pipes[2]
	c.process, err = os.StartProcess(with.Path, with.Args, &os.ProcAttr{
		Files: []*os.File{in[0], out[1], stderr[1], code}, Env: env, Sys: &syscall.SysProcAttr{Setpgid: true},
	})
	if err != nil {
		closeAll(pipes[:], code)
		return nil, err
	}
	for _, f := range []*os.File{in[0], out[1], stderr[1]} {
		_ = f.Close() // the process has its own
	}
	c.input = in[1]
	go collect(out[0], c.output)
	go collect(stderr[0], c.stderr)
	go func() {
		state, _ := c.process.Wait() // nil where it was waited for by somebody else
		c.ended <- state
	}()
	return c, nil
}

func closeAll(pipes [][2]*os.File, code *os.File) {
	for _, p := range pipes {
		_, _ = p[0].Close(), p[1].Close() // nothing was written
	}
	_ = code.Close() // likewise
}

// maxOutput bounds what is kept of what a compiler writes, in bytes.
const maxOutput = 512 << 10

// collect reads all of a pipe and keeps the first of it.
func collect(from *os.File, to chan<- []byte) {
	defer from.Close()                                      //nolint:errcheck // only read
	first, _ := io.ReadAll(io.LimitReader(from, maxOutput)) // the end of the process is the end of it
	_, _ = io.Copy(io.Discard, from)
	to <- first
}

// send sends the request. A process that ended already has said why.
func (c *child) send(job *Job) {
	r := request{Config: job.Config, Fingerprint: job.Fingerprint, Size: len(job.Guest), Data: job.Memory + dataMargin}
	if job.Origins != nil {
		r.Origins = job.Origins.Encode()
	}
	head, err := json.Marshal(r)
	if err != nil {
		c.kill()
		return
	}
	_, err = c.input.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(head))), head...)) //nolint:gosec // some hundred bytes
	if err == nil {
		_, _ = c.input.Write(job.Guest)
	}
}

func (c *child) kill() { _ = c.process.Kill() } // it may have ended by itself

// close ends the process, if it hasn't, and drops code that wasn't taken.
func (c *child) close() {
	c.kill()
	_ = c.input.Close() // nothing is written any more
	if c.code != nil {
		_ = c.code.Close()
	}
}

// pollInterval is how often the process's memory is looked at: a compiler takes some
// tens of megabytes in that time.
const pollInterval = 20 * time.Millisecond

// wait waits for the end of the process, until the context ends or the compiler takes
// more than so much memory.
func (c *child) wait(ctx context.Context, memory uint64) (*os.ProcessState, error) {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		select {
		case state := <-c.ended:
			return state, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-tick.C:
			if size, ok := resident.Of(c.process.Pid); ok && size > memory {
				return nil, ErrMemory
			}
		}
	}
}

// crash tells why a compiler ended without a response. The words are those of Rust,
// C and Go for memory and threads that the system doesn't give.
func crash(stderr []byte, state *os.ProcessState) error {
	for _, none := range []string{"memory allocation of", "out of memory", "cannot allocate memory", "panicked at 'failed to spawn"} {
		if bytes.Contains(stderr, []byte(none)) {
			return ErrMemory
		}
	}
	for _, none := range []string{unix.EAGAIN.Error(), "Resource temporarily unavailable", "failed to create new OS thread"} {
		if bytes.Contains(stderr, []byte(none)) {
			return ErrThreads
		}
	}
	reason := "?"
	if state != nil {
		reason = state.String()
	}
	for line := range strings.Lines(string(stderr[:min(len(stderr), 4<<10)])) {
		if line = strings.TrimSpace(line); line != "" {
			reason = fmt.Sprintf("%s: %q", reason, line)
			break
		}
	}
	return &CrashError{reason}
}

// take maps the code that the process has left in its file.
func (c *child) take(answer response) (*Code, error) {
	if is, err := c.code.Stat(); err != nil || is.Size() != answer.Size {
		return nil, ErrUnavailable
	}
	data, err := unix.Mmap(int(c.code.Fd()), 0, int(answer.Size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, ErrUnavailable
	}
	code := &Code{Kind: answer.Kind, Path: pathOf(c.code), Bytes: data, file: c.code}
	c.code = nil
	return code, nil
}

// Close lets go of the file, except for what was mapped of it by its Path.
func (c *Code) Close() {
	_ = unix.Munmap(c.Bytes) // nothing was written
	_ = c.file.Close()       // likewise
}
