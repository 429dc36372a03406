package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// An interface of WASI 0.2 that made components import.
type interfaceOf struct {
	name, id, declaration string
	functions             []hostFunction
	needs                 []string // those before it whose types it has, by id
}

type hostFunction struct {
	name      string
	signature signature
}

func sig(params, results string) signature {
	kinds := func(letters string) []string {
		var kinds []string
		for _, c := range letters {
			kinds = append(kinds, map[rune]string{'i': "i32", 'l': "i64"}[c])
		}
		return kinds
	}
	return signature{kinds(params), kinds(results)}
}

// interfaces are those of WASI, each after those whose types it has.
func interfaces() []interfaceOf {
	return []interfaceOf{
		{
			"wasi:random/random@0.2.0", "random",
			`(import "wasi:random/random@0.2.0" (instance $random
  (export "get-random-bytes" (func (param "len" u64) (result (list u8))))
  (export "get-random-u64" (func (result u64)))))
`,
			[]hostFunction{{"get-random-bytes", sig("li", "")}, {"get-random-u64", sig("", "l")}},
			nil,
		},
		{
			"wasi:cli/environment@0.2.0", "environment",
			`(import "wasi:cli/environment@0.2.0" (instance $environment
  (export "get-environment" (func (result (list (tuple string string)))))
  (export "get-arguments" (func (result (list string))))
  (export "initial-cwd" (func (result (option string))))))
`,
			[]hostFunction{{"get-environment", sig("i", "")}, {"get-arguments", sig("i", "")}, {"initial-cwd", sig("i", "")}},
			nil,
		},
		{
			"wasi:clocks/wall-clock@0.2.0", "clock",
			`(import "wasi:clocks/wall-clock@0.2.0" (instance $clock
  (type $d (record (field "seconds" u64) (field "nanoseconds" u32)))
  (export "datetime" (type $datetime (eq $d)))
  (export "now" (func (result $datetime)))
  (export "resolution" (func (result $datetime)))))
`,
			[]hostFunction{{"now", sig("i", "")}, {"resolution", sig("i", "")}},
			nil,
		},
		{
			"wasi:io/poll@0.2.0", "poll",
			`(import "wasi:io/poll@0.2.0" (instance $poll
  (export "pollable" (type $p (sub resource)))
  (export "[method]pollable.ready" (func (param "self" (borrow $p)) (result bool)))
  (export "[method]pollable.block" (func (param "self" (borrow $p))))
  (export "poll" (func (param "in" (list (borrow $p))) (result (list u32))))))
(alias export $poll "pollable" (type $pollable))
`,
			[]hostFunction{
				{"[method]pollable.ready", sig("i", "i")}, {"[method]pollable.block", sig("i", "")}, {"poll", sig("iii", "")},
			},
			nil,
		},
		{
			"wasi:cli/exit@0.2.0", "exit",
			`(import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
`,
			[]hostFunction{{"exit", sig("i", "")}},
			nil,
		},
		{
			"wasi:cli/terminal-stdin@0.2.0", "terminal",
			`(import "wasi:cli/terminal-stdin@0.2.0" (instance $terminal
  (export "terminal-input" (type $t (sub resource)))
  (export "get-terminal-stdin" (func (result (option (own $t)))))))
`,
			[]hostFunction{{"get-terminal-stdin", sig("i", "")}},
			nil,
		},
		{
			"wasi:io/error@0.2.0", "error",
			`(import "wasi:io/error@0.2.0" (instance $error
  (export "error" (type $e (sub resource)))
  (export "[method]error.to-debug-string" (func (param "self" (borrow $e)) (result string)))))
(alias export $error "error" (type $error))
`,
			[]hostFunction{{"[method]error.to-debug-string", sig("ii", "")}},
			nil,
		},
		streams(),
		standard("stdin", "input-stream"),
		standard("stdout", "output-stream"),
		standard("stderr", "output-stream"),
	}
}

func streams() interfaceOf {
	i := interfaceOf{
		name: "wasi:io/streams@0.2.0", id: "streams", needs: []string{"poll", "error"},
		declaration: `(import "wasi:io/streams@0.2.0" (instance $streams
  (alias outer 1 $error (type $outer-error))
  (export "error" (type $e (eq $outer-error)))
  (alias outer 1 $pollable (type $outer-pollable))
  (export "pollable" (type $p (eq $outer-pollable)))
  (type $failure (variant (case "last-operation-failed" (own $e)) (case "closed")))
  (export "stream-error" (type $f (eq $failure)))
  (export "input-stream" (type $in (sub resource)))
  (export "output-stream" (type $out (sub resource)))
`,
	}
	for _, f := range []struct{ name, params, result, flat, returns string }{
		{"[method]input-stream.read", `(param "self" (borrow $in)) (param "len" u64)`, "(result (list u8) (error $f))", "ili", ""},
		{"[method]input-stream.blocking-read", `(param "self" (borrow $in)) (param "len" u64)`, "(result (list u8) (error $f))", "ili", ""},
		{"[method]input-stream.skip", `(param "self" (borrow $in)) (param "len" u64)`, "(result u64 (error $f))", "ili", ""},
		{"[method]input-stream.subscribe", `(param "self" (borrow $in))`, "(own $p)", "i", "i"},
		{"[method]output-stream.check-write", `(param "self" (borrow $out))`, "(result u64 (error $f))", "ii", ""},
		{"[method]output-stream.write", `(param "self" (borrow $out)) (param "contents" (list u8))`, "(result (error $f))", "iiii", ""},
		{
			"[method]output-stream.blocking-write-and-flush", `(param "self" (borrow $out)) (param "contents" (list u8))`,
			"(result (error $f))", "iiii", "",
		},
		{"[method]output-stream.blocking-flush", `(param "self" (borrow $out))`, "(result (error $f))", "ii", ""},
		{"[method]output-stream.write-zeroes", `(param "self" (borrow $out)) (param "len" u64)`, "(result (error $f))", "ili", ""},
		{
			"[method]output-stream.splice", `(param "self" (borrow $out)) (param "src" (borrow $in)) (param "len" u64)`,
			"(result u64 (error $f))", "iili", "",
		},
		{"[method]output-stream.subscribe", `(param "self" (borrow $out))`, "(own $p)", "i", "i"},
	} {
		i.declaration += fmt.Sprintf("  (export %q (func %s (result %s)))\n", f.name, f.params, f.result)
		i.functions = append(i.functions, hostFunction{f.name, sig(f.flat, f.returns)})
	}
	i.declaration += "))\n(alias export $streams \"input-stream\" (type $input-stream))\n" +
		"(alias export $streams \"output-stream\" (type $output-stream))\n"
	return i
}

// standard is the interface of a standard stream.
func standard(name, kind string) interfaceOf {
	return interfaceOf{
		"wasi:cli/" + name + "@0.2.0", name,
		fmt.Sprintf("(import \"wasi:cli/%s@0.2.0\" (instance $%s (alias outer 1 $%s (type $outer))\n"+
			"  (export %q (type $s (eq $outer))) (export \"get-%s\" (func (result (own $s))))))\n", name, name, kind, kind, name),
		[]hostFunction{{"get-" + name, sig("", "i")}},
		[]string{"streams", "poll", "error"},
	}
}

// hostOf takes some of the interfaces, and those that they need.
func hostOf(r *rand.Rand) []interfaceOf {
	all, needed := interfaces(), map[string]bool{}
	for _, i := range all {
		if r.IntN(100) < 25 && (i.id != "exit" || r.IntN(4) == 0) {
			for _, id := range append(i.needs, i.id) {
				needed[id] = true
			}
		}
	}
	return slices.DeleteFunc(all, func(i interfaceOf) bool { return !needed[i.id] })
}
