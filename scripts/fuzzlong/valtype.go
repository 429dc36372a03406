package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// How many core values parameters may be flattened to, as the Canonical ABI has it.
const maxFlat = 16

// A valtype is a type of the component model.
type valtype struct {
	text string   // in the text format
	flat []string // core types that it is flattened to
	own  bool     // it is a handle
}

// A valtypes makes types, and keeps the declarations of those that need a name.
type valtypes struct {
	r     *rand.Rand
	named []named
	names []valtype
	// Whether functions borrow. wasmtime 44 can't compile many components that pass
	// borrowed handles to each other (its issue 13540), so that few do.
	borrows bool
}

// named is a type that has to have a name wherever it is exported or imported.
type named struct {
	name, body string // body is "" for the resource
}

var primitives = []valtype{
	{"bool", []string{"i32"}, false},
	{"u8", []string{"i32"}, false},
	{"s8", []string{"i32"}, false},
	{"u16", []string{"i32"}, false},
	{"s16", []string{"i32"}, false},
	{"u32", []string{"i32"}, false},
	{"s32", []string{"i32"}, false},
	{"u64", []string{"i64"}, false},
	{"s64", []string{"i64"}, false},
	{"f32", []string{"f32"}, false},
	{"f64", []string{"f64"}, false},
	{"char", []string{"i32"}, false},
	{"string", []string{"i32", "i32"}, false},
	{"string", []string{"i32", "i32"}, false},
}

func newValtypes(r *rand.Rand) *valtypes {
	t := &valtypes{r: r, named: []named{{name: "r"}}, borrows: r.IntN(10) == 0}
	for range r.IntN(5) {
		t.declare()
	}
	return t
}

// declare makes a record, a variant, an enumeration or flags.
func (t *valtypes) declare() {
	name, body, flat := fmt.Sprintf("n%d", len(t.named)), "", []string(nil)
	count := 1 + t.r.IntN(pick(t.r, []int{3, 10, 32}))
	switch t.r.IntN(4) {
	case 0:
		for i := range min(count, 10) {
			field := t.value(2)
			body += fmt.Sprintf(" (field \"f%d\" %s)", i, field.text)
			flat = append(flat, field.flat...)
		}
		body = "(record" + body + ")"
	case 1:
		for i := range count {
			body += fmt.Sprintf(" (case \"c%d\"", i)
			if t.r.IntN(2) == 0 {
				payload := t.value(2)
				body += " " + payload.text
				flat = join(flat, payload.flat)
			}
			body += ")"
		}
		body, flat = "(variant"+body+")", append([]string{"i32"}, flat...)
	default:
		for i := range count {
			body += fmt.Sprintf(" \"x%d\"", i)
		}
		body, flat = pick(t.r, []string{"(enum", "(flags"})+body+")", []string{"i32"}
	}
	t.named = append(t.named, named{name, body})
	t.names = append(t.names, valtype{text: "$" + name, flat: flat})
}

// join is the core types that hold the one or the other.
func join(a, b []string) []string {
	joined := append([]string(nil), a...)
	for i, kind := range b {
		switch {
		case i >= len(joined):
			joined = append(joined, kind)
		case joined[i] == kind:
		case joined[i] != "i64" && joined[i] != "f64" && kind != "i64" && kind != "f64":
			joined[i] = "i32"
		default:
			joined[i] = "i64"
		}
	}
	return joined
}

// value makes a type that holds others to a depth. Declarations come one after the
// other, so that it names only those that there are.
func (t *valtypes) value(depth int) valtype {
	if len(t.names) > 0 && t.r.IntN(4) == 0 {
		return pick(t.r, t.names)
	}
	if depth <= 0 || t.r.IntN(3) == 0 {
		return pick(t.r, primitives)
	}
	inner := t.value(depth - 1)
	switch t.r.IntN(6) {
	case 0, 1:
		return valtype{"(list " + inner.text + ")", []string{"i32", "i32"}, false}
	case 2:
		return valtype{"(option " + inner.text + ")", append([]string{"i32"}, inner.flat...), false}
	case 3:
		failure := t.value(depth - 1)
		return valtype{
			"(result " + inner.text + " (error " + failure.text + "))",
			append([]string{"i32"}, join(inner.flat, failure.flat)...), false,
		}
	case 4:
		return valtype{"(own $r)", []string{"i32"}, true}
	default:
		second := t.value(depth - 1)
		return valtype{
			"(tuple " + inner.text + " " + second.text + ")", append(append([]string(nil), inner.flat...), second.flat...), false,
		}
	}
}

// A function of a component's interface.
type function struct {
	name   string
	params []valtype
	result *valtype
}

func (t *valtypes) function(name string) function {
	f := function{name: name}
	for range t.r.IntN(pick(t.r, []int{3, 5, 20})) {
		if t.borrows && t.r.IntN(4) == 0 {
			f.params = append(f.params, valtype{"(borrow $r)", []string{"i32"}, true})
		} else {
			f.params = append(f.params, t.value(3))
		}
	}
	if t.r.IntN(4) > 0 {
		result := t.value(3)
		f.result = &result
	}
	return f
}

func (f function) String() string {
	var b strings.Builder
	for i, p := range f.params {
		fmt.Fprintf(&b, " (param \"p%d\" %s)", i, p.text)
	}
	if f.result != nil {
		fmt.Fprintf(&b, " (result %s)", f.result.text)
	}
	return b.String()
}

func (f function) flat() []string {
	flat := []string{}
	for _, p := range f.params {
		flat = append(flat, p.flat...)
	}
	if len(flat) > maxFlat {
		return []string{"i32"}
	}
	return flat
}

// lifted is the core function that the function is made from, lowered the one that
// it is made into.
func (f function) lifted() signature {
	s := signature{params: f.flat()}
	if f.result != nil {
		s.results = f.result.flat
		if len(s.results) > 1 {
			s.results = []string{"i32"}
		}
	}
	return s
}

func (f function) lowered() signature {
	s := signature{params: f.flat()}
	if f.result == nil {
		return s
	}
	if len(f.result.flat) > 1 {
		s.params = append(s.params, "i32")
	} else {
		s.results = f.result.flat
	}
	return s
}
