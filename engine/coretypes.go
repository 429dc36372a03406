package engine

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"

	"github.com/qyvol/qyvol/internal/wasm"
)

// coreTypes are the types of what a core module imports and exports, kept with its code.
// The C library can't be asked: for a type that it has no number for it ends the process,
// such as v128 in 48, and references of proposals in all versions.
type coreTypes struct{ imports, exports []coreItem }

// coreItem is an import or an export.
type coreItem struct {
	module, name    string
	kind            wasm.CoreKind
	params, results []byte // of a function: coreI32, …
}

// typesOf has the types of a module that was read. It is nil for a component.
func typesOf(m *wasm.Module) *coreTypes {
	if m == nil {
		return nil
	}
	items := func(list []wasm.CoreExtern) []coreItem {
		out := make([]coreItem, len(list))
		for i, e := range list {
			out[i] = coreItem{module: e.Module, name: e.Name, kind: e.Type.Kind}
			if e.Type.Kind == wasm.CoreKindFunc && e.Type.Func != nil {
				out[i].params, out[i].results = coreNumbers(e.Type.Func.Params), coreNumbers(e.Type.Func.Results)
			}
		}
		return out
	}
	return &coreTypes{items(m.Imports), items(m.Exports)}
}

// coreNumbers are the numbers of value types.
func coreNumbers(types []wasm.CoreValue) []byte {
	kinds := make([]byte, len(types))
	for i, t := range types {
		kinds[i] = coreOther
		for kind, name := range coreNames {
			if string(name) == string(t) {
				kinds[i] = byte(kind)
			}
		}
		switch t {
		case "v128":
			kinds[i] = coreV128
		case "externref":
			kinds[i] = coreExternref
		case "funcref":
			kinds[i] = coreFuncref
		}
	}
	return kinds
}

// function finds an exported function. Without its type it must not be called: nothing
// else checks what it is called with.
func (t *coreTypes) function(name string) (params, results []byte, ok bool) {
	if t == nil {
		return nil, nil, false
	}
	i := slices.IndexFunc(t.exports, func(e coreItem) bool { return e.name == name && e.kind == wasm.CoreKindFunc })
	if i < 0 {
		return nil, nil, false
	}
	return t.exports[i].params, t.exports[i].results, true
}

// describe gives them in the terms of a component's type.
func (t *coreTypes) describe() *ComponentType {
	if t == nil {
		return &ComponentType{}
	}
	out := &ComponentType{}
	for _, i := range t.imports {
		out.Imports = append(out.Imports, i.describe(i.module+"::"+i.name))
	}
	for _, e := range t.exports {
		out.Exports = append(out.Exports, e.describe(e.name))
	}
	return out
}

func (i *coreItem) describe(name string) Extern {
	if i.kind != wasm.CoreKindFunc {
		return Extern{Name: name, CoreItem: i.kind.String()}
	}
	return Extern{Name: name, Func: coreSignature(i.params, i.results)}
}

func coreSignature(params, results []byte) *FuncType {
	t := &FuncType{}
	for _, k := range params {
		t.Params = append(t.Params, Param{Type: ValType{Kind: coreKindName(k)}})
	}
	for _, k := range results {
		t.CoreResults = append(t.CoreResults, ValType{Kind: coreKindName(k)})
	}
	return t
}

// encode writes them for decodeCoreTypes; nil is nothing.
func (t *coreTypes) encode() []byte {
	if t == nil {
		return nil
	}
	var b []byte
	put := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	for _, list := range [...][]coreItem{t.imports, t.exports} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, i := range list {
			put(i.module)
			put(i.name)
			b = append(b, byte(i.kind))
			put(string(i.params))
			put(string(i.results))
		}
	}
	return b
}

// decodeCoreTypes reads what encode wrote.
func decodeCoreTypes(data []byte) (*coreTypes, error) {
	if len(data) == 0 {
		return nil, nil //nolint:nilnil // a component
	}
	r := bytes.NewReader(data)
	text := func() (string, error) {
		n, err := binary.ReadUvarint(r)
		if err != nil || n > uint64(r.Len()) { //nolint:gosec // not negative
			return "", errNoOrigins
		}
		s := make([]byte, n)
		_, err = io.ReadFull(r, s)
		return string(s), err
	}
	t := &coreTypes{}
	for _, list := range [...]*[]coreItem{&t.imports, &t.exports} {
		n, err := binary.ReadUvarint(r)
		if err != nil || n > uint64(r.Len()) { //nolint:gosec // not negative
			return nil, errNoOrigins
		}
		for range n {
			var i coreItem
			var kind byte
			var params, results string
			for _, read := range [...]func() error{
				func() (err error) { i.module, err = text(); return },
				func() (err error) { i.name, err = text(); return },
				func() (err error) { kind, err = r.ReadByte(); return },
				func() (err error) { params, err = text(); return },
				func() (err error) { results, err = text(); return },
			} {
				if read() != nil || kind > byte(wasm.CoreKindTag) {
					return nil, errNoOrigins
				}
			}
			i.kind, i.params, i.results = wasm.CoreKind(kind), []byte(params), []byte(results)
			*list = append(*list, i)
		}
	}
	if r.Len() > 0 {
		return nil, errNoOrigins
	}
	return t, nil
}
