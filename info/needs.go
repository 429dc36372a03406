package info

import (
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/wasi"
)

// importsOf are the imports as package wasi knows them.
func importsOf(f *wasm.File) []wasi.Import {
	if f.Component != nil {
		list := componentImports(f.Component)
		for i := range list {
			list[i].Async = f.Async
		}
		return list
	}
	var list []wasi.Import
	index := map[string]int{}
	for _, e := range f.Module.Imports {
		at, ok := index[e.Module]
		if !ok {
			at, index[e.Module] = len(list), len(list)
			list = append(list, wasi.Import{Name: e.Module, Core: true})
		}
		if e.Type.Kind == wasm.CoreKindFunc {
			list[at].Functions = append(list[at].Functions, e.Name)
			continue
		}
		list[at].Code = append(list[at].Code, e.Name)
	}
	return list
}

// componentImports leaves out types that say what they are: only an abstract
// resource needs somebody.
func componentImports(c *wasm.Component) []wasi.Import {
	var list []wasi.Import
	for _, e := range c.Imports {
		i := wasi.Import{Name: e.Name}
		switch {
		case e.Sort == wasm.SortInstance:
			for _, member := range e.Type.Exports {
				take(&i, member)
			}
		case isAlias(e):
			continue
		default:
			take(&i, e)
			i.Plain = true
		}
		list = append(list, i)
	}
	return list
}

// isAlias tells a type that is equal to another.
func isAlias(e wasm.Extern) bool {
	return e.Sort == wasm.SortType && (e.Type.Kind != wasm.KindResource || e.Type.Alias != nil)
}

// take adds to an import what it has.
func take(i *wasi.Import, e wasm.Extern) {
	switch e.Sort {
	case wasm.SortFunc:
		i.Functions = append(i.Functions, e.Name)
	case wasm.SortType:
		if e.Type.Kind != wasm.KindResource {
			return
		}
		if e.Type.Alias != nil {
			i.Shared = true
			return
		}
		i.Resources = append(i.Resources, e.Name)
	case wasm.SortModule, wasm.SortComponent, wasm.SortInstance, wasm.SortValue:
		i.Code = append(i.Code, e.Name)
	}
}
