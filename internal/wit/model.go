package wit

import "github.com/qyvol/qyvol/internal/wasm"

// def is a type that a scope names.
type def struct {
	name  string
	owner *scope
	node  *wasm.Type
	// of is the named type that this one is another name of, or nil; root is the
	// type at the end of those, or def itself.
	of, root *def
}

// function is a function of a scope; name is "run", "[method]a.b", ….
type function struct {
	name string
	node *wasm.Type
	id   string // what the world outside calls it
}

// scope is an interface or the world, with what is known to be in it.
type scope struct {
	pkg   *pkg   // nil for the world and for interfaces that are written in it
	name  string // of the interface, "" for one without
	where string // for errors
	types []*def
	named map[string]*def
	roots map[*def]*def // the first name of each root
	funcs []function
	known map[string]bool // functions
}

// pkg is a package, such as "wasi:io@0.2.0", with the interfaces that are used.
type pkg struct {
	namespace, name, version string
	interfaces               []*scope
	byName                   map[string]*scope
}

// item is an import or export of the world: an interface, or else a function.
type item struct {
	name  string // "" where the interface has a path of its own
	iface *scope
	fn    function
	id    string
}

// resolver gathers the world of a component.
type resolver struct {
	world            *scope
	imports, exports []item
	pkgs             []*pkg
	byName           map[string]*pkg
	// defs tells what a type is called: those that an import or an export named.
	defs map[*wasm.Type]*def
}

func newScope(p *pkg, name, where string) *scope {
	return &scope{
		pkg: p, name: name, where: where,
		named: map[string]*def{}, roots: map[*def]*def{}, known: map[string]bool{},
	}
}
