package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A signature is the type of a core function.
type signature struct {
	params, results []string
}

func (s signature) String() string {
	text := ""
	if len(s.params) > 0 {
		text += " (param " + strings.Join(s.params, " ") + ")"
	}
	if len(s.results) > 0 {
		text += " (result " + strings.Join(s.results, " ") + ")"
	}
	return text
}

// An imported function is called with random arguments.
type imported struct {
	module, name string
	signature    signature
	self         bool // the first parameter is a handle
}

// An exported function has a random body.
type exported struct {
	name      string
	signature signature
	last      string // expression that gives the results, or "" for any
	calls     int    // how many of the imports the body calls, at least
}

// A global of a module. Constants can be used where the format wants an
// expression that is constant.
type global struct {
	kind    string
	mutable bool
}

// A module is a core module that is being made. Whatever it writes is valid.
type module struct {
	r       *rand.Rand
	imports []imported
	exports []exported
	// What else its text has, in the order of the format.
	extra string
	// The first memory is that of the module "libc".
	shared bool
	// The allocator stands in front of the functions.
	allocates bool

	functions []signature // by index, imports first
	globals   []global
	memories  []string // "i32" or "i64", what addresses them
	tables    []string // "funcref" or "externref"
	data      int
	elements  int

	locals []string // of the function that is being written
	labels int      // how many blocks are open
	result []string // of the function
}

var numeric = []string{"i32", "i64", "f32", "f64"}

// pick gives one of some values, each as likely as the others.
func pick[T any](r *rand.Rand, values []T) T { return values[r.IntN(len(values))] }

// chance is true n times of 100.
func (m *module) chance(n int) bool { return m.r.IntN(100) < n }

func (m *module) kind() string {
	if m.chance(6) {
		return pick(m.r, []string{"v128", "funcref", "externref"})
	}
	return pick(m.r, numeric)
}

func (m *module) kinds(most int) []string {
	kinds := make([]string, m.r.IntN(most+1))
	for i := range kinds {
		kinds[i] = m.kind()
	}
	return kinds
}

// newModule decides on what a module has, but for its imports and exports.
func newModule(r *rand.Rand) *module {
	m := &module{r: r, memories: []string{"i32"}}
	if m.chance(15) {
		m.memories = append(m.memories, "i32")
	}
	if m.chance(2) { // refused where memories of 64 bits are
		m.memories = append(m.memories, "i64")
	}
	for range r.IntN(3) {
		m.tables = append(m.tables, pick(r, []string{"funcref", "funcref", "externref"}))
	}
	for range r.IntN(5) {
		m.globals = append(m.globals, global{m.kind(), m.chance(80)})
	}
	return m
}

// text writes the module, without its parentheses.
func (m *module) text() string {
	var types, bodies strings.Builder
	extra := m.extra
	for _, f := range m.imports {
		m.functions = append(m.functions, f.signature)
		fmt.Fprintf(&types, "  (import %q %q (func%v))\n", f.module, f.name, f.signature)
	}
	if m.shared {
		types.WriteString("  (import \"libc\" \"memory\" (memory 1))\n")
	}
	if m.allocates {
		m.functions = append(m.functions, signature{[]string{"i32", "i32", "i32", "i32"}, []string{"i32"}})
		extra = allocator
	}
	others := make([]signature, m.r.IntN(6))
	for i := range others {
		others[i] = signature{m.kinds(4), m.kinds(2)}
		if m.chance(40) {
			others[i].results = nil
		}
	}
	first := len(m.functions)
	m.functions = append(m.functions, others...)
	for _, f := range m.exports {
		m.functions = append(m.functions, f.signature)
	}
	m.data, m.elements = m.r.IntN(4), 0
	store := m.stores()
	for i, s := range others {
		m.function(&bodies, fmt.Sprintf("(func $f%d", first+i), exported{signature: s})
	}
	for _, f := range m.exports {
		m.function(&bodies, fmt.Sprintf("(func $%s (export %q)", f.name, f.name), f)
	}
	return types.String() + store + extra + bodies.String() + m.segments()
}

// stores writes memories, tables and globals, and the segments of elements, whose
// number the bodies need.
func (m *module) stores() string {
	var b strings.Builder
	for i, address := range m.memories {
		name := ""
		if i == 0 && m.shared {
			continue // imported
		}
		if i == 0 {
			name = `(export "memory") `
		}
		if address == "i64" {
			name += "i64 "
		}
		fmt.Fprintf(&b, "  (memory %s%d", name, 1+m.r.IntN(3))
		if m.chance(50) {
			fmt.Fprintf(&b, " %d", 3+m.r.IntN(pick(m.r, []int{4, 400, 60000})))
		}
		b.WriteString(")\n")
	}
	for i, kind := range m.tables {
		fmt.Fprintf(&b, "  (table $t%d %d", i, pick(m.r, []int{0, 8, 8, 8})+m.r.IntN(pick(m.r, []int{4, 40, 2000})))
		if m.chance(50) {
			fmt.Fprintf(&b, " %d", 2000+m.r.IntN(pick(m.r, []int{4, 100000, 1 << 30})))
		}
		fmt.Fprintf(&b, " %s)\n", kind)
	}
	for i, g := range m.globals {
		kind := g.kind
		if g.mutable {
			kind = "(mut " + kind + ")"
		}
		fmt.Fprintf(&b, "  (global $g%d %s %s)\n", i, kind, m.constant(g.kind))
	}
	for range m.r.IntN(4) {
		b.WriteString(m.element())
	}
	return b.String()
}

func (m *module) element() string {
	list := "func"
	if len(m.functions) == 0 {
		return ""
	}
	for range m.r.IntN(6) {
		list += fmt.Sprintf(" %d", m.r.IntN(len(m.functions)))
	}
	m.elements++
	if len(m.tables) > 0 && m.tables[0] == "funcref" && m.chance(40) {
		return fmt.Sprintf("  (elem (table $t0) (i32.const %d) %s)\n", m.r.IntN(3), list)
	}
	return "  (elem " + list + ")\n"
}

func (m *module) segments() string {
	var b strings.Builder
	for range m.data {
		bytes := make([]byte, m.r.IntN(pick(m.r, []int{3, 30, 300})))
		for i := range bytes {
			bytes[i] = pick(m.r, []byte("\x00\x01\x08\x40\xff/.adz"))
		}
		literal := ""
		for _, c := range bytes {
			literal += fmt.Sprintf("\\%02x", c)
		}
		if m.chance(60) {
			fmt.Fprintf(&b, "  (data (i32.const %d) \"%s\")\n", m.r.IntN(pick(m.r, []int{64, 1024, 1024, 1024, 65000})), literal)
		} else {
			fmt.Fprintf(&b, "  (data \"%s\")\n", literal)
		}
	}
	// Functions that are referred to outside of segments have to be declared.
	if len(m.functions) > 0 {
		b.WriteString("  (elem declare func")
		for i := range m.functions {
			fmt.Fprintf(&b, " %d", i)
		}
		b.WriteString(")\n")
	}
	for i, s := range m.functions {
		if i >= len(m.imports) && len(s.params)+len(s.results) == 0 && m.chance(10) {
			fmt.Fprintf(&b, "  (start %d)\n", i)
			break
		}
	}
	return b.String()
}
