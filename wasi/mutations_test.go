package wasi_test

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// mutation is another type of a function, and in what it differs.
type mutation struct {
	what string
	of   *engine.FuncType
}

// mutations are the types of a function with one difference each: in each part of
// its type, all that there may be.
func (w importer) mutations(e *engine.Extern) []mutation {
	var list []mutation
	add := func(what string, of engine.FuncType) { list = append(list, mutation{what, &of}) }
	f, first := e.Func, 0
	if strings.HasPrefix(e.Name, "[method]") {
		first = 1 // self has to be what it is
	}
	more := append(slices.Clone(f.Params), engine.Param{Type: engine.ValType{Kind: engine.TypeU8}})
	add("a parameter more", engine.FuncType{Params: more, Result: f.Result})
	if n := len(f.Params); n > first {
		add("a parameter less", engine.FuncType{Params: f.Params[:n-1], Result: f.Result})
	}
	if n := len(f.Params); n > first+1 && f.Params[n-1].Type.Kind != f.Params[first].Type.Kind {
		swapped := slices.Clone(f.Params)
		swapped[first], swapped[n-1] = swapped[n-1], swapped[first]
		add("parameters' order", engine.FuncType{Params: swapped, Result: f.Result})
	}
	for n := first; n < len(f.Params); n++ {
		for _, m := range w.others(&f.Params[n].Type) {
			params := slices.Clone(f.Params)
			params[n].Type = *m.of
			add(m.what, engine.FuncType{Params: params, Result: f.Result})
		}
	}
	if f.Result == nil {
		add("a result", engine.FuncType{Params: f.Params, Result: &engine.ValType{Kind: engine.TypeU8}})
		return list
	}
	add("no result", engine.FuncType{Params: f.Params})
	for _, m := range w.others(f.Result) {
		if m.what != "handle" { // a result can't lend
			add(m.what, engine.FuncType{Params: f.Params, Result: m.of})
		}
	}
	return list
}

// other is another type, and in what it differs.
type other struct {
	what string
	of   *engine.ValType
}

// others are the types with one difference from a type.
func (w importer) others(t *engine.ValType) []other {
	list := []other{{"an option of it", &engine.ValType{Kind: engine.TypeOption, Elem: t}}}
	add := func(what string, of engine.ValType) { list = append(list, other{what, &of}) }
	// inner adds a type for each other type of a part.
	inner := func(part *engine.ValType, with func(*engine.ValType) engine.ValType) {
		if part == nil {
			return
		}
		for _, m := range w.others(part) {
			if m.what != "handle" || t.Kind != engine.TypeResult {
				add(m.what, with(m.of))
			}
		}
	}
	switch t.Kind {
	case engine.TypeList, engine.TypeOption:
		kinds := map[engine.TypeKind]engine.TypeKind{engine.TypeList: engine.TypeOption, engine.TypeOption: engine.TypeList}
		add("list and option", engine.ValType{Kind: kinds[t.Kind], Elem: t.Elem})
		inner(t.Elem, func(of *engine.ValType) engine.ValType { return engine.ValType{Kind: t.Kind, Elem: of} })
	case engine.TypeResult:
		number := &engine.ValType{Kind: engine.TypeU16}
		for _, sides := range [][2]*engine.ValType{{t.Elem, nil}, {nil, t.Err}, {number, t.Err}, {t.Elem, number}, {t.Err, t.Elem}} {
			if (sides[0] == nil) != (t.Elem == nil) || (sides[1] == nil) != (t.Err == nil) || sides[0] == number || sides[1] == number {
				add("sides", engine.ValType{Kind: t.Kind, Elem: sides[0], Err: sides[1]})
			}
		}
		inner(t.Elem, func(of *engine.ValType) engine.ValType { return engine.ValType{Kind: t.Kind, Elem: of, Err: t.Err} })
		inner(t.Err, func(of *engine.ValType) engine.ValType { return engine.ValType{Kind: t.Kind, Elem: t.Elem, Err: of} })
	case engine.TypeOwn, engine.TypeBorrow:
		for id := range w.resources {
			if id != t.Resource.ID && homes[w.resources[id]] != "" {
				add("resource", engine.ValType{Kind: t.Kind, Resource: &engine.ResourceType{ID: id}})
				break
			}
		}
		kinds := map[engine.TypeKind]engine.TypeKind{engine.TypeOwn: engine.TypeBorrow, engine.TypeBorrow: engine.TypeOwn}
		add("handle", engine.ValType{Kind: kinds[t.Kind], Resource: t.Resource})
		add("a number", engine.ValType{Kind: engine.TypeU32})
	case engine.TypeTuple, engine.TypeRecord, engine.TypeVariant, engine.TypeEnum, engine.TypeFlags:
		for _, m := range otherMembers(t) {
			add(m.what, *m.of)
		}
		for n := range t.Members {
			inner(t.Members[n].Type, func(of *engine.ValType) engine.ValType {
				members := slices.Clone(t.Members)
				members[n].Type = of
				return engine.ValType{Kind: t.Kind, Members: members}
			})
		}
	default:
		scalars := []engine.TypeKind{
			engine.TypeBool, engine.TypeS8, engine.TypeU8, engine.TypeU16, engine.TypeS32, engine.TypeU32, engine.TypeS64,
			engine.TypeU64, engine.TypeF32, engine.TypeF64, engine.TypeChar, engine.TypeString,
		}
		at := slices.Index(scalars, t.Kind)
		for _, away := range []int{1, 5} {
			add("scalar", engine.ValType{Kind: scalars[(at+away)%len(scalars)]})
		}
		add("a list", engine.ValType{Kind: engine.TypeList, Elem: t})
	}
	return list
}

// otherMembers are the types with other members.
func otherMembers(t *engine.ValType) []other {
	var list []other
	add := func(what string, members []engine.Member) {
		list = append(list, other{what, &engine.ValType{Kind: t.Kind, Members: members}})
	}
	n := len(t.Members)
	more := engine.Member{Name: "another", Type: &engine.ValType{Kind: engine.TypeU8}}
	if t.Kind == engine.TypeEnum || t.Kind == engine.TypeFlags {
		more.Type = nil
	}
	add("a member more", append(slices.Clone(t.Members), more))
	if n > 1 {
		add("a member less", t.Members[:n-1])
	}
	if t.Kind != engine.TypeTuple {
		for _, at := range []int{0, n - 1} {
			renamed := slices.Clone(t.Members)
			renamed[at].Name += "x"
			add("label", renamed)
		}
		if n > 1 {
			swapped := slices.Clone(t.Members)
			swapped[n-1], swapped[n-2] = swapped[n-2], swapped[n-1]
			add("order", swapped)
		}
	}
	if t.Kind == engine.TypeVariant {
		payload := slices.Clone(t.Members)
		if payload[n-1].Type == nil {
			payload[n-1].Type = more.Type
		} else {
			payload[n-1].Type = nil
		}
		add("payload", payload)
	}
	return list
}
