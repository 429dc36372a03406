package wasm

import "strings"

// What wasmtime makes of the values that a component passes to a host function, in
// bytes: each value takes as much, and each label that it copies so much more than
// its letters, all of it twice while a list grows.
const (
	labelCost = 24
	// maxLabelsOfValue bounds what labels add to each value of a list. Values are
	// counted, by wasmtime's fuel of host calls; their labels are not.
	maxLabelsOfValue = 128
)

// hosted are the packages of WASI none of whose functions takes a list of values
// with labels.
var hosted = [...]string{"wasi:cli/", "wasi:clocks/", "wasi:filesystem/", "wasi:io/", "wasi:random/"}

// lifted is what lifting a value of a type comes to at most, besides its lists'
// contents: whether it has labels, and by how many bytes they go beyond what all
// its values may have.
type lifted struct {
	labels bool
	excess int64
}

// lifts looks at the types of the functions that a component imports. The guest
// chooses them, whatever the host's functions take: values are lifted first.
type lifts struct {
	*decoder
	known map[*Type]lifted
	where string
	wasi  bool
}

// imports refuses functions that take lists whose labels take the host's memory.
func (d *decoder) imports(c *Component) {
	l := &lifts{decoder: d, known: map[*Type]lifted{}}
	for i := range c.Imports {
		l.wasi = false
		for _, prefix := range hosted {
			l.wasi = l.wasi || strings.HasPrefix(c.Imports[i].Name, prefix)
		}
		l.extern(&c.Imports[i], "")
	}
}

func (l *lifts) extern(e *Extern, in string) {
	name := e.Name
	if in != "" {
		name = in + "#" + name
	}
	switch e.Sort {
	case SortInstance:
		for i := range e.Type.Exports {
			l.extern(&e.Type.Exports[i], name)
		}
	case SortFunc:
		l.where = name
		for i := range e.Type.Members {
			l.of(e.Type.Members[i].Type)
		}
	default:
	}
}

// of looks at each type once; those of all functions share the decoding's limits.
func (l *lifts) of(t *Type) lifted {
	if t == nil {
		return lifted{}
	}
	if known, ok := l.known[t]; ok {
		return known
	}
	l.spend(entryCost)
	if l.err != nil {
		return lifted{}
	}
	sum := lifted{excess: -maxLabelsOfValue}
	switch t.Kind {
	case KindList:
		l.list(l.of(t.Elem))
	case KindMap:
		l.list(l.of(t.Key).plus(l.of(t.Elem)))
	case KindEnum, KindVariant:
		sum = sum.plus(l.worst(t))
	case KindRecord, KindFlags, KindTuple:
		for i := range t.Members {
			sum = sum.plus(l.of(t.Members[i].Type))
			if t.Kind != KindTuple {
				sum = sum.plus(labelled(t.Members[i].Name))
			}
		}
	case KindOption, KindResult:
		sum = sum.plus(l.of(t.Elem).or(l.of(t.Err)))
	default:
	}
	l.known[t] = sum
	return sum
}

// list judges the elements of a list.
func (l *lifts) list(elem lifted) {
	switch {
	case l.wasi && elem.labels:
		l.fail(0, "the import %q takes a list of values with labels, which no function of WASI's does", clip(l.where))
	case elem.excess > 0:
		l.fail(0, "the import %q takes a list of values with more than %d bytes of labels each", clip(l.where), maxLabelsOfValue)
	}
}

// worst is the worst of the cases of a variant or an enum.
func (l *lifts) worst(t *Type) lifted {
	var most lifted
	for i := range t.Members {
		one := labelled(t.Members[i].Name).plus(l.of(t.Members[i].Type))
		if i == 0 {
			most = one
		}
		most = most.or(one)
	}
	return most
}

// plus adds; sizes of types are bounded, so that nothing overflows.
func (a lifted) plus(b lifted) lifted { return lifted{a.labels || b.labels, a.excess + b.excess} }

// or is the worse of two of which there is one.
func (a lifted) or(b lifted) lifted { return lifted{a.labels || b.labels, max(a.excess, b.excess)} }

func labelled(name string) lifted { return lifted{true, 2 * int64(labelCost+len(name))} }
