//go:build unix

package command

import (
	"fmt"
	"strings"
)

// inspected are components that show all there is to say of one.
func inspected() map[string]string {
	return map[string]string{
		"shop.wat": `(component $shop
	(@custom "description" "Sells things.")
	(@custom "version" "1.2.3")
	(@custom "authors" "Ann")
	(@custom "licenses" "Apache-2.0")
	(@custom "source" "https://example.com/shop.git")
	(@custom "homepage" "https://example.com")
	(@custom "revision" "abc123")
	(@custom "producers" "\02\08language\01\04Rust\041.95\0cprocessed-by\01\05clang\0214")
	(import "wasi:cli/environment@0.2.3" (instance
		(export "get-arguments" (func (result (list string))))))
	(import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result u64)))))
	(import "wasi:sockets/network@0.2.0" (instance
		(export "network" (type (sub resource)))))
	(import "wasi:http/types@0.2.0" (instance (export "fields" (type (sub resource)))))
	(import "acme:shop/tax@1.0.0" (instance $tax
		(type $t (record (field "country" string) (field "rate" float64)))
		(export "rates" (type $r (eq $t)))
		(export "rate" (func (param "country" string) (result (option $r))))))
	(core module $m (memory 1 3) (func $f (export "f")))
	(core instance $i (instantiate $m))
	(component $inner)
	(func $f (canon lift (core func $i "f")))
	(export "open" (func $f))
	(instance $run (export "stop" (func $f)))
	(export "acme:shop/till@1.0.0" (instance $run)))`,
		"handler.wat": `(component (instance $i) (export "wasi:http/incoming-handler@0.2.0" (instance $i)))`,
		"module.wat": `(module $m
	(import "wasi_snapshot_preview1" "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "args_get" (func (param i32 i32) (result i32)))
	(import "env" "log" (func (param i32)))
	(import "env" "table" (table 1 10 funcref))
	(memory (export "memory") 1)
	(global (export "g") (mut i32) (i32.const 0))
	(func (export "_initialize")))`,
		"logs.wat": `(module (import "env" "log" (func (param i32))) (func (export "_start")))`,
		"many.wat": "(module " + times(40, func(n int) string { return fmt.Sprintf(`(import "m%d" "f" (func))`, n) }) + ")",
		"wide.wat": "(module (type $t (func (param " + strings.Repeat("externref ", 1000) + "))) " +
			times(3000, func(n int) string { return fmt.Sprintf(`(import "m" "f%d" (func (type $t)))`, n) }) + ")",
		"logs.qyv":    "name: logs\nentrypoint: logs.wat\nruntime: wasi\nrecovery: {degrade: true}\n",
		"files.qyv":   "name: files\nversion: 1.0.0\nentrypoint: module.wat\nruntime: wasi\nargs: [a]\npermissions: {fs: [{mount: /data, from: ., access: read}]}\nrecovery: {degrade: true}\n",
		"later.wat":   `(component (import "acme:feed/news" (instance (export "next" (func async (result string))))))`,
		"later.qyv":   "name: later\nentrypoint: later.wat\nruntime: wasi\nrecovery: {degrade: true}\n",
		"shop.qyv":    "name: shop\nentrypoint: shop.wat\nruntime: wasi\n",
		"module.qyv":  "name: module\nentrypoint: module.wat\nruntime: wasi\n",
		"command.wat": nothing,
		"empty.wat":   "(component)",
		"almost.wat":  `(component (import "wasi:random/random@0.2.0" (instance (export "get-random-u46" (func (result u64))))))`,
		"nested.wat":  `(component (import "c" (component)))`,
	}
}

// times joins so many parts.
func times(n int, part func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(part(i))
	}
	return b.String()
}

// inspectFailures are all that inspect has to say, and what it can't.
func inspectFailures() []failure {
	of := func(name string, exit int, args ...string) failure {
		return failure{name: name, args: args, files: inspected(), exit: exit}
	}
	damaged := map[string]string{"damaged.wasm": "\x00asm\x0d\x00\x01\x00\x07\x02\x01\x99"}
	return []failure{
		of("a component", 0, "inspect", "shop.wat"),
		of("an HTTP proxy", 0, "inspect", "handler.wat"),
		of("a core module", 0, "inspect", "module.wat"),
		of("a manifest", 0, "inspect", "files.qyv"),
		of("what may trap", 0, "inspect", "logs.qyv"),
		of("more than fits on a screen", 0, "inspect", "many.wat"),
		of("more than can be said", 3, "inspect", "wide.wat"),
		of("nothing at all", 0, "inspect", "empty.wat"),
		of("a directory", 3, "inspect", "."),
		of("a library", 0, "inspect", "nested.wat"),
		of("imports and exports", 0, "inspect", "shop.wat", "--imports", "--exports"),
		of("imports of a core module", 0, "inspect", "module.wat", "--imports", "--exports"),
		of("needs", 0, "inspect", "files.qyv", "--needs"),
		of("a function that is almost there", 0, "inspect", "almost.wat", "--needs"),
		of("sizes", 0, "inspect", "shop.wat", "--tree"),
		of("WIT", 0, "inspect", "handler.wat", "--format", "wit"),
		of("WIT of a core module", 3, "inspect", "module.wat", "--format", "wit"),
		of("WIT of what has none", 3, "inspect", "nested.wat", "--format", "wit"),
		{name: "a damaged component", args: []string{"inspect", "damaged.wasm"}, files: damaged, exit: 3},
		of("what can't be compiled, and may degrade", 0, "inspect", "later.qyv"),
		of("no such file", 3, "inspect", "missing.wasm"),
		of("tree as data", 0, "inspect", "shop.wat", "--format", "jsonl", "--tree"),
		of("tree as WIT", 1, "inspect", "shop.wat", "--format", "wit", "--tree"),
		of("part with a format", 1, "inspect", "shop.wat", "--format", "json", "--needs"),
		of("two files", 1, "inspect", "shop.wat", "module.wat"),
		of("no file", 1, "inspect"),
		of("an unknown schema", 1, "schema", "component"),
		of("a component that would not start", 3, "validate", "--component", "shop.qyv"),
		of("a component that lacks grants", 3, "validate", "--component", "module.qyv"),
	}
}
