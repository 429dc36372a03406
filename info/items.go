package info

import (
	"strings"

	"github.com/qyvol/qyvol/info/binary"
	"github.com/qyvol/qyvol/info/wit"
	"github.com/qyvol/qyvol/wasi"
)

func itemOf(e binary.Extern) Item {
	i := Item{Name: e.Name, Kind: e.Sort.String()}
	switch e.Sort {
	case binary.SortInstance:
		i.Kind = "instance"
		if isInterface(e.Name) || e.Implements != "" {
			i.Kind = "interface"
		}
		for _, member := range e.Type.Exports {
			i.Items = append(i.Items, itemOf(member))
		}
	case binary.SortFunc:
		i.Type = wit.Func(e.Type)
	case binary.SortType:
		i.Kind, i.Type = typeItem(e.Type)
	case binary.SortValue:
		i.Type = wit.Type(e.Type)
	case binary.SortModule, binary.SortComponent:
	}
	return i
}

func typeItem(t *binary.Type) (kind, definition string) {
	if t.Kind == binary.KindResource {
		return "resource", ""
	}
	return "type", wit.Definition(t)
}

// isInterface tells the name of an interface from a plain one (Component Model,
// Explainer.md, "Import and Export Definitions").
func isInterface(name string) bool { return strings.ContainsAny(name, ":/") }

func itemsOf(list []binary.Extern) []Item {
	items := make([]Item, len(list))
	for i, e := range list {
		items[i] = itemOf(e)
	}
	return items
}

// coreItem says what a core module imports or exports, as its text format would.
func coreItem(e binary.CoreExtern) Item {
	i := Item{Name: e.Name, Kind: e.Type.Kind.String()}
	if e.Module != "" {
		i.Name = e.Module + "::" + e.Name
	}
	switch t := e.Type; {
	case t.Func != nil:
		i.Type = wit.CoreFunc(t.Func)
	case t.Global != nil && t.Global.Mutable:
		i.Type = "global (mut " + string(t.Global.Type) + ")"
	case t.Global != nil:
		i.Type = "global " + string(t.Global.Type)
	case t.Table != nil:
		i.Type = "table " + limitsText(t.Table.Limits) + " " + string(t.Table.Elem)
	case t.Memory != nil:
		i.Type = "memory " + limitsText(t.Memory.Limits)
	}
	return i
}

func coreItems(list []binary.CoreExtern) []Item {
	items := make([]Item, len(list))
	for i, e := range list {
		items[i] = coreItem(e)
	}
	return items
}

// importsOf are the imports as package wasi knows them.
func importsOf(f *binary.File) []wasi.Import {
	if f.Component != nil {
		return componentImports(f.Component)
	}
	var list []wasi.Import
	index := map[string]int{}
	for _, e := range f.Module.Imports {
		at, ok := index[e.Module]
		if !ok {
			at, index[e.Module] = len(list), len(list)
			list = append(list, wasi.Import{Name: e.Module})
		}
		list[at].Functions = append(list[at].Functions, e.Name)
	}
	return list
}

// componentImports leaves out types that say what they are: only an abstract
// resource needs somebody.
func componentImports(c *binary.Component) []wasi.Import {
	var list []wasi.Import
	for _, e := range c.Imports {
		if e.Sort == binary.SortType && (e.Type.Kind != binary.KindResource || e.Type.Alias != nil) {
			continue
		}
		i := wasi.Import{Name: e.Name}
		if e.Sort == binary.SortInstance {
			for _, member := range e.Type.Exports {
				if member.Sort == binary.SortFunc {
					i.Functions = append(i.Functions, member.Name)
				}
			}
		}
		list = append(list, i)
	}
	return list
}
