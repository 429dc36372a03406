// Package qyvol runs WebAssembly components, and core WASI modules, in a sandbox: each gets
// what its manifest or its caller grants, and nothing else.
//
//	result, err := qyvol.Run(ctx, "hello.qyv", qyvol.Options{Stdout: os.Stdout})
//
// To run a guest often, or to call its exports, prepare it once and start sessions of it,
// from any number of goroutines:
//
//	p, err := qyvol.Prepare(ctx, "shop.wasm", qyvol.Options{})
//	s, err := p.Start(ctx, wasi.Stdio{})
//	total, err := s.Call(ctx, []string{"total"}, uint32(3))
//
// The packages below have the rest: program for programs and sessions, runner for retries
// and fallbacks, loader for files and the cache, wasi for what is granted, engine for
// wasmtime itself.
package qyvol

import (
	"context"
	"io"
	"log/slog"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// Options say what a guest gets. The zero value grants what the manifest grants, and
// nothing to a component by itself.
type Options struct {
	// Args follow the manifest's arguments.
	Args []string
	// Stdin, Stdout and Stderr are the guest's streams under Run. A nil Stdin is empty;
	// output to a nil Stdout or Stderr is discarded. Sessions get their streams at Start.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Allow is granted beyond the manifest.
	Allow wasi.Allow
	// Limits replace the manifest's where they are not zero.
	Limits wasi.Limits
	// Link defines host functions in addition to WASI.
	Link func(*engine.Linker) error
	// Cache keeps compiled code from one process to the next; nil keeps none. See
	// loader.OpenCache.
	Cache *loader.Cache
	// KeepMemories is how many of each of a guest's memories are kept for later
	// sessions, which then start several times as fast (Linux only).
	KeepMemories int
	// Warn is called with what the user should know; nil discards it.
	Warn func(program.Warning)
	// Log receives refusals, attempts and phases; nil is silent.
	Log *slog.Logger
}

// Run runs a file once: a manifest (.qyv), or a component or core module by itself. The
// error is nil if the guest exits with code 0; otherwise program.KindOf says how it ended.
func Run(ctx context.Context, path string, opts Options) (runner.Result, error) {
	var r runner.Runner
	defer r.Close()
	return r.RunFile(ctx, path, runner.Options{
		Args: opts.Args, Allow: opts.Allow, Limits: opts.Limits, Link: opts.Link, Cache: opts.Cache, Warn: opts.Warn, Log: opts.Log,
		Stdio: wasi.Stdio{Stdin: opts.Stdin, Stdout: opts.Stdout, Stderr: opts.Stderr},
	})
}

// Prepare loads a file, decides what it is granted, and compiles it, or finds its code in
// the cache. The caller must close the program.
func Prepare(ctx context.Context, path string, opts Options) (*program.Program, error) {
	unit, err := loader.Load(path, loader.Options{Cache: opts.Cache})
	if err != nil {
		return nil, err
	}
	return program.Prepare(ctx, unit, program.Options{
		Args: opts.Args, Allow: opts.Allow, Limits: opts.Limits, Link: opts.Link, Cache: opts.Cache, Warn: opts.Warn, Log: opts.Log,
		KeepMemories: opts.KeepMemories,
	})
}

// Describe puts an error into the command's words, in English ("en", "en_GB.UTF-8") or
// Spanish ("es"); any other language is English. The hint says what to do about it, and is
// empty where nothing is known. Both are fit for a terminal, whatever names a guest has.
func Describe(err error, lang string) (text, hint string) {
	l, ok := message.Parse(lang)
	if !ok {
		l = message.English
	}
	return message.Printable(message.Of(err, l)), message.Printable(message.HintOf(err).In(l))
}
