package runner_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
)

// feature is a guest that ends with 7, as a core module and, with the same parts, as a
// component: the module's text, and what the engine needs for it.
type feature struct {
	name string
	body string // of a function that gives a number, and what it needs before it
}

// Each guest computes 7 with what the feature adds.
var features = []feature{
	{"exceptions", `
		(tag $t (param i32))
		(func $seven (result i32)
			(block $caught (result i32)
				(try_table (catch $t $caught) (throw $t (i32.const 7)))
				(unreachable)))`},
	{"gc", `
		(type $point (struct (field i32) (field (mut i32))))
		(type $list (array (mut i32)))
		(func $add (param $p (ref $point)) (result i32)
			(i32.add (struct.get $point 0 (local.get $p)) (struct.get $point 1 (local.get $p))))
		(func $seven (result i32) (local $l (ref null $list))
			(local.set $l (array.new $list (i32.const 3) (i32.const 4)))
			(call $add (struct.new $point (array.get $list (local.get $l) (i32.const 2))
				(array.len (ref.as_non_null (local.get $l))))))`},
	{"memory64", `
		(memory $wide i64 1)
		(table $t i64 8 funcref)
		(func $seven (result i32)
			(i64.store $wide (i64.const 65528) (i64.const 7))
			(i32.wrap_i64 (i64.load $wide (i64.add (i64.const 65528) (i64.extend_i32_u (i32.const 0))))))`},
}

const (
	featureModule = `(module
		(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
		(memory (export "memory") 1)
		%s
		(func (export "_start") (call $exit (call $seven))))`
	featureComponent = `(component
		(import "wasi:cli/exit@0.2.0" (instance $e (export "exit" (func (param "status" (result))))))
		(core module $m
			(import "" "exit" (func $exit (param i32)))
			%s
			(func (export "run") (result i32)
				(if (i32.ne (call $seven) (i32.const 7)) (then unreachable))
				(call $exit (i32.const 1)) unreachable))
		(core func $exit (canon lower (func $e "exit")))
		(core instance $i (instantiate $m (with "" (instance (export "exit" (func $exit))))))
		(func $run (result (result)) (canon lift (core func $i "run")))
		(instance $run (export "run" (func $run)))
		(export "wasi:cli/run@0.2.0" (instance $run)))`
)

// withFeatures has a manifest for a guest.
func withFeatures(t *testing.T, source, more string) *loader.Unit {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "guest.wat"), source)
	write(t, filepath.Join(dir, "guest.qyv"), "name: guest\nruntime: wasi\nentrypoint: guest.wat\n"+more)
	return load(t, filepath.Join(dir, "guest.qyv"))
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	r := newRunner(t)
	for _, f := range features {
		for kind, guest := range map[string]struct {
			text string
			code int
		}{"module": {featureModule, 7}, "component": {featureComponent, 1}} {
			t.Run(f.name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				source := fmt.Sprintf(guest.text, f.body)
				_, err := r.Run(t.Context(), withFeatures(t, source, "features: ["+f.name+"]\n"), runner.Options{Cache: code})
				if lacks(f.name) {
					var none *engine.FeatureError
					if !errors.As(err, &none) || none.Feature != f.name || program.KindOf(err) != program.KindGrant {
						t.Errorf("with the feature: %v", err)
					}
					return
				}
				var exit *program.ModuleExitError
				if !errors.As(err, &exit) || exit.Code != guest.code {
					t.Errorf("with the feature: %v", err)
				}
				_, err = r.Run(t.Context(), withFeatures(t, source, ""), runner.Options{Cache: code})
				var refused *loader.ModuleLoadError
				if !errors.As(err, &refused) || !strings.Contains(refused.Hint().String(), "`features: ["+f.name+"]`") {
					t.Errorf("without it: %v", err)
				}
			})
		}
	}
}

// What features bring is limited as everything else is.
func TestFeaturesAreLimited(t *testing.T) {
	t.Parallel()
	r := newRunner(t)
	const start = `(module %s (func (export "_start") %s))`
	for name, c := range map[string]struct {
		feature, before, body string
		want                  func(error) bool
	}{
		"garbage that is kept": {
			"gc", `(type $l (struct (field (ref null $l)) (field i64 i64 i64 i64)))`,
			`(local $l (ref null $l)) (loop $again
				(local.set $l (struct.new $l (local.get $l) (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1)))
				(br $again))`, isLimit,
		},
		"a large array": {
			"gc", `(type $a (array (mut i64)))`,
			`(drop (array.new_default $a (i32.const 0x7fffffff)))`, isTrapOrLimit,
		},
		"garbage": {
			"gc", `(type $a (array (mut i64)))`,
			`(local $n i32) (loop $again
				(drop (array.new_default $a (i32.const 1000)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 20000))))`, func(err error) bool { return err == nil },
		},
		"garbage, and an exit": {
			"gc", `(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
				(memory (export "memory") 1) (type $a (array (mut i64)))`,
			`(local $n i32) (loop $again
				(drop (array.new_default $a (i32.const 1000)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 20000)))) (call $exit (i32.const 0))`, func(err error) bool { return err == nil },
		},
		"garbage, and a trap": {
			"gc", `(type $a (array (mut i64)))`,
			`(local $n i32) (loop $again
				(drop (array.new_default $a (i32.const 1000)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 20000)))) (drop (i32.div_u (i32.const 1) (i32.const 0)))`, func(err error) bool {
				var trap *program.TrapError
				return errors.As(err, &trap) && trap.Trap.Code == engine.TrapIntegerDivisionByZero
			},
		},
		"a memory that grows": {
			"memory64", `(memory i64 1)`,
			`(loop $again (br_if $again (i64.ne (memory.grow (i64.const 1)) (i64.const -1))))
			 (if (i64.ne (memory.grow (i64.const 0x1000000000000)) (i64.const -1)) (then unreachable))
			 (if (i64.gt_u (memory.size) (i64.const 512)) (then unreachable))`, isLimit,
		},
		"a table that grows": {
			"memory64", `(table $t i64 1 funcref)`,
			`(if (i64.ne (table.grow $t (ref.null func) (i64.const 0x7fffffffffffffff)) (i64.const -1)) (then unreachable))
			 (loop $again (br_if $again (i64.ne (table.grow $t (ref.null func) (i64.const 1000)) (i64.const -1))))`, func(err error) bool { return err == nil },
		},
		"a huge table":  {"memory64", `(table i64 0xffffffffffffffff funcref)`, ``, isRefused("exceeds table limits")},
		"a large table": {"memory64", `(table i64 0x7fffffffffffff funcref)`, ``, isRefused("exceeds table limits")},
		"a huge memory": {"memory64", `(memory i64 0x1000000000000)`, ``, isRefused("exceeds memory limits")},
		"what is alive, a quarter of the limit": {
			"gc", `(type $a (array (mut i64))) (table $t 64 anyref)`,
			`(local $n i32) (loop $fill ;; 6 MiB
				(table.set $t (local.get $n) (array.new_default $a (i32.const 12288)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $fill (i32.lt_u (local.get $n) (i32.const 64))))
			 (loop $again
				(drop (array.new_default $a (i32.const 1000)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 20000))))`, func(err error) bool { return err == nil },
		},
		"an exception that nobody catches": {"exceptions", `(tag $t)`, `(throw $t)`, func(err error) bool {
			var trap *program.TrapError
			return errors.As(err, &trap) && trap.Trap.Code == engine.TrapException
		}},
		"a stack of exceptions": {"exceptions", `(tag $t (param i64)) (func $f (param i64)
				(try_table (call $f (i64.add (local.get 0) (i64.const 1)))))`, `(call $f (i64.const 0))`, func(err error) bool {
			var trap *program.TrapError
			return errors.As(err, &trap) && trap.Trap.Code == engine.TrapStackOverflow
		}},
		"exceptions that are garbage": {
			"exceptions", `(tag $t (param i64))`,
			`(local $n i32) (loop $again
				(drop (block $h (result i64) (try_table (catch $t $h) (throw $t (i64.const 1))) unreachable))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 1000000))))`, func(err error) bool { return err == nil },
		},
		"an abort after garbage": {
			"gc", `(type $a (array (mut i64)))`,
			`(local $n i32) (loop $again
				(drop (array.new_default $a (i32.const 1000)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 20000)))) unreachable`, func(err error) bool {
				var trap *program.TrapError
				return errors.As(err, &trap) && trap.Trap.Code == engine.TrapUnreachable
			},
		},
		"garbage in circles": {
			"gc", `(type $l (sub (struct (field (mut (ref null $l))) (field i64 i64 i64 i64 i64 i64))))`,
			`(local $n i32) (local $l (ref null $l)) (loop $again
				(local.set $l (struct.new $l (ref.null $l) (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1)))
				(struct.set $l 0 (local.get $l) (local.get $l))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 3000000))))`, func(err error) bool { return err == nil },
		},
		"exceptions that are kept": {
			"exceptions", `(tag $t (param i64)) (table $t 1 exnref)`,
			`(local $n i32) (loop $again
				(drop (table.grow $t (block $h (result exnref)
					(try_table (catch_all_ref $h) (throw $t (i64.const 1))) unreachable) (i32.const 1)))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const 10000000))))`, isTrapOrLimit,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if lacks(c.feature) {
				t.Skip("the wasmtime that is linked isn't trusted with it")
			}
			guest := withFeatures(t, fmt.Sprintf(start, c.before, c.body), "features: ["+c.feature+"]\nresources: {memory: 32MiB, timeout: 30s}\n")
			_, err := r.Run(t.Context(), guest, runner.Options{Cache: code})
			if !c.want(err) {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

// isRefused tells what is refused while it is loaded, and says so.
func isRefused(why string) func(error) bool {
	return func(err error) bool {
		return program.KindOf(err) == program.KindLoad && strings.Contains(err.Error(), why)
	}
}

// A 64-bit memory has no more than its first 4 GiB to grow into, since no more addresses are
// reserved (docs/manifest.md).
func TestMemory64GrowsTo4GiB(t *testing.T) {
	guest := withFeatures(t, `(module (memory i64 1) (func (export "_start")
		(if (i64.ne (memory.grow (i64.const 70000)) (i64.const -1)) (then unreachable))
		(if (i64.eq (memory.grow (i64.const 1000)) (i64.const -1)) (then unreachable))
		(i32.store (i64.const 65600000) (i32.const 1))))`, "features: [memory64]\n")
	if _, err := newRunner(t).Run(t.Context(), guest, runner.Options{Cache: code}); err != nil {
		t.Error(err)
	}
}

// lacks tells whether the linked wasmtime doesn't have a feature.
func lacks(feature string) bool {
	_, err := engine.New(engine.Config{GC: feature == "gc", Exceptions: feature == "exceptions"})
	var none *engine.FeatureError
	return errors.As(err, &none)
}

func isLimit(err error) bool {
	var limit *program.MemoryLimitError
	return errors.As(err, &limit)
}

func isTrapOrLimit(err error) bool {
	var trap *program.TrapError
	var limit *program.MemoryLimitError
	return errors.As(err, &trap) || errors.As(err, &limit)
}
