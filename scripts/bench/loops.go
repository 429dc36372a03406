package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// loop is a guest that does little but one call of the host, again and again.
type loop struct {
	name, what string
	calls      int
	body       string // of a module of preview 1; see loopModule
	component  string // of WASI 0.2, with %d for the number of calls; "" for a module
}

// loops have one of each class of calls that a guest makes often: of the clock, of
// output, of a file by its descriptor, and of a path.
func loops() []loop {
	return []loop{
		{name: "clock", what: "`monotonic-clock.now`", calls: 4_000_000, component: clockComponent},
		{name: "clock-p1", what: "`clock_time_get`", calls: 4_000_000, body: `(call $clock (i32.const 1) (i64.const 1) (i32.const 64))`},
		{name: "random-p1", what: "`random_get`, 16 bytes", calls: 2_000_000, body: `(call $random (i32.const 64) (i32.const 16))`},
		{name: "null", what: "`fd_write` to the null device, 64 bytes", calls: 1_000_000, body: `(call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64))`},
		{name: "pread", what: "`fd_pread`, 64 bytes", calls: 400_000, body: `(call $fd_pread (local.get $fd) (i32.const 0) (i32.const 1) (i64.const 0) (i32.const 64))`},
		{name: "pwrite", what: "`fd_pwrite`, 64 bytes", calls: 400_000, body: `(call $fd_pwrite (local.get $fd) (i32.const 0) (i32.const 1) (i64.const 0) (i32.const 64))`},
		{name: "fdstat", what: "`fd_filestat_get`", calls: 400_000, body: `(call $fd_filestat_get (local.get $fd) (i32.const 128))`},
		{name: "stat", what: "`path_filestat_get`", calls: 200_000, body: `(call $path_filestat_get (i32.const 3) (i32.const 0) (i32.const 48) (i32.const 1) (i32.const 128))`},
		{name: "open", what: "`path_open` and `fd_close`", calls: 200_000, body: `(i32.or (call $open) (call $fd_close (i32.load (i32.const 72))))`},
	}
}

// loopModule opens a file, and calls the body so often; what isn't 0 is a failure.
const loopModule = `(module
	(import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_pread" (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_pwrite" (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
	(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 0) "\00\02\00\00\40\00\00\00")
	(data (i32.const 48) "f")
	(func $open (result i32)
		(call $path_open (i32.const 3) (i32.const 0) (i32.const 48) (i32.const 1) (i32.const 1) (i64.const 0x600066) (i64.const 0) (i32.const 0) (i32.const 72)))
	(func (export "_start") (local $n i32) (local $fd i32)
		(if (call $open) (then unreachable))
		(local.set $fd (i32.load (i32.const 72)))
		(if (call $fd_pwrite (local.get $fd) (i32.const 0) (i32.const 1) (i64.const 0) (i32.const 64)) (then unreachable))
		(loop $again
			(if %s (then unreachable))
			(local.set $n (i32.add (local.get $n) (i32.const 1)))
			(br_if $again (i32.lt_u (local.get $n) (i32.const %d))))))`

const clockComponent = `(component
	(import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock (export "now" (func (result u64)))))
	(core func $now (canon lower (func $clock "now")))
	(core module $m
		(import "" "now" (func $now (result i64)))
		(func (export "run") (result i32) (local $n i32)
			(loop $again
				(drop (call $now))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const %d))))
			(i32.const 0)))
	(core instance $i (instantiate $m (with "" (instance (export "now" (func $now))))))
	(func $run (result (result)) (canon lift (core func $i "run")))
	(instance $exported (export "run" (func $run)))
	(export "wasi:cli/run@0.2.0" (instance $exported)))`

func (l loop) text() string {
	if l.component != "" {
		return fmt.Sprintf(l.component, l.calls)
	}
	return fmt.Sprintf(loopModule, l.body, l.calls)
}

// file is where the guest is.
func (l loop) file(dir string) string { return filepath.Join(dir, "loop-"+l.name+".wat") }

func (l loop) write(dir string) error { return os.WriteFile(l.file(dir), []byte(l.text()), 0o600) }

// row compares the whole command, with a file in a directory that it may write to.
func (l loop) row(p *prepared) row {
	name := strings.TrimSuffix(filepath.Base(l.file(p.dir)), ".wat")
	ours := p.qyvol(l.file(p.dir), "", "--allow-write", p.data+"::/d")
	return row{
		what: fmt.Sprintf("%s, %d calls", l.what, l.calls), against: "`wasmtime run --allow-precompiled`",
		ours: ours, theirs: p.withDir(p.precompiled(name, "")), figure: wall, target: 1.0, pairs: 11,
	}
}
