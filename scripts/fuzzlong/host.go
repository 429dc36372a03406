package main

import "math/rand/v2"

// An interface of WASI 0.2 that made components import.
type interfaceOf struct {
	name, id, declaration string
	functions             []hostFunction
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

// interfaces are those of WASI that need no types of each other's.
func interfaces() []interfaceOf {
	return []interfaceOf{
		{
			"wasi:random/random@0.2.0", "random",
			`(import "wasi:random/random@0.2.0" (instance $random
  (export "get-random-bytes" (func (param "len" u64) (result (list u8))))
  (export "get-random-u64" (func (result u64)))))
`,
			[]hostFunction{{"get-random-bytes", sig("li", "")}, {"get-random-u64", sig("", "l")}},
		},
		{
			"wasi:cli/environment@0.2.0", "environment",
			`(import "wasi:cli/environment@0.2.0" (instance $environment
  (export "get-environment" (func (result (list (tuple string string)))))
  (export "get-arguments" (func (result (list string))))
  (export "initial-cwd" (func (result (option string))))))
`,
			[]hostFunction{{"get-environment", sig("i", "")}, {"get-arguments", sig("i", "")}, {"initial-cwd", sig("i", "")}},
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
		},
		{
			"wasi:io/poll@0.2.0", "poll",
			`(import "wasi:io/poll@0.2.0" (instance $poll
  (export "pollable" (type $pollable (sub resource)))
  (export "[method]pollable.ready" (func (param "self" (borrow $pollable)) (result bool)))
  (export "[method]pollable.block" (func (param "self" (borrow $pollable))))
  (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))))
`,
			[]hostFunction{
				{"[method]pollable.ready", sig("i", "i")}, {"[method]pollable.block", sig("i", "")}, {"poll", sig("iii", "")},
			},
		},
		{
			"wasi:cli/exit@0.2.0", "exit",
			`(import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
`,
			[]hostFunction{{"exit", sig("i", "")}},
		},
		{
			"wasi:cli/terminal-stdin@0.2.0", "terminal",
			`(import "wasi:cli/terminal-stdin@0.2.0" (instance $terminal
  (export "terminal-input" (type $t (sub resource)))
  (export "get-terminal-stdin" (func (result (option (own $t)))))))
`,
			[]hostFunction{{"get-terminal-stdin", sig("i", "")}},
		},
	}
}

// hostOf takes some of the interfaces.
func hostOf(r *rand.Rand) []interfaceOf {
	var some []interfaceOf
	for _, i := range interfaces() {
		if r.IntN(100) < 35 && (i.id != "exit" || r.IntN(4) == 0) {
			some = append(some, i)
		}
	}
	return some
}
