package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The allocator that every made component lends to the Canonical ABI: it hands out
// memory from front to back, and goes round so that calls can be many.
const allocator = `  (global $next (mut i32) (i32.const 4096))
  (func $realloc (export "realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (global.set $next (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
    (if (i32.gt_u (i32.add (global.get $next) (local.get 3)) (i32.const 60000))
      (then (global.set $next (i32.const 4096))))
    (local.set $at (global.get $next))
    (global.set $next (i32.add (global.get $next) (local.get 3)))
    (local.get $at))
`

// composition makes a component of two: one that lifts functions with random
// types, and a command that lowers them and calls them with random values, and
// calls WASI, too.
func composition(r *rand.Rand) string {
	t := newValtypes(r)
	functions := make([]function, 1+r.IntN(5))
	for i := range functions {
		functions[i] = t.function(fmt.Sprintf("g%d", i))
	}
	host := hostOf(r)
	var b strings.Builder
	b.WriteString("(component\n")
	for _, h := range host {
		b.WriteString(h.declaration)
	}
	fmt.Fprintf(&b, "(component $provider\n%s)\n", provider(t, functions))
	fmt.Fprintf(&b, "(component $caller\n%s)\n", caller(t, functions, host))
	instance := "provider"
	for i := range r.IntN(3) { // handed on by components around it
		fmt.Fprintf(&b, "(component $around%d\n(alias outer 1 $%s (component $inner))\n"+
			"(instance $i (instantiate $inner))\n(export \"api\" (instance $i \"api\")))\n", i, instance)
		instance = fmt.Sprintf("around%d", i)
	}
	fmt.Fprintf(&b, "(instance $p (instantiate $%s))\n", instance)
	b.WriteString("(instance $c (instantiate $caller (with \"api\" (instance $p \"api\"))")
	for _, h := range host {
		fmt.Fprintf(&b, " (with %q (instance $%s))", h.name, h.id)
	}
	b.WriteString("))\n(export \"wasi:cli/run@0.2.0\" (instance $c \"wasi:cli/run@0.2.0\")))\n")
	return b.String()
}

// provider is the text of the component that lifts.
func provider(t *valtypes, functions []function) string {
	m := newModule(t.r)
	m.allocates = true
	resource := func(name string, s signature) imported { return imported{module: "host", name: name, signature: s} }
	one, none := []string{"i32"}, []string(nil)
	m.imports = []imported{
		resource("new", signature{one, one}), resource("rep", signature{one, one}), resource("drop", signature{one, none}),
	}
	for _, f := range functions {
		e := exported{name: f.name, signature: f.lifted()}
		if f.result != nil && f.result.own {
			e.last = fmt.Sprintf("(call 0 (i32.const %d))", t.r.IntN(99))
		} else if f.result != nil && len(f.result.flat) > 1 {
			e.last = fmt.Sprintf("(i32.const %d)", 8*(128+t.r.IntN(100)))
		}
		m.exports = append(m.exports, e)
	}
	var b strings.Builder
	b.WriteString("(type $own (resource (rep i32)))\n(export $r \"r\" (type $own))\n")
	for _, n := range t.named[1:] {
		fmt.Fprintf(&b, "(type $%s-body %s)\n(export $%s \"%s\" (type $%s-body))\n", n.name, n.body, n.name, n.name, n.name)
	}
	b.WriteString("(core func $new (canon resource.new $own))\n(core func $rep (canon resource.rep $own))\n" +
		"(core func $drop (canon resource.drop $own))\n")
	fmt.Fprintf(&b, "(core module $m\n%s)\n", m.text())
	b.WriteString("(core instance $m (instantiate $m (with \"host\" (instance (export \"new\" (func $new))" +
		" (export \"rep\" (func $rep)) (export \"drop\" (func $drop))))))\n")
	encoding := pick(t.r, []string{"", "", " string-encoding=utf16", " string-encoding=latin1+utf16"})
	for _, f := range functions {
		fmt.Fprintf(&b, "(func $%s%v (canon lift (core func $m %q)%s (memory $m \"memory\") (realloc (func $m \"realloc\"))))\n",
			f.name, f, f.name, encoding)
	}
	b.WriteString("(instance $api")
	for _, n := range t.named {
		fmt.Fprintf(&b, " (export %q (type $%s))", n.name, n.name)
	}
	for _, f := range functions {
		fmt.Fprintf(&b, " (export %q (func $%s))", f.name, f.name)
	}
	b.WriteString(")\n(export \"api\" (instance $api))\n")
	return b.String()
}

// caller is the text of the component that lowers.
func caller(t *valtypes, functions []function, host []interfaceOf) string {
	var b strings.Builder
	b.WriteString("(import \"api\" (instance $api (export \"r\" (type $r (sub resource)))\n")
	for _, n := range t.named[1:] {
		fmt.Fprintf(&b, "(type $%s-body %s) (export \"%s\" (type $%s (eq $%s-body)))\n", n.name, n.body, n.name, n.name, n.name)
	}
	for _, f := range functions {
		fmt.Fprintf(&b, "(export %q (func%v))\n", f.name, f)
	}
	b.WriteString("))\n(alias export $api \"r\" (type $r))\n(core func $drop (canon resource.drop $r))\n")
	for _, h := range host {
		b.WriteString(h.declaration)
	}
	b.WriteString("(core module $libc (memory (export \"memory\") 1)\n" + allocator + ")\n(core instance $libc (instantiate $libc))\n" +
		"(alias core export $libc \"memory\" (core memory $memory))\n(alias core export $libc \"realloc\" (core func $realloc))\n")

	m := newModule(t.r)
	m.shared = true
	m.imports = []imported{{module: "host", name: "drop", signature: signature{params: []string{"i32"}}}}
	with := " (export \"drop\" (func $drop))"
	lower := func(instance, name, id string, s signature) {
		fmt.Fprintf(&b, "(core func $%s (canon lower (func $%s %q) (memory $memory) (realloc $realloc)))\n", id, instance, name)
		m.imports = append(m.imports, imported{"host", id, s, strings.HasPrefix(name, "[method]")})
		with += fmt.Sprintf(" (export %q (func $%s))", id, id)
	}
	for _, f := range functions {
		lower("api", f.name, f.name, f.lowered())
	}
	for _, h := range host {
		for i, f := range h.functions {
			lower(h.id, f.name, fmt.Sprintf("%s-%d", h.id, i), f.signature)
		}
	}
	m.exports = []exported{{name: "run", signature: signature{results: []string{"i32"}}, calls: 3 + t.r.IntN(10), last: "(i32.const 0)"}}
	fmt.Fprintf(&b, "(core module $m\n%s)\n", m.text())
	fmt.Fprintf(&b, "(core instance $m (instantiate $m (with \"libc\" (instance $libc)) (with \"host\" (instance%s))))\n", with)
	b.WriteString("(func $run (result (result)) (canon lift (core func $m \"run\")))\n" +
		"(instance $run (export \"run\" (func $run)))\n(export \"wasi:cli/run@0.2.0\" (instance $run))\n")
	return b.String()
}
