package runner

import (
	"log/slog"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
)

// Options configure runs. The zero value grants what the manifest grants, and
// connects the guest to nothing.
type Options struct {
	// Args follow the manifest's arguments.
	Args []string
	// Allow is granted beyond the manifest.
	Allow wasi.Allow
	// WASI is the implementation that is to serve the guest; empty is wasi.Hosted.
	WASI wasi.Implementation
	// Limits replace the manifest's where they are not zero.
	Limits wasi.Limits
	// Stdio are the guest's streams. Retries don't rewind them. When the run
	// has ended they are left alone, except for a Read or Write that was under way
	// and blocks.
	Stdio wasi.Stdio
	// WatchMemory holds the growth of the whole process to a guest's limit of memory,
	// and to what serving it may take besides, so that a guest can't make the host
	// hold gigabytes of handles or instances. It is for processes that run one
	// guest at a time: all that grows counts. Without a limit of memory, and on
	// systems other than Linux, it has no effect.
	WatchMemory bool
	// Compiler compiles guests in a process of its own, which ends with the run and
	// at the limits of compiling, and whose crash is an error; nil compiles them in
	// this process. See loader.Compilation.
	Compiler *loader.CompilerProcess
	// Cache keeps compiled code; nil keeps none.
	Cache *loader.Cache
	// Link defines host functions of the caller's, beside WASI: see program.Options.
	Link func(*engine.Linker) error
	// Warn gets what the user should know: of the manifest, of the grant, of the
	// cache. Each is said once a run, from any goroutine, one at a time.
	Warn func(program.Warning)
	// Log gets phases at debug level, attempts at info, and warnings. Nil is
	// silent.
	Log *slog.Logger
	// LeaveBehind allows a run to end while its guest goes on, because the process
	// ends next: what runs on until then can't reach the run's streams. Code that
	// need not be stopped has no checks in its loops, and is up to a third faster.
	// It has no effect where another attempt may follow, memory is limited, or WASI
	// is native.
	LeaveBehind bool
	// Grace is how long a stopped guest may take to end before the run ends
	// without it; 0 is DefaultGrace.
	Grace time.Duration
}

// DefaultGrace is enough for a guest that runs, however busy the machine.
const DefaultGrace = 60 * time.Millisecond

// leaveGrace is for a guest that can't be stopped: what it wrote may still be
// under way.
const leaveGrace = 5 * time.Millisecond

// program has what of the options is a program's. A guest that another attempt, or a
// fallback, may follow is stopped, and not left to run.
func (o *Options) program(unit *loader.Unit) program.Options {
	return program.Options{
		Unstoppable: o.LeaveBehind && attemptsOf(unit.Manifest()) == 1 && !unit.HasFallback(),
		Args:        o.Args, Allow: o.Allow, WASI: o.WASI, Limits: o.Limits,
		Cache: o.Cache, Compiler: o.Compiler, WatchMemory: o.WatchMemory, Link: o.Link, Warn: o.Warn, Log: o.Log,
	}
}

// log is Log, or one that is silent.
func (o *Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}
