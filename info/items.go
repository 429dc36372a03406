package info

import (
	"errors"
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

// maxText bounds what is said of imports and exports, in bytes: a small file can
// use one long type in many places.
const maxText = 16 << 20

var errTooLong = errors.New("too much to say")

// sayer says what imports and exports are, as long as there is room.
type sayer struct {
	left  int
	funcs map[*wasm.CoreFunc]string
}

func newSayer() *sayer { return &sayer{left: maxText, funcs: map[*wasm.CoreFunc]string{}} }

// spend takes the room that an item needs.
func (s *sayer) spend(i Item) {
	const perItem = 64
	s.left -= perItem + len(i.Name) + len(i.Type)
}

func (s *sayer) err() error {
	if s.left < 0 {
		return errTooLong
	}
	return nil
}

func (s *sayer) items(list []wasm.Extern) []Item {
	items := make([]Item, 0, len(list))
	for _, e := range list {
		if s.left < 0 {
			break
		}
		items = append(items, s.item(e))
	}
	return items
}

func (s *sayer) item(e wasm.Extern) Item {
	i := Item{Name: e.Name, Kind: kindOf(e)}
	switch e.Sort {
	case wasm.SortInstance:
		i.Items = s.items(e.Type.Exports)
	case wasm.SortComponent:
		i.Items = append(marked("import ", s.items(e.Type.Imports)), marked("export ", s.items(e.Type.Exports))...)
	case wasm.SortModule:
		i.Items = s.module(e.Type.Module)
	case wasm.SortFunc:
		i.Type = wit.Func(e.Type)
	case wasm.SortValue:
		i.Type = wit.Type(e.Type)
	case wasm.SortType:
		if i.Kind == "type" {
			i.Type = wit.Definition(e.Type)
		}
	}
	s.spend(i)
	return i
}

func kindOf(e wasm.Extern) string {
	switch {
	case e.Sort == wasm.SortInstance && (isInterface(e.Name) || e.Implements != ""):
		return "interface"
	case e.Sort == wasm.SortModule:
		return "module"
	case e.Sort == wasm.SortType && e.Type.Kind == wasm.KindResource:
		return "resource"
	default:
		return e.Sort.String()
	}
}

// isInterface tells the name of an interface from a plain one (Component Model,
// Explainer.md, "Import and Export Definitions").
func isInterface(name string) bool { return strings.ContainsAny(name, ":/") }

func (s *sayer) module(m *wasm.ModuleType) []Item {
	if m == nil {
		return nil
	}
	return append(marked("import ", s.core(m.Imports)), marked("export ", s.core(m.Exports))...)
}

// marked says of which side of a component's or a module's type items are.
func marked(side string, items []Item) []Item {
	for i := range items {
		items[i].Name = side + items[i].Name
	}
	return items
}

func (s *sayer) core(list []wasm.CoreExtern) []Item {
	items := make([]Item, 0, len(list))
	for _, e := range list {
		if s.left < 0 {
			break
		}
		i := Item{Name: e.Name, Kind: e.Type.Kind.String(), Type: s.coreType(e.Type)}
		if e.Module != "" {
			i.Name = e.Module + "::" + e.Name
		}
		s.spend(i)
		items = append(items, i)
	}
	return items
}

// coreType says what a core module imports or exports, as the text format does.
func (s *sayer) coreType(t wasm.CoreType) string {
	switch {
	case t.Func != nil:
		text, ok := s.funcs[t.Func]
		if !ok {
			text = wit.CoreFunc(t.Func)
			s.funcs[t.Func] = text
		}
		return text
	case t.Global != nil && t.Global.Mutable:
		return "global (mut " + string(t.Global.Type) + ")"
	case t.Global != nil:
		return "global " + string(t.Global.Type)
	case t.Table != nil:
		return "table " + limitsText(t.Table.Limits) + " " + string(t.Table.Elem)
	case t.Memory != nil:
		return "memory " + limitsText(t.Memory.Limits)
	default:
		return ""
	}
}
