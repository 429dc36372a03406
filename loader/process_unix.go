//go:build unix

package loader

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

// errNoProcess says that no process can be had to compile in, now or later: the system
// lets nobody start one, say, or the program is another one by now.
var errNoProcess = errors.New("no process to compile in")

// order is what the process of a compiler is told: a length of four bytes, this as
// JSON, and the guest. More never follows, and the end of its input is that of the
// process which asked.
type order struct {
	Config      engine.Config
	Fingerprint string
	Size        int
	Data        uint64 // the most bytes of memory to have, of what is not a file's
	Origins     []byte // of a guest that was rewritten
}

// answer is what it says, once the code is in the file that is its descriptor 3.
type answer struct {
	Kind  engine.Kind   `json:",omitempty"`
	Size  int64         `json:",omitempty"`
	Error *engine.Error `json:",omitempty"` // of the guest
	Unfit string        `json:",omitempty"` // why this program can't do it
	Full  string        `json:",omitempty"` // why the file didn't take the code
}

func originsText(from *engine.Origins) []byte {
	if from == nil {
		return nil
	}
	return from.Encode()
}

const codeDescriptor = 3

// apart is a compiler in a process of its own.
type apart struct {
	process *os.Process
	order   *os.File // closed when the process is to end
	code    *os.File
	said    chan []byte // all of its answer
	words   chan []byte // the first of what it wrote to standard error
	ended   chan *os.ProcessState
}

// startApart starts a compiler. Nothing of this process's streams reaches it, and
// signals from a terminal don't, so that it never ends before this process says.
func startApart(with *CompilerProcess, env []string) (*apart, error) {
	code, err := codeFile()
	if err != nil {
		return nil, err
	}
	a := &apart{code: code, said: make(chan []byte, 1), words: make(chan []byte, 1), ended: make(chan *os.ProcessState, 1)}
	var pipes [3][2]*os.File
	for i := range pipes {
		if pipes[i][0], pipes[i][1], err = os.Pipe(); err != nil {
			closeAll(pipes[:i], code)
			return nil, err
		}
	}
	orders, answers, words := pipes[0], pipes[1], pipes[2]
	a.process, err = os.StartProcess(with.Path, with.Args, &os.ProcAttr{
		Files: []*os.File{orders[0], answers[1], words[1], code}, Env: env, Sys: &syscall.SysProcAttr{Setpgid: true},
	})
	if err != nil {
		closeAll(pipes[:], code)
		return nil, err
	}
	for _, f := range []*os.File{orders[0], answers[1], words[1]} {
		_ = f.Close() // the process has its own
	}
	a.order = orders[1]
	go collect(answers[0], a.said)
	go collect(words[0], a.words)
	go func() {
		state, _ := a.process.Wait() // nil where it was waited for by somebody else
		a.ended <- state
	}()
	return a, nil
}

func closeAll(pipes [][2]*os.File, code *os.File) {
	for _, p := range pipes {
		_, _ = p[0].Close(), p[1].Close() // nothing was written
	}
	_ = code.Close() // likewise
}

// mostWords bounds what is kept of what a compiler says, in bytes.
const mostWords = 512 << 10

// collect reads all of a pipe and keeps the first of it.
func collect(from *os.File, to chan<- []byte) {
	defer from.Close()                                      //nolint:errcheck // only read
	first, _ := io.ReadAll(io.LimitReader(from, mostWords)) // the end of the process is the end of it
	_, _ = io.Copy(io.Discard, from)
	to <- first
}

// send gives the order. A process that ended already has said why.
func (a *apart) send(o order, guest []byte) {
	head, err := json.Marshal(o)
	if err != nil {
		a.kill()
		return
	}
	_, err = a.order.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(head))), head...)) //nolint:gosec // some hundred bytes
	if err == nil {
		_, _ = a.order.Write(guest)
	}
}

func (a *apart) kill() { _ = a.process.Kill() } // it may have ended by itself

// close ends the process, if it hasn't, and lets go of the code.
func (a *apart) close() {
	a.kill()
	_ = a.order.Close() // nothing is written any more
	_ = a.code.Close()
}

// dataMargin is what a compiler's process may have beside what the compiler needs:
// the Go runtime's heap, which it takes in pieces of 64 MiB, and stacks. Within it,
// what it has resident counts.
const dataMargin = 512 << 20

// buildApart compiles in a process of its own. It gives errNoProcess where that
// can't be. The compiler takes a thread for each processor, which a container or a
// service may not have: then it tries with one.
func (l *loading[C]) buildApart(guest []byte, from *engine.Origins) (C, error) {
	c, err := l.buildWith(guest, from, nil)
	if refused := (*CompilerThreadsError)(nil); errors.As(err, &refused) {
		return l.buildWith(guest, from, oneThread(os.Environ()))
	}
	return c, err
}

// oneThread is an environment in which the compiler takes one thread. Of a variable
// that is there twice, the first would count.
func oneThread(env []string) []string {
	return append([]string{"RAYON_NUM_THREADS=1", "GOMAXPROCS=1"}, slices.DeleteFunc(env, func(v string) bool {
		return strings.HasPrefix(v, "RAYON_NUM_THREADS=") || strings.HasPrefix(v, "GOMAXPROCS=")
	})...)
}

// buildWith is buildApart in an environment; nil is this process's.
func (l *loading[C]) buildWith(guest []byte, from *engine.Origins, env []string) (C, error) {
	var none C
	eng, ok := any(l.compiler).(interface{ Config() engine.Config })
	if !ok || l.ctx.Err() != nil {
		return none, errNoProcess
	}
	a, err := startApart(l.opts.Compilation.Process, env)
	if errors.Is(err, unix.EAGAIN) { // compiling here would end this process
		return none, &CompilerThreadsError{Path: l.unit.Path()}
	}
	if usedUp(err) { // there may be some later; and guests that run may be what has it
		return none, &CompilerProcessError{Path: l.unit.Path(), Err: err}
	}
	if err != nil {
		return none, errNoProcess
	}
	defer a.close()
	memory := l.opts.Compilation.memory(len(guest))
	go a.send(order{
		Config: eng.Config(), Fingerprint: l.compiler.Fingerprint(), Size: len(guest), Data: memory + dataMargin,
		Origins: originsText(from),
	}, guest)
	state, err := l.awaitApart(a, memory)
	if err != nil {
		return none, err
	}
	var said answer
	if err := json.Unmarshal(<-a.said, &said); err != nil || state != nil && !state.Success() {
		return none, l.crash(a, state, memory)
	}
	switch {
	case said.Full != "":
		return none, &CompilerProcessError{Path: l.unit.Path(), Err: errors.New(said.Full)}
	case said.Unfit != "":
		return none, errNoProcess
	case said.Error != nil && saysOfSystem(said.Error.Message, unix.ENOMEM.Error()):
		return none, l.memoryError(memory)
	case said.Error != nil:
		return none, said.Error
	}
	return l.adopt(a.code, said)
}

// usedUp tells errors of what a system has so much of from those of one that starts no
// process at all.
func usedUp(err error) bool {
	for _, errno := range []error{unix.EMFILE, unix.ENFILE, unix.ENOMEM, unix.ENOSPC, unix.EDQUOT} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// awaitApart waits for the process, until the context ends, which it does at the
// limit of time too.
func (l *loading[C]) awaitApart(a *apart, memory uint64) (*os.ProcessState, error) {
	tick := time.NewTicker(growthInterval)
	defer tick.Stop()
	for {
		select {
		case state := <-a.ended:
			return state, nil
		case <-l.ctx.Done():
			return nil, context.Cause(l.ctx)
		case <-tick.C:
			if size, ok := resident.Of(a.process.Pid); ok && size > memory {
				return nil, l.memoryError(memory)
			}
		}
	}
}

// crash tells why a compiler ended without an answer. The words are those of Rust,
// C and Go for memory and threads that the system doesn't give.
func (l *loading[C]) crash(a *apart, state *os.ProcessState, memory uint64) error {
	words := <-a.words
	for _, none := range []string{"memory allocation of", "out of memory", "cannot allocate memory", "panicked at 'failed to spawn"} {
		if bytes.Contains(words, []byte(none)) {
			return l.memoryError(memory)
		}
	}
	for _, none := range []string{unix.EAGAIN.Error(), "Resource temporarily unavailable", "failed to create new OS thread"} {
		if bytes.Contains(words, []byte(none)) {
			return &CompilerThreadsError{Path: l.unit.Path()}
		}
	}
	reason := "?"
	if state != nil {
		reason = state.String()
	}
	for line := range strings.Lines(string(words[:min(len(words), 4<<10)])) {
		if line = strings.TrimSpace(line); line != "" {
			reason = fmt.Sprintf("%s: %q", reason, line)
			break
		}
	}
	return &CompilerCrashError{Path: l.unit.Path(), Reason: reason}
}

// adopt maps the code that a compiler has left in a file.
func (l *loading[C]) adopt(file *os.File, said answer) (C, error) {
	var none C
	if is, err := file.Stat(); err != nil || is.Size() != said.Size {
		return none, errNoProcess
	}
	data, err := unix.Mmap(int(file.Fd()), 0, int(said.Size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return none, errNoProcess
	}
	c, err := l.compiler.DeserializeFile(mapPath(file), said.Kind)
	if err != nil { // without /proc: copied
		c, err = l.compiler.Deserialize(data, said.Kind)
	}
	if err != nil {
		_ = unix.Munmap(data) // nothing was written
		return none, err
	}
	l.adopted = data
	return c, nil
}

// disown lets go of what was adopted, except for the mapped code.
func (l *loading[C]) disown() {
	if l.adopted != nil {
		_ = unix.Munmap(l.adopted) // nothing was written
	}
}
