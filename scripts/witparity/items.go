package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// graph is what `wasm-tools component wit --json` prints: lists whose items refer
// to each other by their index.
type graph struct {
	Worlds     []world
	Interfaces []iface
	Types      []typeDef
	Packages   []struct{ Name string }

	// roots says that a type counts as the one that it is another name of.
	roots bool
}

type world struct {
	Name             string
	Imports, Exports map[string]worldItem
	Package          int
}

type worldItem struct {
	Interface *struct{ ID int }
	Function  *function
	Type      *json.RawMessage
}

type iface struct {
	Name      string
	Types     map[string]int
	Functions map[string]function
	Package   int
}

type function struct {
	Name   string
	Kind   json.RawMessage
	Params []struct {
		Name string
		Type json.RawMessage
	}
	Result json.RawMessage
}

type typeDef struct {
	Name  string
	Kind  json.RawMessage
	Owner *struct{ Interface, World *int }
}

// items is every type, function, import and export by a name that tells where it
// is, with a text that says all about it.
func items(data []byte, roots bool) (map[string]string, error) {
	g := graph{roots: roots}
	if err := json.Unmarshal(data, &g); err != nil {
		return nil, err
	}
	all := map[string]string{}
	for i := range g.Interfaces {
		if g.Interfaces[i].Name != "" {
			g.interfaceItems(all, g.path(i), i)
		}
	}
	for i := range g.Worlds {
		w := &g.Worlds[i]
		g.worldItems(all, "import ", w.Imports)
		g.worldItems(all, "export ", w.Exports)
		for t := range g.Types {
			if owner := g.Types[t].Owner; owner != nil && owner.World != nil && *owner.World == i {
				all["world type "+g.Types[t].Name] = g.definition(t)
			}
		}
	}
	return all, nil
}

// path is the name of an interface with its package.
func (g *graph) path(i int) string {
	return g.Packages[g.Interfaces[i].Package].Name + "/" + g.Interfaces[i].Name
}

func (g *graph) interfaceItems(all map[string]string, where string, i int) {
	all[where] = "interface"
	for name, t := range g.Interfaces[i].Types {
		all[where+" type "+name] = g.definition(t)
	}
	for name, f := range g.Interfaces[i].Functions {
		all[where+" "+name] = g.function(f)
	}
}

func (g *graph) worldItems(all map[string]string, word string, list map[string]worldItem) {
	for key, it := range list {
		switch {
		case it.Interface != nil && g.Interfaces[it.Interface.ID].Name == "":
			g.interfaceItems(all, word+key, it.Interface.ID)
		case it.Interface != nil:
			if strings.HasPrefix(key, "interface-") {
				key = ""
			}
			all[word+key+" "+g.path(it.Interface.ID)] = "interface"
		case it.Function != nil:
			all[word+key] = g.function(*it.Function)
		}
	}
}

func (g *graph) function(f function) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s(", f.Name, g.kind(f.Kind))
	for _, p := range f.Params {
		fmt.Fprintf(&text, "%s: %s, ", p.Name, g.ref(p.Type))
	}
	return text.String() + ") -> " + g.ref(f.Result)
}

// definition is a type with its kind, even if it has a name.
func (g *graph) definition(t int) string { return g.kind(g.Types[t].Kind) }

// ref is a type as it is used: by its name and owner, or what it is made of.
func (g *graph) ref(raw json.RawMessage) string {
	var id int
	if json.Unmarshal(raw, &id) != nil || len(raw) == 0 || string(raw) == "null" {
		return string(raw)
	}
	t := &g.Types[g.root(id)]
	switch {
	case t.Name == "":
		return g.kind(t.Kind)
	case t.Owner == nil:
		return t.Name
	case t.Owner.Interface != nil:
		if g.Interfaces[*t.Owner.Interface].Name == "" {
			return "(inline)." + t.Name
		}
		return g.path(*t.Owner.Interface) + "." + t.Name
	default:
		return "world." + t.Name
	}
}

// root is the type that a type is another name of, in the end.
func (g *graph) root(id int) int {
	for g.roots {
		var kind struct{ Type *int }
		if json.Unmarshal(g.Types[id].Kind, &kind) != nil || kind.Type == nil {
			return id
		}
		id = *kind.Type
	}
	return id
}

// kind writes the kind of a type or a function, in which numbers are references
// to types, but for the length of a list.
func (g *graph) kind(raw json.RawMessage) string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && list != nil {
		var parts []string
		for _, part := range list {
			parts = append(parts, g.kind(part))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil || object == nil {
		return g.ref(raw)
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if key == "docs" || key == "stability" {
			continue
		}
		text := ""
		if key == "fixed-length-list" {
			text = g.fixedList(object[key])
		} else {
			text = g.kind(object[key])
		}
		parts = append(parts, key+": "+text)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// fixedList writes a list of a fixed length: a type and a number that is no type.
func (g *graph) fixedList(raw json.RawMessage) string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || len(list) != 2 {
		return string(raw)
	}
	return g.ref(list[0]) + ", " + string(list[1])
}
