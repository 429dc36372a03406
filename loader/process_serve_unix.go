//go:build unix

package loader

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"syscall"

	"github.com/qyvol/qyvol/engine"
)

// ServeCompiler is all that a [CompilerProcess] does: it takes an order from
// in, its standard input, compiles, and answers to out, its standard output. The
// result is its exit code. The process ends with the one that started it.
func ServeCompiler(in *os.File, out io.Writer) int {
	o, guest, err := takeOrder(in)
	if err != nil {
		return 1
	}
	limitSelf(o.Data)
	go endWith(in)
	said, err := json.Marshal(o.obey(guest))
	if err == nil {
		_, err = out.Write(said)
	}
	if err != nil {
		return 1
	}
	return 0
}

// mostOrder bounds an order without its guest, in bytes: its origins are some for
// each module.
const mostOrder = 64 << 20

func takeOrder(from io.Reader) (o order, guest []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(from, size[:]); err != nil {
		return o, nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n > mostOrder {
		return o, nil, errors.New("not an order")
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(from, head); err != nil {
		return o, nil, err
	}
	if err := json.Unmarshal(head, &o); err != nil {
		return o, nil, err
	}
	if o.Size < 0 || o.Size > DefaultMaxSize*2 { // adapted, it can be larger
		return o, nil, errors.New("not an order")
	}
	guest = make([]byte, o.Size)
	_, err = io.ReadFull(from, guest)
	return o, guest, err
}

// limitSelf keeps a crash from leaving a core dump, and the memory from growing
// faster than the other process can look. A system without such a limit is left to
// that.
func limitSelf(data uint64) {
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	var now syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_DATA, &now) != nil {
		return
	}
	limit := syscall.Rlimit{Cur: min(now.Cur, data), Max: now.Max}
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
}

// endWith ends this process with the other end of its standard input.
func endWith(in *os.File) {
	_, _ = io.Copy(io.Discard, in)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // the compiler can't be stopped otherwise
}

// obey compiles and leaves the code in the file.
func (o *order) obey(guest []byte) answer {
	eng, err := engine.New(o.Config)
	if err != nil {
		return answer{Unfit: err.Error()}
	}
	if eng.Fingerprint() != o.Fingerprint {
		return answer{Unfit: "another version"}
	}
	c, err := o.compile(eng, guest)
	if err != nil {
		return answer{Error: plain(err)}
	}
	code, err := c.Serialize()
	if err != nil {
		return answer{Error: plain(err)}
	}
	file := os.NewFile(codeDescriptor, "code")
	if _, err := io.Copy(file, bytes.NewReader(code)); err != nil {
		return answer{Full: err.Error()}
	}
	return answer{Kind: c.Kind(), Size: int64(len(code))}
}

func (o *order) compile(eng *engine.Engine, guest []byte) (*engine.Component, error) {
	if o.Origins == nil {
		return eng.Compile(guest)
	}
	from, err := engine.DecodeOrigins(o.Origins)
	if err != nil {
		return nil, err
	}
	return eng.CompileRewritten(guest, from)
}

// plain is an error that can be told to another process.
func plain(err error) *engine.Error {
	var known *engine.Error
	if errors.As(err, &known) {
		return &engine.Error{Op: known.Op, Message: known.Message}
	}
	return &engine.Error{Op: "compile", Message: err.Error()}
}
