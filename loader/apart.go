package loader

import (
	"errors"
	"io"
	"os"
	"syscall"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/compiler"
)

// ServeCompiler is all that a [CompilerProcess] does: it reads a request from in, its
// standard input, compiles, and responds to out, its standard output. The result is its
// exit code. The process ends with the one that started it.
func ServeCompiler(in *os.File, out io.Writer) int { return compiler.Serve(in, out) }

// buildApart compiles in a process of its own. It gives compiler.ErrUnavailable where
// that can't be.
func (l *loading[C]) buildApart(guest []byte, from *engine.Origins) (C, error) {
	var none C
	eng, ok := any(l.compiler).(interface{ Config() engine.Config })
	if !ok || l.ctx.Err() != nil {
		return none, compiler.ErrUnavailable
	}
	job := compiler.Job{
		Config: eng.Config(), Fingerprint: l.compiler.Fingerprint(), Guest: guest, Origins: from,
		Memory: l.opts.Compilation.memory(len(guest)),
	}
	code, err := compiler.Compile(l.ctx, compiler.Process(*l.opts.Compilation.Process), &job)
	if err != nil {
		return none, l.processError(err, job.Memory)
	}
	c, err := l.compiler.DeserializeFile(code.Path, code.Kind)
	if err != nil { // without /proc: copied
		c, err = l.compiler.Deserialize(code.Bytes, code.Kind)
	}
	if err != nil {
		code.Close()
		return none, err
	}
	l.apart = code
	return c, nil
}

// processError is an error of the compiler's process with what the user knows: the path
// and the limit.
func (l *loading[C]) processError(err error, memory uint64) error {
	var (
		exhausted *compiler.ExhaustedError
		crash     *compiler.CrashError
		ofGuest   *engine.Error
	)
	switch path := l.unit.Path(); {
	case errors.Is(err, compiler.ErrThreads):
		return &CompilerThreadsError{Path: path}
	case errors.Is(err, compiler.ErrMemory):
		return l.memoryError(memory)
	case errors.As(err, &exhausted):
		return &CompilerProcessError{Path: path, Err: exhausted.Err}
	case errors.As(err, &crash):
		return &CompilerCrashError{Path: path, Reason: crash.Reason}
	case errors.As(err, &ofGuest) && saysOfSystem(ofGuest.Message, syscall.ENOMEM.Error()):
		return l.memoryError(memory)
	}
	return err
}

// closeApart lets go of the code of the compiler's process, except for what is mapped.
func (l *loading[C]) closeApart() {
	if l.apart != nil {
		l.apart.Close()
	}
}
