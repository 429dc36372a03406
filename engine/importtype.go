package engine

import (
	varint "encoding/binary"
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// ImportTypeError is an import whose type is not what stands for it.
type ImportTypeError struct {
	Import string // "wasi:cli/exit@0.2.0#exit"
	// Has is the type that the component has it with, in WIT: "func(status: u8)".
	// It is empty where that has too many parts to be described.
	Has string
	// Wants is the type that it has to have. The names of parameters are the
	// component's, since they make no difference. It is empty where Reason is not.
	Wants string
	// Reason are wasmtime's own words, where it compared.
	Reason string
}

func (e *ImportTypeError) Error() string {
	switch {
	case e.Reason != "":
		return fmt.Sprintf("import %s has another type than what is there: %s", e.Import, e.Reason)
	case e.Has == "":
		return fmt.Sprintf("import %s has another type than what is there: %s", e.Import, e.Wants)
	default:
		return fmt.Sprintf("import %s has the type %s, but what is there has %s", e.Import, e.Has, e.Wants)
	}
}

// importTypeError describes the function to which a path of names leads.
func importTypeError(c *Component, root *LinkerInstance, path []string) error {
	e := &ImportTypeError{Import: strings.Join(path, "#")}
	d := root.resolve(path[0])
	for _, name := range path[1:] {
		d = d.instance.resolve(name)
	}
	p := signatures{resources: map[int]string{}, host: map[int]int{}}
	p.nameResources(root.linker)
	wants := (&shapeReader{shape: d.shape}).function()
	t, err := c.Type()
	if err != nil {
		e.Wants = p.function(wants, wants)
		return e
	}
	p.learn(t.Imports, root)
	has := p.imported(t.Imports, path)
	if has == nil {
		e.Wants = p.function(wants, wants)
		return e
	}
	for i := range min(len(has.Params), len(wants.Params)) {
		wants.Params[i].Name = has.Params[i].Name
	}
	e.Has, e.Wants = p.function(has, wants), p.function(wants, has)
	return e
}

// shapeReader makes a type of a shape. Resources have the host's numbers, and 0 is
// any of them.
type shapeReader struct {
	shape shape
	// If not nil: handle gets the number of a handle's resource type that was just read;
	// enum is called where that of an enum is next.
	handle func(number int)
	enum   func()
}

func (r *shapeReader) byte() byte {
	b := r.shape[0]
	r.shape = r.shape[1:]
	return b
}

func (r *shapeReader) number() int {
	n := varint.NativeEndian.Uint32(r.shape)
	r.shape = r.shape[numberSize:]
	return int(n)
}

func (r *shapeReader) name() string {
	n := r.number()
	name := string(r.shape[:n])
	r.shape = r.shape[n:]
	return name
}

func (r *shapeReader) optional() *ValType {
	if r.byte() == 0 {
		return nil
	}
	return r.value()
}

func (r *shapeReader) function() *FuncType {
	f := &FuncType{}
	for range r.number() {
		f.Params = append(f.Params, Param{Type: *r.value()})
	}
	f.Result = r.optional()
	return f
}

func (r *shapeReader) value() *ValType {
	code := r.byte()
	switch code {
	case component.ShapeAny:
		return &ValType{Kind: TypeAny}
	case component.ShapeHandle:
		return &ValType{Kind: TypeHandle}
	case component.ShapeLane:
		return &ValType{Kind: TypeList, Elem: &ValType{Kind: TypeU8}}
	case component.ShapeKind:
		return &ValType{Kind: nodeKinds[r.byte()]} // without members, which are any
	}
	t := &ValType{Kind: nodeKinds[code]}
	switch t.Kind {
	case TypeList, TypeOption:
		t.Elem = r.value()
	case TypeMap:
		t.Key, t.Elem = r.value(), r.value()
	case TypeResult:
		t.Elem, t.Err = r.optional(), r.optional()
	case TypeOwn, TypeBorrow:
		t.Resource = &ResourceType{ID: r.number()}
		if r.handle != nil {
			r.handle(t.Resource.ID)
		}
	case TypeEnum:
		if r.enum != nil {
			r.enum()
		}
		r.number() // which enum, and
		r.number() // how long
		t.Members = r.members(t.Kind)
	case TypeRecord, TypeTuple, TypeVariant, TypeFlags:
		t.Members = r.members(t.Kind)
	default: // a scalar
	}
	return t
}

func (r *shapeReader) members(kind TypeKind) []Member {
	list := make([]Member, r.number())
	for i := range list {
		m := &list[i]
		if kind != TypeTuple {
			m.Name = r.name()
		}
		switch kind {
		case TypeTuple, TypeRecord:
			m.Type = r.value()
		case TypeVariant:
			m.Type = r.optional()
		default: // names are all
		}
	}
	return list
}
