package program

import (
	"log/slog"
	"path/filepath"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// Options say what a program is granted, and how it is prepared. The zero value
// grants what the manifest grants.
type Options struct {
	// Args follow the manifest's arguments.
	Args []string
	// Allow is granted beyond the manifest.
	Allow wasi.Allow
	// WASI is the implementation that is to serve the guest; empty is wasi.Hosted.
	WASI wasi.Implementation
	// Limits replace the manifest's where they are not zero.
	Limits wasi.Limits

	// Engines are shared with other programs; nil are the program's own.
	Engines *Engines
	// Cache keeps compiled code; nil keeps none.
	Cache *loader.Cache
	// Compiler compiles guests in a process of its own, which ends at the limits of
	// compiling, and whose crash is an error; nil compiles them in this process. See
	// loader.Compilation.
	Compiler *loader.CompilerProcess
	// Disks are directories that are shared with other programs, and what is used of their
	// quotas; nil are the program's own, which its sessions share. Whoever makes them
	// closes them.
	Disks *wasi.Disks
	// KeepMemories is how many of each of the guest's linear memories are kept for
	// later sessions: see engine.Component.KeepMemories. 0 keeps none.
	KeepMemories int
	// Unstoppable guests run up to a third faster: there are no checks in their loops.
	// A session that is interrupted ends when its guest calls the host. It is for
	// processes that end with the guest; native WASI and a limit of memory leave it out.
	Unstoppable bool
	// WatchMemory holds the growth of the whole process to a guest's limit of memory,
	// and to what serving it may take besides, so that a guest can't make the host
	// hold gigabytes of handles or instances. It is for processes that run one
	// guest at a time: all that grows counts. Without a limit of memory, and on
	// systems other than Linux, it has no effect.
	WatchMemory bool

	// Link defines host functions of the caller's in the program's linker, beside WASI:
	// see engine.LinkerInstance. It is called once, or twice where the manifest lets
	// missing imports trap; nil defines nothing.
	Link func(*engine.Linker) error

	// Warn gets what the user should know, of the grant and of the cache, from any
	// goroutine, one at a time.
	Warn func(Warning)
	// Log gets what guests are refused, and what preparing came to. Nil is
	// silent.
	Log *slog.Logger
	// Watch measures the phases; nil measures none.
	Watch *Stopwatch
}

// Warning is what the user should know. Its String is English; In("es") is Spanish.
type Warning = message.Text

func (o *Options) warn(t Warning) {
	if o.Warn != nil {
		o.Warn(t)
	}
}

// Decide decides what a unit is granted. The errors are those of wasi.Decide.
func Decide(unit *loader.Unit, opts Options) (*wasi.Grant, error) {
	grant, err := wasi.Decide(request(unit, &opts))
	if err != nil {
		return nil, err
	}
	if len(grant.Unset) > 0 {
		opts.log().Info("variables of permissions.env that are not set", "names", grant.Unset)
	}
	for _, w := range grant.Warnings {
		opts.warn(w)
	}
	return grant, nil
}

// Preview tells what a unit would be granted. It needs nothing of the host: see
// wasi.Request.Preview.
func Preview(unit *loader.Unit, opts Options) (*wasi.Grant, error) {
	r := request(unit, &opts)
	r.Preview = true
	return wasi.Decide(r)
}

func request(unit *loader.Unit, opts *Options) wasi.Request {
	return wasi.Request{
		Program:  filepath.Base(unit.Path()),
		Manifest: unit.Manifest(),
		BaseDir:  unit.BaseDir(),
		Args:     opts.Args,
		Allow:    opts.Allow,
		Limits:   opts.Limits,
		Guarded:  wasi.Guarded{Files: unit.Files(), Cache: opts.Cache.Location()},

		Implementation: opts.WASI,
	}
}

// log is Log, or one that is silent.
func (o *Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}
