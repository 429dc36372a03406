package host_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/wasi/host/filesystem"
)

// The driver is a guest that exports every function of the interfaces under
// test, each as a call of its import, so that a test can call them one by one
// and through the whole way that a guest's calls take.

// imported is a function of the driver's.
type imported struct {
	instance, name string // of the import
	params, result string // in the text format
	core           string // types of the flat parameters
	ret            string // how the result comes back: "ptr", "i32", "i64", ""
	drops          string // resources of the leading parameters that are borrowed
}

const (
	self   = `(param "self" (borrow $%s))`
	length = `(param "len" u64)`
	bytes8 = `(param "contents" (list u8))`
	failed = `(error $stream-error)`
)

func driverFuncs() []imported {
	in, out := fmt.Sprintf(self, "input-stream"), fmt.Sprintf(self, "output-stream")
	src := `(param "src" (borrow $input-stream))`
	pollable := fmt.Sprintf(self, "pollable")
	method := func(resource, name string) string { return "[method]" + resource + "." + name }
	is := func(name, params, result, core string) imported {
		return imported{"streams", method("input-stream", name), in + params, result, "i32 " + core, "ptr", "input-stream"}
	}
	os := func(name, params, result, core string) imported {
		return imported{"streams", method("output-stream", name), out + params, result, "i32 " + core, "ptr", "output-stream"}
	}
	unit, number, list := "(result "+failed+")", "(result u64 "+failed+")", "(result (list u8) "+failed+")"
	subscribe := func(i imported) imported { i.ret = "i32"; return i }
	splice := func(i imported) imported { i.drops += " input-stream"; return i }
	return []imported{
		{"error", method("error", "to-debug-string"), fmt.Sprintf(self, "error"), "string", "i32", "ptr", "error"},
		{"poll", method("pollable", "ready"), pollable, "bool", "i32", "i32", "pollable"},
		{"poll", method("pollable", "block"), pollable, "", "i32", "", "pollable"},
		{"poll", "poll", `(param "in" (list (borrow $pollable)))`, "(list u32)", "i32 i32", "ptr", "list"},
		is("read", length, list, "i64"), is("blocking-read", length, list, "i64"),
		is("skip", length, number, "i64"), is("blocking-skip", length, number, "i64"),
		subscribe(is("subscribe", "", "(own $pollable)", "")),
		os("check-write", "", number, ""), os("write", bytes8, unit, "i32 i32"),
		os("blocking-write-and-flush", bytes8, unit, "i32 i32"),
		os("flush", "", unit, ""), os("blocking-flush", "", unit, ""),
		subscribe(os("subscribe", "", "(own $pollable)", "")),
		os("write-zeroes", length, unit, "i64"), os("blocking-write-zeroes-and-flush", length, unit, "i64"),
		splice(os("splice", src+length, number, "i32 i64")), splice(os("blocking-splice", src+length, number, "i32 i64")),
		{"monotonic-clock", "now", "", "u64", "", "i64", ""},
		{"monotonic-clock", "resolution", "", "u64", "", "i64", ""},
		{"monotonic-clock", "subscribe-instant", `(param "when" u64)`, "(own $pollable)", "i64", "i32", ""},
		{"monotonic-clock", "subscribe-duration", `(param "when" u64)`, "(own $pollable)", "i64", "i32", ""},
		{"wall-clock", "now", "", "$datetime", "", "ptr", ""},
		{"wall-clock", "resolution", "", "$datetime", "", "ptr", ""},
		{"random", "get-random-bytes", length, "(list u8)", "i64", "ptr", ""},
		{"random", "get-random-u64", "", "u64", "", "i64", ""},
		{"insecure", "get-insecure-random-bytes", length, "(list u8)", "i64", "ptr", ""},
		{"insecure", "get-insecure-random-u64", "", "u64", "", "i64", ""},
		{"insecure-seed", "insecure-seed", "", "(tuple u64 u64)", "", "ptr", ""},
		{"environment", "get-environment", "", "(list (tuple string string))", "", "ptr", ""},
		{"environment", "get-arguments", "", "(list string)", "", "ptr", ""},
		{"environment", "initial-cwd", "", "(option string)", "", "ptr", ""},
		{"exit", "exit", `(param "status" (result))`, "", "i32", "", ""},
		{"exit", "exit-with-code", `(param "status-code" u8)`, "", "i32", "", ""},
		{"stdin", "get-stdin", "", "(own $input-stream)", "", "i32", ""},
		{"stdout", "get-stdout", "", "(own $output-stream)", "", "i32", ""},
		{"stderr", "get-stderr", "", "(own $output-stream)", "", "i32", ""},
		{"terminal-stdin", "get-terminal-stdin", "", "(option (own $terminal-input))", "", "ptr", ""},
		{"terminal-stdout", "get-terminal-stdout", "", "(option (own $terminal-output))", "", "ptr", ""},
		{"terminal-stderr", "get-terminal-stderr", "", "(option (own $terminal-output))", "", "ptr", ""},
		{"preopens", "get-directories", "", "(list (tuple (own $descriptor) string))", "", "ptr", ""},
		{"types", "filesystem-error-code", `(param "err" (borrow $error))`, "(option $error-code)", "i32", "ptr", "error"},
		{
			"types", method("directory-entry-stream", "read-directory-entry"), fmt.Sprintf(self, "directory-entry-stream"),
			"(result (option $directory-entry) (error $error-code))", "i32", "ptr", "directory-entry-stream",
		},
	}
}

// fileFuncs are the functions of a descriptor.
func fileFuncs() []imported {
	const (
		path  = `(param "path" string)`
		flags = `(param "path-flags" $path-flags)`
		times = `(param "data-access-timestamp" $new-timestamp) (param "data-modification-timestamp" $new-timestamp)`
		time2 = "i32 i64 i32 i32 i64 i32"
		other = `(borrow $descriptor)`
	)
	d := func(name, params, result, core string) imported {
		result = "(result " + result + " (error $error-code))"
		return imported{"types", "[method]descriptor." + name, fmt.Sprintf(self, "descriptor") + params, result, "i32 " + core, "ptr", "descriptor"}
	}
	also := func(i imported, at string) imported { i.drops += " descriptor" + at; return i }
	same := also(d("is-same-object", `(param "other" `+other+`)`, "", "i32"), "@1")
	same.result, same.ret = "bool", "i32"
	return []imported{
		d("read-via-stream", `(param "offset" u64)`, "(own $input-stream)", "i64"),
		d("write-via-stream", `(param "offset" u64)`, "(own $output-stream)", "i64"),
		d("append-via-stream", "", "(own $output-stream)", ""),
		d("advise", `(param "offset" u64) (param "length" u64) (param "advice" $advice)`, "", "i64 i64 i32"),
		d("sync-data", "", "", ""), d("sync", "", "", ""),
		d("get-flags", "", "$descriptor-flags", ""), d("get-type", "", "$descriptor-type", ""),
		d("set-size", `(param "size" u64)`, "", "i64"), d("set-times", times, "", time2),
		d("read", `(param "length" u64) (param "offset" u64)`, "(tuple (list u8) bool)", "i64 i64"),
		d("write", `(param "buffer" (list u8)) (param "offset" u64)`, "u64", "i32 i32 i64"),
		d("read-directory", "", "(own $directory-entry-stream)", ""),
		d("create-directory-at", path, "", "i32 i32"), d("stat", "", "$descriptor-stat", ""),
		d("stat-at", flags+path, "$descriptor-stat", "i32 i32 i32"),
		d("set-times-at", flags+path+times, "", "i32 i32 i32 "+time2),
		also(d("link-at", `(param "old-path-flags" $path-flags) (param "old-path" string) (param "new-descriptor" `+other+`) (param "new-path" string)`, "", "i32 i32 i32 i32 i32 i32"), "@4"),
		d("open-at", flags+path+`(param "open-flags" $open-flags) (param "flags" $descriptor-flags)`, "(own $descriptor)", "i32 i32 i32 i32 i32"),
		d("readlink-at", path, "string", "i32 i32"), d("remove-directory-at", path, "", "i32 i32"),
		also(d("rename-at", `(param "old-path" string) (param "new-descriptor" `+other+`) (param "new-path" string)`, "", "i32 i32 i32 i32 i32"), "@3"),
		d("symlink-at", `(param "old-path" string) (param "new-path" string)`, "", "i32 i32 i32 i32"),
		d("unlink-file-at", path, "", "i32 i32"), same,
		d("metadata-hash", "", "$metadata-hash-value", ""), d("metadata-hash-at", flags+path, "$metadata-hash-value", "i32 i32 i32"),
	}
}

// fileTypes are the types of wasi:filesystem/types, in the text format.
func fileTypes() string {
	var b strings.Builder
	list := func(kind string, names []string) string { return "(" + kind + ` "` + strings.Join(names, `" "`) + `")` }
	stamp := func(name string) string { return `(field "` + name + `-timestamp" (option $datetime))` }
	for _, t := range [][2]string{
		{"descriptor-type", list("enum", filesystem.DescriptorType(0).Cases())},
		{"descriptor-flags", list("flags", filesystem.DescriptorFlags(0).FlagNames())},
		{"path-flags", list("flags", filesystem.PathFlags(0).FlagNames())},
		{"open-flags", list("flags", filesystem.OpenFlags(0).FlagNames())},
		{"error-code", list("enum", filesystem.ErrorCode(0).Cases())},
		{"advice", list("enum", filesystem.Advice(0).Cases())},
		{"descriptor-stat", `(record (field "type" $descriptor-type) (field "link-count" u64) (field "size" u64)` +
			stamp("data-access") + stamp("data-modification") + stamp("status-change") + ")"},
		{"new-timestamp", `(variant (case "no-change") (case "now") (case "timestamp" $datetime))`},
		{"directory-entry", `(record (field "type" $descriptor-type) (field "name" string))`},
		{"metadata-hash-value", `(record (field "lower" u64) (field "upper" u64))`},
	} {
		fmt.Fprintf(&b, "(type $def-%[1]s %[2]s) (export %[1]q (type $%[1]s (eq $def-%[1]s)))\n", t[0], t[1])
	}
	return b.String()
}

// driverInstances are the imported instances in order, with the resources and
// types that each defines, and those that it uses.
//
// named are the types that others use.
func driverInstances() []driverInstance {
	return []driverInstance{
		{"io", "error", "error", "", "", ""},
		{"io", "poll", "pollable", "", "", ""},
		{
			"io", "streams", "input-stream output-stream", "error pollable",
			`(type $failure (variant (case "last-operation-failed" (own $error)) (case "closed")))
		 (export "stream-error" (type $stream-error (eq $failure)))`, "stream-error",
		},
		{"clocks", "monotonic-clock", "", "pollable", "", ""},
		{"clocks", "wall-clock", "", "", `(type $record (record (field "seconds" u64) (field "nanoseconds" u32)))
		(export "datetime" (type $datetime (eq $record)))`, "datetime"},
		{"random", "random", "", "", "", ""},
		{"random", "insecure", "", "", "", ""},
		{"random", "insecure-seed", "", "", "", ""},
		{"cli", "environment", "", "", "", ""},
		{"cli", "exit", "", "", "", ""},
		{"cli", "stdin", "", "input-stream", "", ""},
		{"cli", "stdout", "", "output-stream", "", ""},
		{"cli", "stderr", "", "output-stream", "", ""},
		{"cli", "terminal-input", "terminal-input", "", "", ""},
		{"cli", "terminal-output", "terminal-output", "", "", ""},
		{"cli", "terminal-stdin", "", "terminal-input", "", ""},
		{"cli", "terminal-stdout", "", "terminal-output", "", ""},
		{"cli", "terminal-stderr", "", "terminal-output", "", ""},
		{
			"filesystem", "types", "descriptor directory-entry-stream", "error input-stream output-stream datetime", fileTypes(),
			"descriptor-type descriptor-flags path-flags open-flags error-code advice descriptor-stat new-timestamp " +
				"directory-entry metadata-hash-value",
		},
		{"filesystem", "preopens", "", "descriptor", "", ""},
	}
}

type driverInstance struct{ pkg, name, own, uses, types, named string }

// driver writes the guest in the text format, with imports of a version.
// exit-with-code came with 0.2.12.
func driver(version string) string {
	var b, drops, module, with, exports strings.Builder
	funcs := append(driverFuncs(), fileFuncs()...)
	if version != "0.2.12" {
		for n, f := range funcs {
			if f.name == "exit-with-code" {
				funcs = append(funcs[:n], funcs[n+1:]...)
				break
			}
		}
	}
	b.WriteString("(component\n")
	for _, i := range driverInstances() {
		fmt.Fprintf(&b, "(import \"wasi:%s/%s@%s\" (instance $%s\n", i.pkg, i.name, version, i.name)
		for _, r := range strings.Fields(i.uses) {
			fmt.Fprintf(&b, "(alias outer 1 $%[1]s (type $outer-%[1]s)) (export %[1]q (type $%[1]s (eq $outer-%[1]s)))\n", r)
		}
		for _, r := range strings.Fields(i.own) {
			fmt.Fprintf(&b, "(export %[1]q (type $%[1]s (sub resource)))\n", r)
		}
		b.WriteString(i.types)
		for _, f := range funcs {
			if f.instance == i.name {
				fmt.Fprintf(&b, "(export %q (func %s %s))\n", f.name, f.params, f.wit())
			}
		}
		b.WriteString("))\n")
		for _, r := range strings.Fields(i.named) {
			fmt.Fprintf(&b, "(alias export $%[2]s %[1]q (type $%[1]s))\n", r, i.name)
		}
		for _, r := range strings.Fields(i.own) {
			fmt.Fprintf(&b, "(alias export $%[2]s %[1]q (type $%[1]s))\n", r, i.name)
			fmt.Fprintf(&drops, "(core func $drop-%[1]s (canon resource.drop $%[1]s))\n", r)
			fmt.Fprintf(&module, "(import \"\" \"drop-%[1]s\" (func $drop-%[1]s (param i32)))\n", r)
			fmt.Fprintf(&with, "(export \"drop-%[1]s\" (func $drop-%[1]s))\n", r)
			fmt.Fprintf(&exports, "(func (export \"drop-%[1]s\") (param \"self\" (own $%[1]s)) (canon lift (core func $i \"drop-%[1]s\")))\n"+
				"(func (export \"keep-%[1]s\") (param \"self\" (own $%[1]s)) (canon lift (core func $i \"keep\")))\n", r)
		}
	}
	b.WriteString(drops.String()) // after the imports, where tools have them
	b.WriteString(driverLibc)
	var bodies strings.Builder
	for n, f := range funcs {
		ret := ""
		if f.ret == "ptr" {
			ret = " i32"
		}
		fmt.Fprintf(&b, "(core func $h%d (canon lower (func $%s %q) (memory $memory) (realloc $realloc)))\n", n, f.instance, f.name)
		fmt.Fprintf(&module, "(import \"\" \"h%d\" (func $h%d (param %s%s) %s))\n", n, n, f.core, ret, f.coreResult(true))
		fmt.Fprintf(&with, "(export \"h%d\" (func $h%d))\n", n, n)
		f.body(&bodies, n)
		fmt.Fprintf(&exports, "(func (export %q) %s %s (canon lift (core func $i \"f%d\") (memory $memory) (realloc $realloc) (post-return (func $i \"p%d\"))))\n",
			f.export(), f.params, f.wit(), n, n)
	}
	for _, i := range driverInstances() {
		for _, r := range strings.Fields(i.own) {
			fmt.Fprintf(&bodies, "(func (export \"drop-%[1]s\") (param i32) (call $drop-%[1]s (local.get 0)))\n", r)
		}
	}
	bodies.WriteString("(func (export \"keep\") (param i32))\n")
	fmt.Fprintf(&b, "(core module $m %s (import \"libc\" \"reset\" (func $reset)) (import \"libc\" \"memory\" (memory 1))\n%s)\n", module.String(), bodies.String())
	fmt.Fprintf(&b, "(core instance $i (instantiate $m (with \"libc\" (instance $libc)) (with \"\" (instance %s))))\n%s)", with.String(), exports.String())
	return b.String()
}

// driverLibc has a memory and an allocator that forgets everything after each
// call. Results are at address 16.
const driverLibc = `
(core module $lib (memory (export "memory") 1) (global $top (mut i32) (i32.const 1024))
  (func (export "reset") (global.set $top (i32.const 1024)))
  (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $top) (i32.const 15)) (i32.const -16)))
    (global.set $top (i32.add (local.get $at) (local.get 3)))
    (loop $more (if (i32.gt_u (global.get $top) (i32.mul (memory.size) (i32.const 65536)))
      (then (if (i32.eq (memory.grow (i32.const 16)) (i32.const -1)) (then (unreachable))) (br $more))))
    (local.get $at)))
(core instance $libc (instantiate $lib))
(alias core export $libc "memory" (core memory $memory))
(alias core export $libc "realloc" (core func $realloc))
`

func (f imported) export() string {
	name := strings.NewReplacer("[method]", "", ".", "-").Replace(f.name)
	if f.instance == "wall-clock" || f.instance == "error" {
		return f.instance + "-" + name
	}
	return name
}

func (f imported) wit() string {
	if f.result == "" {
		return ""
	}
	return "(result " + f.result + ")"
}

func (f imported) coreResult(lowered bool) string {
	switch {
	case f.ret == "", f.ret == "ptr" && lowered:
		return ""
	case f.ret == "ptr":
		return "(result i32)"
	default:
		return "(result " + f.ret + ")"
	}
}

// body calls the import, drops what was borrowed, and returns the result.
func (f imported) body(b *strings.Builder, n int) {
	params := strings.Fields(f.core)
	fmt.Fprintf(b, "(func (export \"f%d\") (param %s) %s (local $n i32)", n, f.core, f.coreResult(false))
	for i := range params {
		fmt.Fprintf(b, " (local.get %d)", i)
	}
	if f.ret == "ptr" {
		b.WriteString(" (i32.const 16)")
	}
	fmt.Fprintf(b, " (call $h%d)", n)
	if f.ret == "ptr" {
		b.WriteString(" (i32.const 16)")
	}
	if f.drops == "list" {
		b.WriteString(` (block $done (loop $next (br_if $done (i32.eq (local.get $n) (local.get 1)))
			(call $drop-pollable (i32.load (i32.add (local.get 0) (i32.mul (local.get $n) (i32.const 4)))))
			(local.set $n (i32.add (local.get $n) (i32.const 1))) (br $next)))`)
	} else {
		for i, r := range strings.Fields(f.drops) {
			r, at, ok := strings.Cut(r, "@")
			if !ok {
				at = strconv.Itoa(i)
			}
			fmt.Fprintf(b, " (call $drop-%s (local.get %s))", r, at)
		}
	}
	result := strings.NewReplacer("(result ", "(param ").Replace(f.coreResult(false))
	fmt.Fprintf(b, ")\n(func (export \"p%d\") %s (call $reset))\n", n, result)
}
