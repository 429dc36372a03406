//go:build cgo

package engine

import "github.com/bytecodealliance/wasmtime-go/v44"

// moduleType describes a core module in the terms of a component's type.
func moduleType(m *wasmtime.Module) *ComponentType {
	t := &ComponentType{}
	for _, i := range m.Imports() {
		name := i.Module() + "::"
		if i.Name() != nil {
			name += *i.Name()
		}
		t.Imports = append(t.Imports, coreExtern(name, i.Type()))
	}
	for _, e := range m.Exports() {
		t.Exports = append(t.Exports, coreExtern(e.Name(), e.Type()))
	}
	return t
}

func coreExtern(name string, t *wasmtime.ExternType) Extern {
	e := Extern{Name: name}
	switch {
	case t.FuncType() != nil:
		e.Func = coreFuncType(t.FuncType())
	case t.MemoryType() != nil:
		e.CoreItem = "memory"
	case t.TableType() != nil:
		e.CoreItem = "table"
	case t.GlobalType() != nil:
		e.CoreItem = "global"
	default:
		e.CoreItem = "tag"
	}
	return e
}

func coreFuncType(t *wasmtime.FuncType) *FuncType {
	f := &FuncType{}
	for _, p := range t.Params() {
		f.Params = append(f.Params, Param{Type: ValType{Kind: coreKindName(byte(p.Kind()))}})
	}
	for _, r := range t.Results() {
		f.CoreResults = append(f.CoreResults, ValType{Kind: coreKindName(byte(r.Kind()))})
	}
	return f
}
