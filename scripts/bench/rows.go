package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

// rounds make the guest that computes run for about a second.
const rounds = "40"

// computed is what it prints after them.
const computed = "14dbf757d0d76ce2\n"

const greeting = "Hello from Qyvol!\n"

// copied is how much goes through the guest that copies, in bytes.
const copied = 64 << 20

// written is how much a guest writes to a file, in bytes.
const written = "268435456"

// smallWrites is a guest that writes 64 bytes, a million times.
const smallWrites = `(module
	(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "each of the lines of this guest has sixty-three letters in all..\n")
	(func (export "_start") (local $n i32)
		(i32.store (i32.const 0) (i32.const 16))
		(i32.store (i32.const 4) (i32.const 64))
		(loop $again
			(drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
			(local.set $n (i32.add (local.get $n) (i32.const 1)))
			(br_if $again (i32.lt_u (local.get $n) (i32.const 1000000))))))`

// rows are the comparisons; what they need is put into a folder first.
func (o options) rows(ctx context.Context, dir string) ([]row, error) {
	p, err := o.prepare(ctx, dir)
	if err != nil {
		return nil, err
	}
	rows := []row{
		{
			what: "`qyvol run hello.qyv`, warm, whole process", against: "the floor program",
			ours: p.qyvol(p.hello, greeting), theirs: command{path: o.floor, args: []string{"run", p.code}, printed: greeting},
			figure: wall, target: 1.15, pairs: 201,
		},
		{
			what: "the same", against: "`wasmtime run --allow-precompiled`",
			ours: p.qyvol(p.hello, greeting), theirs: p.precompiled("hello", greeting),
			figure: wall, target: 0.85, pairs: 201,
		},
		{
			what: "a core module with one mount, warm, whole process", against: "`wasmtime run --allow-precompiled`",
			ours: p.qyvol(p.mounted, "", "--allow-write", p.data+"::/d"), theirs: p.withDir(p.precompiled("mounted", "")),
			figure: wall, target: 0.95, pairs: 201,
		},
		{
			what: "`qyvol run hello.qyv`, first compile, empty cache", against: "`wasmtime run` without a cache",
			ours: p.cold(), theirs: p.uncached("hello", greeting),
			figure: wall, target: 1.05, pairs: 51,
		},
		{
			what: "a guest that computes for a second, warm", against: "`wasmtime run --allow-precompiled`",
			ours: p.qyvol(p.compute, computed, "--", rounds), theirs: p.precompiled("compute", computed, rounds),
			figure: wall, target: 1.02, pairs: 41,
		},
		{
			what: "64 MiB from a file through a C guest to the null device", against: "`wasmtime run --allow-precompiled`",
			ours: reading(p.qyvol(p.cat, ""), p.input), theirs: reading(p.precompiled("cat", ""), p.input),
			figure: wall, target: 0.6, pairs: 7,
		},
		{
			what: "the same, to a pipe", against: "`wasmtime run --allow-precompiled`",
			ours: piped(reading(p.qyvol(p.cat, ""), p.input), copied), theirs: piped(reading(p.precompiled("cat", ""), p.input), copied),
			figure: wall, target: 0.6, pairs: 7,
		},
		{
			what: "a million writes of 64 bytes into a pipe", against: "`wasmtime run --allow-precompiled`",
			ours: piped(p.qyvol(p.writes, ""), 64_000_000), theirs: piped(p.precompiled("writes", ""), 64_000_000),
			figure: wall, target: 1.0, pairs: 11,
		},
		{
			what: "256 MiB written to a file", against: "`wasmtime run --allow-precompiled`",
			ours: p.filling(p.qyvol(p.fixture("files", ".wasm"), "ok\n", "--allow-write", p.data+"::/d")), theirs: p.filling(p.withDir(p.precompiled("files", "ok\n"))),
			figure: wall, pairs: 7,
		},
		{
			what: "peak memory of `qyvol run hello.qyv`, warm", against: "`wasmtime run --allow-precompiled`",
			ours: p.qyvol(p.hello, greeting), theirs: p.precompiled("hello", greeting),
			figure: memory, target: 1.0, pairs: 21,
		},
	}
	for _, l := range loops() {
		rows = append(rows, l.row(p))
	}
	return rows, nil
}

func reading(c command, file string) command {
	c.stdin = file
	return c
}

func piped(c command, bytes int64) command {
	c.piped = bytes
	return c
}

// filling has the guest that works on files write a large one.
func (p *prepared) filling(c command) command {
	if c.path == p.options.qyvol {
		c.args = append(c.args, "--")
	}
	c.args = append(c.args, "fill", "/d/large", written)
	c.before = func() error { return os.RemoveAll(filepath.Join(p.data, "large")) }
	return c
}

// withDir gives wasmtime's command the directory, before the guest.
func (p *prepared) withDir(c command) command {
	guest := len(c.args) - 1
	c.args = append(slices.Clone(c.args[:guest]), "--dir", p.data+"::/d", c.args[guest])
	return c
}

// prepared is what the rows run.
type prepared struct {
	options
	dir                 string
	hello, compute, cat string // manifests
	code                string // for the floor program
	input               string
	writes              string // the module of smallWrites
	mounted             string // a module that opens one file
	data                string // a directory
}

// prepare compiles the guests for each program.
func (o options) prepare(ctx context.Context, dir string) (*prepared, error) {
	p := &prepared{options: o, dir: dir, code: filepath.Join(dir, "floor.cwasm"), input: filepath.Join(dir, "input")}
	p.writes, p.data = filepath.Join(dir, "writes.wat"), filepath.Join(dir, "data")
	if err := errors.Join(os.Mkdir(p.data, 0o700), os.WriteFile(p.writes, []byte(smallWrites), 0o600)); err != nil {
		return nil, err
	}
	files := map[string]string{"files": p.fixture("files", ".wasm"), "writes": p.writes}
	once := loop{name: "once", calls: 1, body: "(i32.const 0)"}
	p.mounted, files["mounted"] = once.file(dir), once.file(dir)
	for _, l := range append(loops(), once) {
		if err := l.write(dir); err != nil {
			return nil, err
		}
		files["loop-"+l.name] = l.file(dir)
	}
	for name, manifest := range map[string]*string{"hello": &p.hello, "compute": &p.compute, "cat": &p.cat} {
		*manifest = p.fixture(name, ".qyv")
		files[name] = p.fixture(name, ".wasm")
	}
	for name, file := range files {
		compile := command{path: o.wasmtime, args: []string{"compile", "-C", "cache=n", "-o", p.native(name), file}}
		if _, err := compile.run(ctx); err != nil {
			return nil, err
		}
	}
	compile := command{path: o.floor, args: []string{"compile", p.fixture("hello", ".wasm"), p.code}}
	if _, err := compile.run(ctx); err != nil {
		return nil, err
	}
	return p, os.WriteFile(p.input, make([]byte, copied), 0o600)
}

func (p *prepared) fixture(name, ext string) string {
	return filepath.Join(p.root, "fixtures", name, name+ext)
}

// native is where the code for wasmtime's command is.
func (p *prepared) native(name string) string { return filepath.Join(p.dir, name+".cwasm") }

// qyvol runs a manifest, with a cache that its first run fills.
func (p *prepared) qyvol(manifest, printed string, args ...string) command {
	return command{
		path: p.options.qyvol, args: append([]string{"run", manifest}, args...), printed: printed,
		env: []string{"QYVOL_CACHE_DIR=" + filepath.Join(p.dir, "cache")},
	}
}

// cold runs hello, each time with an empty cache.
func (p *prepared) cold() command {
	cache := filepath.Join(p.dir, "cold")
	c := p.qyvol(p.hello, greeting)
	c.env = []string{"QYVOL_CACHE_DIR=" + cache}
	c.before = func() error { return os.RemoveAll(cache) }
	return c
}

func (p *prepared) precompiled(name, printed string, args ...string) command {
	return command{
		path: p.wasmtime, printed: printed,
		args: append([]string{"run", "-C", "cache=n", "--allow-precompiled", p.native(name)}, args...),
	}
}

func (p *prepared) uncached(name, printed string) command {
	return command{path: p.wasmtime, args: []string{"run", "-C", "cache=n", p.fixture(name, ".wasm")}, printed: printed}
}
