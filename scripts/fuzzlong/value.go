package main

import (
	"fmt"
	"strings"
)

var (
	binary32  = []string{"add", "sub", "mul", "add", "sub", "mul", "and", "or", "xor", "div_s", "rem_u", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl", "rotr"}
	unary32   = []string{"clz", "ctz", "popcnt", "extend8_s", "extend16_s"}
	compare32 = []string{"eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "ge_u"}
	binaryF   = []string{"add", "sub", "mul", "div", "min", "max", "copysign"}
	unaryF    = []string{"abs", "neg", "sqrt", "ceil", "floor", "trunc", "nearest"}
	// Each takes what its own name ends with.
	converts = map[string][]string{
		"i32": {
			"i32.wrap_i64", "i32.trunc_f32_s", "i32.trunc_f64_u", "i32.trunc_sat_f32_u", "i32.trunc_sat_f64_s", "i32.reinterpret_f32",
		},
		"i64": {
			"i64.extend_i32_s", "i64.extend_i32_u", "i64.trunc_f32_u", "i64.trunc_f64_s", "i64.trunc_sat_f64_u", "i64.reinterpret_f64",
		},
		"f32": {"f32.convert_i32_s", "f32.convert_i64_u", "f32.demote_f64", "f32.reinterpret_i32"},
		"f64": {"f64.convert_i32_u", "f64.convert_i64_s", "f64.promote_f32", "f64.reinterpret_i64"},
	}
	loads = map[string][]string{
		"i32":  {"i32.load", "i32.load8_s", "i32.load8_u", "i32.load16_u"},
		"i64":  {"i64.load", "i64.load8_u", "i64.load16_s", "i64.load32_u"},
		"f32":  {"f32.load"},
		"f64":  {"f64.load"},
		"v128": {"v128.load", "v128.load8_splat", "v128.load32_zero"},
	}
)

// constant is an expression that the format takes for constant.
func (m *module) constant(kind string) string {
	switch kind {
	case "i32", "i64":
		edges := []string{"0", "1", "-1", "0x7fffffff", "0x80000000", "0xffff", "8", "3", "1024"}
		if kind == "i64" {
			edges = append(edges, "0x7fffffffffffffff", "0x8000000000000000", "0x100000000")
		}
		if m.chance(60) {
			return fmt.Sprintf("(%s.const %d)", kind, m.r.IntN(pick(m.r, []int{4, 100, 70000})))
		}
		return fmt.Sprintf("(%s.const %s)", kind, pick(m.r, edges))
	case "f32", "f64":
		return fmt.Sprintf("(%s.const %s)", kind, pick(m.r, []string{"0", "-0", "1.5", "nan", "inf", "-inf", "1e30", "-2147483649", "nan:0x1"}))
	case "v128":
		return fmt.Sprintf("(v128.const i32x4 %d %d -1 0)", m.r.IntN(99), m.r.IntN(1<<30))
	default:
		return "(ref.null " + strings.TrimSuffix(kind, "ref") + ")"
	}
}

// value writes an expression of a type.
func (m *module) value(kind string, depth int) string {
	if depth <= 0 || m.chance(25) {
		if at := m.local(kind); at >= 0 && m.chance(60) {
			return fmt.Sprintf("(local.get %d)", at)
		}
		return m.constant(kind)
	}
	switch {
	case m.chance(12):
		if text := m.callOf(kind, depth); text != "" {
			return text
		}
	case m.chance(6):
		return fmt.Sprintf("(if (result %s) %s (then %s) (else %s))", kind, m.value("i32", depth-1), m.value(kind, depth-1), m.value(kind, depth-1))
	case m.chance(6):
		return fmt.Sprintf("(select (result %s) %s %s %s)", kind, m.value(kind, depth-1), m.value(kind, depth-1), m.value("i32", depth-1))
	case m.chance(8):
		for i, g := range m.globals {
			if g.kind == kind {
				return fmt.Sprintf("(global.get $g%d)", i)
			}
		}
	}
	return m.operation(kind, depth)
}

func (m *module) local(kind string) int {
	found := []int{}
	for i, k := range m.locals {
		if k == kind {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return -1
	}
	return pick(m.r, found)
}

// callOf calls a function that gives one value of a type, by name or by table.
func (m *module) callOf(kind string, depth int) string {
	for i, s := range m.functions {
		if m.traps(i) || i < len(m.imports) && m.imports[i].self || len(s.results) != 1 || s.results[0] != kind || !m.chance(50) {
			continue
		}
		if len(m.tables) > 0 && m.tables[0] == "funcref" && m.chance(15) {
			return fmt.Sprintf("(call_indirect $t0%v%s (i32.const %d))", s, m.values(s.params, depth-1), m.r.IntN(5))
		}
		return fmt.Sprintf("(call %d%s)", i, m.values(s.params, depth-1))
	}
	return ""
}

func (m *module) operation(kind string, depth int) string {
	a := func(k string) string { return m.value(k, depth-1) }
	if list := loads[kind]; list != nil && m.chance(25) {
		memory := m.r.IntN(len(m.memories))
		return fmt.Sprintf("(%s %d%s %s)", pick(m.r, list), memory, m.offset(), m.address(memory, depth))
	}
	if list := converts[kind]; list != nil && m.chance(15) {
		op := pick(m.r, list)
		if strings.Contains(op, ".trunc_f") && m.chance(80) { // the others trap seldom
			op = kind + ".trunc_sat_f64_s"
		}
		from := "i32"
		for _, k := range numeric {
			if strings.Contains(op[4:], k) {
				from = k
			}
		}
		return fmt.Sprintf("(%s %s)", op, a(from))
	}
	switch kind {
	case "i32", "i64":
		return m.integer(kind, depth)
	case "f32", "f64":
		if m.chance(30) {
			return fmt.Sprintf("(%s.%s %s)", kind, pick(m.r, unaryF), a(kind))
		}
		return fmt.Sprintf("(%s.%s %s %s)", kind, pick(m.r, binaryF), a(kind), a(kind))
	case "v128":
		if m.chance(40) {
			return fmt.Sprintf("(i64x2.splat %s)", a("i64"))
		}
		return fmt.Sprintf("(%s %s %s)", pick(m.r, []string{"i32x4.add", "i8x16.swizzle", "f64x2.mul", "v128.xor", "i16x8.q15mulr_sat_s"}), a(kind), a(kind))
	case "funcref":
		if len(m.functions) > 0 {
			return fmt.Sprintf("(ref.func %d)", m.r.IntN(len(m.functions)))
		}
	}
	for i, k := range m.tables {
		if k == kind {
			return fmt.Sprintf("(table.get $t%d (i32.const %d))", i, m.r.IntN(4))
		}
	}
	return m.constant(kind)
}

func (m *module) integer(kind string, depth int) string {
	a := func(k string) string { return m.value(k, depth-1) }
	if kind == "i32" {
		switch m.r.IntN(12) {
		case 0:
			from := pick(m.r, []string{"i32", "i64"})
			return fmt.Sprintf("(%s.%s %s %s)", from, pick(m.r, compare32), a(from), a(from))
		case 1:
			return fmt.Sprintf("(f64.lt %s %s)", a("f64"), a("f64"))
		case 2:
			return "(ref.is_null " + a("funcref") + ")"
		case 3:
			return "(i64.eqz " + a("i64") + ")"
		case 4:
			return "(i8x16.bitmask " + a("v128") + ")"
		}
	}
	for i, address := range m.memories {
		if address == kind && m.chance(5) {
			if m.chance(50) {
				return fmt.Sprintf("(memory.size %d)", i)
			}
			return fmt.Sprintf("(memory.grow %d %s)", i, a(kind))
		}
	}
	if m.chance(20) {
		return fmt.Sprintf("(%s.%s %s)", kind, pick(m.r, unary32), a(kind))
	}
	return fmt.Sprintf("(%s.%s %s %s)", kind, pick(m.r, binary32), a(kind), a(kind))
}
