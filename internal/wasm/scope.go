package wasm

// ScopeKind is the kind of a [Scope].
type ScopeKind uint8

// The kinds of scopes.
const (
	// ScopeComponent is a component: what it imports or exports itself, which is
	// named in its world.
	ScopeComponent ScopeKind = iota + 1
	// ScopeImport is an instance that is imported.
	ScopeImport
	// ScopeInstance is an instance that was made, and perhaps exported.
	ScopeInstance
	// ScopeType is the declaration of a type of instances or components.
	ScopeType
)

// Scope is what gives names to types.
type Scope struct {
	Kind ScopeKind
	// Name is the name under which an instance was imported, or first exported;
	// "" otherwise.
	Name string
}
