package engine

import (
	"fmt"
	"slices"
	"strings"
)

// signatures writes two types that differ in WIT, each with what is the same in
// both as short as can be.
type signatures struct {
	resources map[int]string // names of resource types, by the host's numbers
	host      map[int]int    // the host's numbers, by the component's
	named     []Extern       // types that the component has a name for
	written   int            // parts
}

// maxWritten bounds how much of a type is written: what a guest imports may be of
// any size.
const maxWritten = 100

// nameResources names the resource types of a linker.
func (p *signatures) nameResources(l *Linker) {
	for _, known := range l.goTypes.resources.Range {
		t := known.(*resourceType) //nolint:forcetypeassert // nothing else is stored
		if name := t.name.Load(); name != nil {
			p.resources[int(t.id)] = *name
		}
	}
}

// learn finds out which of the host's resource types a component means.
func (p *signatures) learn(items []Extern, i *LinkerInstance) {
	for n := range items {
		e := &items[n]
		d := i.resolve(e.Name)
		switch {
		case e.Instance != nil && d != nil && d.instance != nil:
			p.learn(e.Instance.Exports, d.instance)
		case e.Resource != nil && d != nil && d.resource != 0:
			p.host[e.Resource.ID], p.resources[int(d.resource)] = int(d.resource), e.Name
		case e.Resource != nil:
			p.number(e.Resource.ID, e.Name)
		}
	}
}

// number gives a resource type that is not the host's a number, which is none of
// the host's.
func (p *signatures) number(id int, name string) int {
	if known, ok := p.host[id]; ok {
		return known
	}
	p.host[id] = -1 - id
	p.resources[-1-id] = name
	return -1 - id
}

// imported finds the function to which a path of names leads, and the names that
// types have around it.
func (p *signatures) imported(items []Extern, path []string) *FuncType {
	at := slices.IndexFunc(items, func(e Extern) bool { return e.Name == path[0] })
	switch {
	case at < 0:
		return nil
	case len(path) > 1 && items[at].Instance != nil:
		return p.imported(items[at].Instance.Exports, path[1:])
	case len(path) > 1 || items[at].Func == nil:
		return nil
	}
	for _, e := range items[:at] {
		if e.Type != nil && e.Type.Members != nil && e.Type.Kind != TypeTuple {
			p.named = append(p.named, Extern{Name: e.Name, Type: p.translate(e.Type)})
		}
	}
	f := &FuncType{Async: items[at].Func.Async, Result: p.translate(items[at].Func.Result)}
	for _, param := range items[at].Func.Params {
		f.Params = append(f.Params, Param{Name: param.Name, Type: *p.translate(&param.Type)})
	}
	return f
}

// translate copies a type, with the host's numbers of resource types.
func (p *signatures) translate(t *ValType) *ValType {
	if t == nil {
		return nil
	}
	c := &ValType{Kind: t.Kind, Elem: p.translate(t.Elem), Key: p.translate(t.Key), Err: p.translate(t.Err)}
	for _, m := range t.Members {
		c.Members = append(c.Members, Member{Name: m.Name, Type: p.translate(m.Type)})
	}
	if t.Resource != nil {
		c.Resource = &ResourceType{ID: p.number(t.Resource.ID, "")}
	}
	return c
}

// same reports whether two types are the same, or one of them is any that the other
// could be.
func same(a, b *ValType) bool {
	switch {
	case a == nil || b == nil:
		return a == b || a.isAny() || b.isAny()
	case a.isAny() || b.isAny():
		return true
	case a.Kind == TypeHandle || b.Kind == TypeHandle:
		return a.isHandle() && b.isHandle()
	case a.Kind != b.Kind || !same(a.Elem, b.Elem) || !same(a.Key, b.Key) || !same(a.Err, b.Err):
		return false
	case a.Resource != nil:
		return a.Resource.ID == b.Resource.ID || a.Resource.ID == 0 || b.Resource.ID == 0
	case a.Members == nil || b.Members == nil:
		return true
	}
	return slices.EqualFunc(a.Members, b.Members, sameMember)
}

func sameMember(a, b Member) bool { return a.Name == b.Name && same(a.Type, b.Type) }

func (t *ValType) isAny() bool { return t != nil && t.Kind == TypeAny }

func (t *ValType) isHandle() bool {
	return t.Kind == TypeOwn || t.Kind == TypeBorrow || t.Kind == TypeHandle
}

// function writes a function's type, which differs from another one.
func (p *signatures) function(f, other *FuncType) string {
	p.written = 0
	params := make([]string, 0, len(f.Params))
	for i := range f.Params {
		if p.written > maxWritten {
			params = append(params, "…")
			break
		}
		param, beside := &f.Params[i], (*ValType)(nil)
		if i < len(other.Params) {
			beside = &other.Params[i].Type
		}
		text := p.value(&param.Type, beside)
		if param.Name != "" {
			text = clipLabel(param.Name) + ": " + text
		}
		params = append(params, text)
	}
	text := "func(" + strings.Join(params, ", ") + ")"
	if f.Async {
		text = "async " + text
	}
	if f.Result != nil {
		text += " -> " + p.value(f.Result, other.Result)
	}
	return text
}

// value writes a type that stands where another one has other, or nothing.
func (p *signatures) value(t, other *ValType) string {
	if p.written++; p.written > maxWritten {
		return "…"
	}
	if other == nil {
		other = &ValType{}
	}
	switch t.Kind {
	case TypeList, TypeOption, TypeFuture, TypeStream:
		return p.generic(t.Kind, []*ValType{t.Elem}, []*ValType{other.Elem})
	case TypeMap:
		return p.generic(t.Kind, []*ValType{t.Key, t.Elem}, []*ValType{other.Key, other.Elem})
	case TypeResult:
		return p.generic(t.Kind, []*ValType{t.Elem, t.Err}, []*ValType{other.Elem, other.Err})
	case TypeTuple:
		return p.generic(t.Kind, memberTypes(t), memberTypes(other))
	case TypeOwn:
		return p.resource(t)
	case TypeBorrow:
		return "borrow<" + p.resource(t) + ">"
	case TypeRecord, TypeVariant, TypeEnum, TypeFlags:
		return p.labelled(t, other)
	default:
		return string(t.Kind)
	}
}

func (p *signatures) resource(t *ValType) string {
	if name := p.resources[t.Resource.ID]; name != "" {
		return clipLabel(name)
	}
	return "resource"
}

func memberTypes(t *ValType) []*ValType {
	list := make([]*ValType, len(t.Members))
	for i := range list {
		list[i] = t.Members[i].Type
	}
	return list
}

// generic writes a type of types, of which those at the end may be absent.
func (p *signatures) generic(kind TypeKind, of, others []*ValType) string {
	for len(of) > 0 && of[len(of)-1] == nil {
		of = of[:len(of)-1]
	}
	if len(of) == 0 {
		return string(kind)
	}
	parts := make([]string, 0, len(of))
	for i, t := range of {
		var other *ValType
		if i < len(others) {
			other = others[i]
		}
		switch {
		case t == nil:
			parts = append(parts, "_")
		case p.written > maxWritten:
			parts = append(parts, "…")
			return fmt.Sprintf("%s<%s>", kind, strings.Join(parts, ", "))
		default:
			parts = append(parts, p.value(t, other))
		}
	}
	return fmt.Sprintf("%s<%s>", kind, strings.Join(parts, ", "))
}

// labelled writes the name of a type that is the same on both sides, or where the two
// begin to differ, and what comes before that.
func (p *signatures) labelled(t, other *ValType) string {
	if t.Members == nil {
		return string(t.Kind)
	}
	from, to := 0, min(len(t.Members), 3)
	if t.Kind == other.Kind && !same(t, other) {
		differs := 0
		for differs < min(len(t.Members), len(other.Members)) && sameMember(t.Members[differs], other.Members[differs]) {
			differs++
		}
		from, to = max(differs-1, 0), min(differs+1, len(t.Members))
	} else if name := p.nameOf(t); name != "" {
		return name
	}
	var parts []string
	if from > 0 {
		parts = append(parts, "…")
	}
	for i := from; i < to; i++ {
		parts = append(parts, p.member(t, other, i))
	}
	if to < len(t.Members) {
		parts = append(parts, "…")
	}
	return fmt.Sprintf("%s { %s }", t.Kind, strings.Join(parts, ", "))
}

func (p *signatures) nameOf(t *ValType) string {
	for i := range p.named {
		if same(p.named[i].Type, t) {
			return clipLabel(p.named[i].Name)
		}
	}
	return ""
}

func (p *signatures) member(t, other *ValType, i int) string {
	m := &t.Members[i]
	text := clipLabel(m.Name)
	if m.Type == nil {
		return text
	}
	var beside *ValType
	if i < len(other.Members) {
		beside = other.Members[i].Type
	}
	of := p.value(m.Type, beside)
	if t.Kind == TypeVariant {
		return text + "(" + of + ")"
	}
	return text + ": " + of
}

// clipLabel bounds a name of the component's own.
func clipLabel(name string) string {
	const most = 64
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[:most], "") + "…"
}
