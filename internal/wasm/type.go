package wasm

// Kind is the kind of a [Type].
type Kind uint8

// The kinds of types, value types first.
const (
	KindBool Kind = iota + 1
	KindS8
	KindU8
	KindS16
	KindU16
	KindS32
	KindU32
	KindS64
	KindU64
	KindF32
	KindF64
	KindChar
	KindString
	KindErrorContext
	KindRecord
	KindVariant
	KindList
	KindTuple
	KindFlags
	KindEnum
	KindOption
	KindResult
	KindOwn
	KindBorrow
	KindStream
	KindFuture
	KindMap
	KindResource
	KindFunc
	KindInstance
	KindComponent
	KindModule
)

var kindNames = [...]string{
	"", "bool", "s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "f32", "f64", "char", "string",
	"error-context", "record", "variant", "list", "tuple", "flags", "enum", "option", "result", "own", "borrow",
	"stream", "future", "map", "resource", "func", "instance", "component", "core module",
}

// String is the kind in the words of WIT.
func (k Kind) String() string { return kindNames[k] }

// Primitive tells whether k is a value type without parts.
func (k Kind) Primitive() bool { return k >= KindBool && k <= KindErrorContext }

// Value tells whether k is a kind of value types.
func (k Kind) Value() bool { return k >= KindBool && k <= KindMap }

// Type is a type: of a value, a resource, a function, an instance, a component
// or a core module. Which fields are set depends on the kind. Types are shared
// and must not be changed; equal types need not be the same node, but a
// resource is always the same [Resource].
//
// A type's depth is at most 200, and written out as a tree it has at most a
// million nodes; so have the imports and exports of a component together.
//
// Component Model, Binary.md, "Type Definitions".
type Type struct {
	Kind Kind
	// Async is for functions.
	Async bool
	// Fixed is the length of a list that always has the same one, else 0.
	Fixed uint32
	// Name is what an import or an export called the type; "" for one that was
	// only defined. Scope is the scope that named it, and Alias the type that
	// it names: nil for a resource that is abstract (`sub resource`). The other
	// fields are those of Alias.
	Name  string
	Scope *Scope
	Alias *Type
	// Elem of list, option, stream and future (nil without one), value of map,
	// ok of result (nil without one), resource of own and borrow, result of a
	// function (nil without one).
	Elem *Type
	// Err of result, nil without one.
	Err *Type
	// Key of map.
	Key *Type
	// Members are the fields of a record, the elements of a tuple (without
	// names), the cases of a variant (Type is nil without payload), the names of
	// an enum, the flags, the parameters of a function.
	Members []Member
	// Resource is the identity of a resource.
	Resource *Resource
	// Imports of a component, Exports of a component or an instance, in order.
	Imports, Exports []Extern
	// Inner is the scope of what a component or an instance names.
	Inner *Scope
	// Module is the type of a core module.
	Module *ModuleType

	id, first uint64 // see subst
	size      uint32
	depth     uint16
	resources bool // uses a resource
	index     map[string]int
}

// Member is a field, an element, a case, a flag or a parameter.
type Member struct {
	Name string
	Type *Type
}

// Resource is the identity of a resource type.
type Resource struct {
	// Defined tells a resource that a component implements from one that it
	// imports, or knows only from a type.
	Defined bool
	// Rep is the type that represents it in the component that defines it, and
	// Dtor tells whether it has a destructor.
	Rep  CoreValue
	Dtor bool
}

// Sort is the sort of an [Extern] or of an index space.
type Sort uint8

// The sorts of what a component imports and exports.
const (
	SortModule Sort = iota + 1
	SortFunc
	SortValue
	SortType
	SortComponent
	SortInstance
)

var sortNames = [...]string{"", "core module", "func", "value", "type", "component", "instance"}

// String is the sort in the words of the text format.
func (s Sort) String() string { return sortNames[s] }

// Extern is an import or an export.
type Extern struct {
	Name string
	// Implements is the interface that an instance with a plain name has, ""
	// without one; VersionSuffix completes the version in Name; ExternalID is
	// what the world outside calls it.
	Implements, VersionSuffix, ExternalID string
	Sort                                  Sort
	// Type is its type; for SortType the type itself.
	Type *Type
}
