package wit

import (
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
)

// typeWriter writes types. What a type is called is asked of name, which tells
// with false that it has to be written out.
type typeWriter struct {
	strings.Builder
	name func(*wasm.Type) (string, bool)
}

// ref writes a type as it is used: its name, or what it is made of.
func (w *typeWriter) ref(t *wasm.Type) {
	if name, ok := w.name(t); ok {
		w.WriteString(escape(name))
		return
	}
	w.structure(t)
}

// structure writes what a type is made of.
func (w *typeWriter) structure(t *wasm.Type) {
	switch t.Kind {
	case wasm.KindList, wasm.KindOption, wasm.KindStream, wasm.KindFuture, wasm.KindMap, wasm.KindTuple:
		w.generic(t)
	case wasm.KindResult:
		w.result(t)
	case wasm.KindOwn:
		w.ref(t.Elem)
	case wasm.KindBorrow:
		w.handle(t)
	case wasm.KindRecord, wasm.KindVariant, wasm.KindFlags, wasm.KindEnum:
		w.inline(t)
	case wasm.KindFunc:
		w.function(t, t.Members)
	default:
		w.WriteString(t.Kind.String())
	}
}

// handle writes a handle with the word that says which.
func (w *typeWriter) handle(t *wasm.Type) {
	w.WriteString(t.Kind.String() + "<")
	w.ref(t.Elem)
	w.WriteString(">")
}

// generic writes a type with its parameters.
func (w *typeWriter) generic(t *wasm.Type) {
	w.WriteString(t.Kind.String())
	parts := make([]*wasm.Type, 0, 2)
	if t.Key != nil {
		parts = append(parts, t.Key)
	}
	if t.Elem != nil {
		parts = append(parts, t.Elem)
	}
	for i := range t.Members {
		parts = append(parts, t.Members[i].Type)
	}
	if len(parts) == 0 {
		return
	}
	w.WriteString("<")
	for i, part := range parts {
		w.comma(i)
		w.ref(part)
	}
	if t.Fixed > 0 {
		w.WriteString(", " + strconv.FormatUint(uint64(t.Fixed), 10))
	}
	w.WriteString(">")
}

func (w *typeWriter) comma(i int) {
	if i > 0 {
		w.WriteString(", ")
	}
}

func (w *typeWriter) result(t *wasm.Type) {
	w.WriteString("result")
	switch {
	case t.Elem == nil && t.Err == nil:
		return
	case t.Elem == nil:
		w.WriteString("<_")
	default:
		w.WriteString("<")
		w.ref(t.Elem)
	}
	if t.Err != nil {
		w.WriteString(", ")
		w.ref(t.Err)
	}
	w.WriteString(">")
}

// inline writes a type that WIT only knows by a name, on one line.
func (w *typeWriter) inline(t *wasm.Type) {
	w.WriteString(t.Kind.String() + " { ")
	for i := range t.Members {
		w.comma(i)
		w.member(t.Kind, t.Members[i])
	}
	w.WriteString(" }")
}

// member writes a field, a case, a name or a flag.
func (w *typeWriter) member(kind wasm.Kind, m wasm.Member) {
	w.WriteString(escape(m.Name))
	switch {
	case m.Type == nil:
	case kind == wasm.KindVariant:
		w.WriteString("(")
		w.ref(m.Type)
		w.WriteString(")")
	default:
		w.WriteString(": ")
		w.ref(m.Type)
	}
}

// function writes a signature with those of its parameters that are to be seen.
func (w *typeWriter) function(t *wasm.Type, params []wasm.Member) {
	if t.Async {
		w.WriteString("async ")
	}
	w.WriteString("func")
	w.params(params)
	if t.Elem != nil {
		w.WriteString(" -> ")
		w.ref(t.Elem)
	}
}

func (w *typeWriter) params(params []wasm.Member) {
	w.WriteString("(")
	for i := range params {
		w.comma(i)
		w.member(wasm.KindRecord, params[i])
	}
	w.WriteString(")")
}
