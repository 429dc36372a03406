package engine

import "github.com/qyvol/qyvol/engine/internal/component"

// Provided describes what the linker has for components, with the types that
// imports have to have; names of parameters are not among these, and are empty.
// Equal IDs are the same resource type, and 0 is any. What AddWASI defines is
// wasmtime's, and left out.
func (l *Linker) Provided() ([]Extern, error) {
	if l.root == nil {
		return nil, component.ErrClosed
	}
	all := wants{}
	l.mu.Lock()
	for _, p := range l.provided {
		all[p.name] = nil
	}
	l.mu.Unlock()
	root, err := l.filled(all)
	if err != nil {
		return nil, err
	}
	return root.describe(), nil
}

func (i *LinkerInstance) describe() []Extern {
	list := make([]Extern, 0, len(i.names))
	for n := range i.names {
		d := &i.names[n]
		e := Extern{Name: d.name}
		switch {
		case d.instance != nil:
			e.Instance = &InstanceType{d.instance.describe()}
		case d.shape != nil:
			e.Func = (&shapeReader{shape: d.shape}).function()
		case d.resource != 0:
			e.Resource = &ResourceType{int(d.resource)}
		default: // a core module, or what traps whatever its type
			e.Module = d.module
		}
		list = append(list, e)
	}
	return list
}
