package main

import (
	"fmt"
	"strings"
)

// How deep expressions are nested, and how often a loop goes round at most.
const (
	deepest  = 5
	farthest = 2000
)

// function writes a function with a random body.
func (m *module) function(b *strings.Builder, head string, f exported) {
	m.result = f.signature.results
	m.labels = 0
	m.locals = append([]string(nil), f.signature.params...)
	fmt.Fprintf(b, "  %s%v", head, f.signature)
	// Its own counter comes first, for loops that end.
	own := append([]string{"i32"}, m.kinds(4)...)
	fmt.Fprintf(b, " (local %s)\n", strings.Join(own, " "))
	counter := len(m.locals)
	m.locals = append(m.locals, own...)
	for i, imported := range m.imports { // they give the handles that others take
		if f.calls > 0 && len(imported.signature.params) == 0 && m.chance(70) {
			b.WriteString("    " + m.call(i, 1) + "\n")
		}
	}
	for range f.calls {
		b.WriteString("    " + m.call(m.r.IntN(max(1, len(m.imports))), 2) + "\n")
	}
	for range m.r.IntN(5) {
		b.WriteString("    " + m.statement(deepest) + "\n")
	}
	if m.chance(30) {
		b.WriteString("    " + m.loop(counter) + "\n")
	}
	if f.last != "" {
		b.WriteString("    " + f.last + ")\n")
		return
	}
	for _, kind := range m.result {
		b.WriteString("    " + m.value(kind, deepest) + "\n")
	}
	b.WriteString("  )\n")
}

// loop goes round until its counter is up, or seldom for ever.
func (m *module) loop(counter int) string {
	m.labels++
	body := m.statement(3) + " " + m.statement(3)
	m.labels--
	if m.chance(5) {
		return "(loop " + body + " (br 0))"
	}
	return fmt.Sprintf("(loop %s (local.set %d (i32.add (local.get %d) (i32.const 1)))"+
		" (br_if 0 (i32.lt_u (local.get %d) (i32.const %d))))", body, counter, counter, counter, m.r.IntN(farthest))
}

// call calls a function and drops its results.
func (m *module) call(index, depth int) string {
	if index >= len(m.functions) {
		return "(nop)"
	}
	s, arguments := m.functions[index], ""
	if index < len(m.imports) {
		if m.traps(index) {
			return "(nop)"
		}
		arguments = m.arguments(s.params, depth-1)
		if m.imports[index].self && m.chance(95) { // a handle: they are counted from 1
			arguments = fmt.Sprintf(" (i32.const %d)", 1+m.r.IntN(3)) + m.arguments(s.params[1:], depth-1)
		}
	} else {
		arguments = m.values(s.params, depth-1)
	}
	text := fmt.Sprintf("(call %d%s)", index, arguments)
	if len(s.results) == 0 {
		return text
	}
	return text + strings.Repeat(" (drop)", len(s.results))
}

// traps tells whether a call is better left out: these take handles, and end the
// guest for nearly any number, before it does anything else.
func (m *module) traps(index int) bool {
	return index < len(m.imports) &&
		(m.imports[index].name == "drop" || m.imports[index].name == "rep") && !m.chance(5)
}

// arguments are those of a call to the host: mostly small and aligned, so that they
// are places, sizes, handles and cases that there are.
func (m *module) arguments(kinds []string, depth int) string {
	text := ""
	for _, kind := range kinds {
		switch {
		case (kind == "i32" || kind == "i64") && m.chance(60):
			text += fmt.Sprintf(" (%s.const %d)", kind, 8*m.r.IntN(16))
		case kind == "i32" && m.chance(60):
			text += fmt.Sprintf(" (i32.const %d)", m.r.IntN(5))
		default:
			text += " " + m.value(kind, depth)
		}
	}
	return text
}

func (m *module) values(kinds []string, depth int) string {
	text := ""
	for _, kind := range kinds {
		text += " " + m.value(kind, depth)
	}
	return text
}

// statement writes something that leaves nothing on the stack.
func (m *module) statement(depth int) string {
	if depth <= 0 {
		return "(nop)"
	}
	ways := []func(int) string{
		m.setLocal, m.setLocal, m.setGlobal, m.store, m.store, m.bulk, m.ifElse, m.block, m.tableStatement,
		func(d int) string { return "(drop " + m.value(m.kind(), d-1) + ")" },
		func(d int) string { return m.call(m.r.IntN(max(1, len(m.functions))), d) },
		m.leave,
	}
	return pick(m.r, ways)(depth)
}

func (m *module) setLocal(depth int) string {
	i := m.r.IntN(len(m.locals))
	return fmt.Sprintf("(local.set %d %s)", i, m.value(m.locals[i], depth-1))
}

func (m *module) setGlobal(depth int) string {
	for i, g := range m.globals {
		if g.mutable && m.chance(50) {
			return fmt.Sprintf("(global.set $g%d %s)", i, m.value(g.kind, depth-1))
		}
	}
	return "(nop)"
}

// address is mostly within the memory.
func (m *module) address(memory, depth int) string {
	kind := m.memories[memory]
	if m.chance(70) {
		return fmt.Sprintf("(%s.const %d)", kind, m.r.IntN(pick(m.r, []int{16, 1024, 65536})))
	}
	if kind == "i32" && m.chance(70) {
		return "(i32.and (i32.const 0xffff) " + m.value(kind, depth-1) + ")"
	}
	return m.value(kind, depth-1)
}

func (m *module) store(depth int) string {
	memory := m.r.IntN(len(m.memories))
	op := pick(m.r, []string{
		"i32.store", "i32.store8", "i32.store16", "i64.store", "i64.store8", "i64.store32", "f32.store", "f64.store", "v128.store",
	})
	kind, _, _ := strings.Cut(op, ".")
	return fmt.Sprintf("(%s %d%s %s %s)", op, memory, m.offset(), m.address(memory, depth), m.value(kind, depth-1))
}

func (m *module) offset() string {
	if m.chance(70) {
		return ""
	}
	return fmt.Sprintf(" offset=%d", m.r.IntN(pick(m.r, []int{8, 8, 8, 8, 8, 8, 70000, 1 << 31})))
}

// bulk moves or fills memory, or takes it from a segment.
func (m *module) bulk(depth int) string {
	memory := m.r.IntN(len(m.memories))
	kind := m.memories[memory]
	size := fmt.Sprintf("(%s.const %d)", kind, m.r.IntN(pick(m.r, []int{4, 400, 400, 400, 70000})))
	at := m.address(memory, depth)
	switch way := m.r.IntN(4); {
	case way == 0:
		return fmt.Sprintf("(memory.fill %d %s %s %s)", memory, at, m.value("i32", depth-1), size)
	case way == 1 && m.data > 0:
		return fmt.Sprintf("(memory.init %d %d %s (i32.const %d) (i32.const %d))", memory, m.r.IntN(m.data), at, m.r.IntN(9), m.r.IntN(20))
	case way == 2 && m.data > 0:
		return fmt.Sprintf("(data.drop %d)", m.r.IntN(m.data))
	default:
		return fmt.Sprintf("(memory.copy %d %d %s %s %s)", memory, memory, at, m.address(memory, depth), size)
	}
}

func (m *module) tableStatement(depth int) string {
	if len(m.tables) == 0 {
		return "(nop)"
	}
	i := m.r.IntN(len(m.tables))
	index := fmt.Sprintf("(i32.const %d)", m.r.IntN(pick(m.r, []int{4, 4, 4, 4, 50, 5000})))
	switch way := m.r.IntN(5); {
	case way == 0:
		return fmt.Sprintf("(table.set $t%d %s %s)", i, index, m.value(m.tables[i], depth-1))
	case way == 1:
		return fmt.Sprintf("(drop (table.grow $t%d %s %s))", i, m.value(m.tables[i], depth-1), m.value("i32", depth-1))
	case way == 2:
		return fmt.Sprintf("(table.fill $t%d %s %s (i32.const %d))", i, index, m.value(m.tables[i], depth-1), m.r.IntN(99))
	case way == 3 && m.elements > 0 && m.tables[i] == "funcref":
		return fmt.Sprintf("(table.init $t%d %d %s (i32.const 0) (i32.const %d))", i, m.r.IntN(m.elements), index, m.r.IntN(4))
	case way == 4 && m.elements > 0:
		return fmt.Sprintf("(elem.drop %d)", m.r.IntN(m.elements))
	default:
		return fmt.Sprintf("(table.copy $t%d $t%d %s (i32.const 0) (i32.const %d))", i, i, index, m.r.IntN(4))
	}
}

func (m *module) ifElse(depth int) string {
	test := m.value("i32", depth-1)
	m.labels++
	text := fmt.Sprintf("(if %s (then %s) (else %s))", test, m.statement(depth-1), m.statement(depth-1))
	m.labels--
	return text
}

func (m *module) block(depth int) string {
	m.labels++
	text := "(block " + m.statement(depth-1) + " " + m.statement(depth-1) + ")"
	m.labels--
	return text
}

// leave leaves a block, sometimes the function. Blocks of statements have no
// results, and loops go on by br_if alone, so that each ends.
func (m *module) leave(depth int) string {
	switch {
	case m.labels > 1 && m.chance(30):
		// Not the outermost, which may be the loop.
		inner := m.labels - 1
		return fmt.Sprintf("(br_table %d %d %s)", m.r.IntN(inner), m.r.IntN(inner), m.value("i32", depth-1))
	case m.labels > 1:
		return fmt.Sprintf("(br_if %d %s)", m.r.IntN(m.labels-1), m.value("i32", depth-1))
	case m.chance(10):
		return "(return" + m.values(m.result, depth-1) + ")"
	case m.chance(3):
		return "(unreachable)"
	}
	return "(nop)"
}
