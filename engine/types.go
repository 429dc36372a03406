package engine

import (
	"github.com/qyvol/qyvol/engine/internal/component"
)

// ComponentType is what a component imports and exports.
type ComponentType struct {
	Imports []Extern
	Exports []Extern
}

// Extern is a named import or export. Exactly one of the pointers is set.
type Extern struct {
	Name      string // for a core module's import: "module::name"
	Instance  *InstanceType
	Func      *FuncType
	Component *ComponentType
	Module    bool          // a core module; its type is not described
	Resource  *ResourceType // a resource type
	Type      *ValType      // a named value type
	CoreItem  string        // a core module's memory, table, global or tag
}

// InstanceType is what an instance exports.
type InstanceType struct {
	Exports []Extern
}

// FuncType is a function's signature.
type FuncType struct {
	Params []Param
	Result *ValType // nil without a result
	Async  bool
	// CoreResults are the results of a core module's function, which can have
	// several; Result is nil then.
	CoreResults []ValType
}

// Param is a named parameter.
type Param struct {
	Name string
	Type ValType
}

// ResourceType is the identity of a resource type. Within the type of one
// component, equal IDs are the same resource type.
type ResourceType struct {
	ID int
}

// TypeKind is the kind of a value type, in the words of WIT.
type TypeKind string

// The kinds of value types.
const (
	TypeBool         TypeKind = "bool"
	TypeS8           TypeKind = "s8"
	TypeS16          TypeKind = "s16"
	TypeS32          TypeKind = "s32"
	TypeS64          TypeKind = "s64"
	TypeU8           TypeKind = "u8"
	TypeU16          TypeKind = "u16"
	TypeU32          TypeKind = "u32"
	TypeU64          TypeKind = "u64"
	TypeF32          TypeKind = "f32"
	TypeF64          TypeKind = "f64"
	TypeChar         TypeKind = "char"
	TypeString       TypeKind = "string"
	TypeList         TypeKind = "list"
	TypeRecord       TypeKind = "record"
	TypeTuple        TypeKind = "tuple"
	TypeVariant      TypeKind = "variant"
	TypeEnum         TypeKind = "enum"
	TypeOption       TypeKind = "option"
	TypeResult       TypeKind = "result"
	TypeFlags        TypeKind = "flags"
	TypeOwn          TypeKind = "own"
	TypeBorrow       TypeKind = "borrow"
	TypeFuture       TypeKind = "future"
	TypeStream       TypeKind = "stream"
	TypeErrorContext TypeKind = "error-context"
	TypeMap          TypeKind = "map"
	// TypeAny is any type, TypeHandle own or borrow of any resource type. Only host
	// functions have them.
	TypeAny    TypeKind = "any"
	TypeHandle TypeKind = "resource"
)

// ValType is a value type. Which fields are set depends on the kind.
type ValType struct {
	Kind TypeKind
	// Elem of list, option, future and stream (nil for a bare future or
	// stream); value of map; ok of result (nil if absent).
	Elem *ValType
	// Key of map.
	Key *ValType
	// Err of result, nil if absent.
	Err *ValType
	// Members of record, tuple (unnamed), variant, enum and flags. A case
	// without payload, a name of an enum and a flag have a nil Type.
	Members []Member
	// Resource of own and borrow.
	Resource *ResourceType
}

// Member is a field, an element, a case or a flag.
type Member struct {
	Name string
	Type *ValType
}

// nodeKinds names the kinds of value nodes, in the order of component.NodeKind.
var nodeKinds = [...]TypeKind{
	TypeBool, TypeS8, TypeS16, TypeS32, TypeS64, TypeU8, TypeU16, TypeU32, TypeU64, TypeF32, TypeF64,
	TypeChar, TypeString, TypeList, TypeRecord, TypeTuple, TypeVariant, TypeEnum, TypeOption, TypeResult,
	TypeFlags, TypeOwn, TypeBorrow, TypeFuture, TypeStream, TypeErrorContext, TypeMap,
}

func componentType(n *component.Node) *ComponentType {
	return &ComponentType{Imports: externs(n.Kids), Exports: externs(n.Exports)}
}

func externs(nodes []component.Node) []Extern {
	list := make([]Extern, len(nodes))
	for i := range nodes {
		list[i] = extern(&nodes[i])
	}
	return list
}

func extern(n *component.Node) Extern {
	e := Extern{Name: n.Name}
	switch n.Kind {
	case component.NodeComponent:
		e.Component = componentType(n)
	case component.NodeInstance:
		e.Instance = &InstanceType{Exports: externs(n.Exports)}
	case component.NodeFunc:
		e.Func = funcType(n)
	case component.NodeResource:
		e.Resource = &ResourceType{ID: n.ID}
	case component.NodeType:
		e.Type = valType(&n.Kids[0])
	case component.NodeCoreFunc:
		e.CoreItem = "func"
	default:
		e.Module = true
	}
	return e
}

func funcType(n *component.Node) *FuncType {
	f := &FuncType{Async: n.Async}
	for i := range n.Kids {
		f.Params = append(f.Params, Param{Name: n.Kids[i].Name, Type: *valType(&n.Kids[i])})
	}
	if n.Result != nil {
		f.Result = valType(n.Result)
	}
	return f
}

// valType converts a value type; an absent one is nil.
func valType(n *component.Node) *ValType {
	if n.Absent {
		return nil
	}
	t := &ValType{Kind: nodeKinds[n.Kind]}
	switch n.Kind {
	case component.NodeList, component.NodeOption, component.NodeFuture, component.NodeStream:
		t.Elem = valType(&n.Kids[0])
	case component.NodeMap:
		t.Key, t.Elem = valType(&n.Kids[0]), valType(&n.Kids[1])
	case component.NodeResult:
		t.Elem, t.Err = valType(&n.Kids[0]), valType(&n.Kids[1])
	case component.NodeOwn, component.NodeBorrow:
		t.Resource = &ResourceType{ID: n.ID}
	default:
		for i := range n.Kids {
			t.Members = append(t.Members, Member{Name: n.Kids[i].Name, Type: valType(&n.Kids[i])})
		}
	}
	return t
}
