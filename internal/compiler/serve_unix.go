//go:build unix

package compiler

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

// Serve is all that a [Process] does: it reads a request from in, its standard input,
// compiles, and responds to out, its standard output. The result is its exit code. The
// process ends with the one that started it.
func Serve(in *os.File, out io.Writer) int {
	r, guest, err := readRequest(in)
	if err != nil {
		return 1
	}
	limitSelf(r.Data)
	go endWith(in)
	answer, err := json.Marshal(r.compile(guest))
	if err == nil {
		_, err = out.Write(answer)
	}
	if err != nil {
		return 1
	}
	return 0
}

// maxRequest bounds a request without its guest, in bytes: its origins are some for
// each module. maxGuest bounds the guest: twice what is loaded, as it is larger once it
// is adapted.
const (
	maxRequest = 64 << 20
	maxGuest   = 2 << 30
)

func readRequest(from io.Reader) (r request, guest []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(from, size[:]); err != nil {
		return r, nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n > maxRequest {
		return r, nil, errors.New("not a request")
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(from, head); err != nil {
		return r, nil, err
	}
	if err := json.Unmarshal(head, &r); err != nil {
		return r, nil, err
	}
	if r.Size < 0 || r.Size > maxGuest {
		return r, nil, errors.New("not a request")
	}
	guest = make([]byte, r.Size)
	_, err = io.ReadFull(from, guest)
	return r, guest, err
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

// compile compiles and leaves the code in the file.
func (r *request) compile(guest []byte) response {
	eng, err := engine.New(r.Config)
	if err != nil {
		return response{Unfit: err.Error()}
	}
	if eng.Fingerprint() != r.Fingerprint {
		return response{Unfit: "another version"}
	}
	c, err := r.component(eng, guest)
	if err != nil {
		return response{Error: plain(err)}
	}
	code, err := c.Serialize()
	if err != nil {
		return response{Error: plain(err)}
	}
	file := os.NewFile(codeDescriptor, "code")
	if _, err := io.Copy(file, bytes.NewReader(code)); err != nil {
		return response{Full: err.Error()}
	}
	return response{Kind: c.Kind(), Size: int64(len(code))}
}

func (r *request) component(eng *engine.Engine, guest []byte) (*engine.Component, error) {
	if r.Origins == nil {
		return eng.Compile(guest)
	}
	from, err := engine.DecodeOrigins(r.Origins)
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
