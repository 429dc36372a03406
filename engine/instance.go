package engine

import (
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Instance is a component or core module that runs in a store.
type Instance struct {
	raw       *component.Instance
	store     *Store
	linker    *Linker
	component *Component
}

// Store returns the store of the instance.
func (i *Instance) Store() *Store { return i.store }

// Component returns the code of the instance.
func (i *Instance) Component() *Component { return i.component }

// Func finds an exported function by a path of names: of instances, then of
// the function, such as "wasi:cli/run@0.2.0", "run". Versions match by semver.
// A core module's path is one name.
func (i *Instance) Func(path ...string) (*Func, error) {
	if i.raw == nil {
		return nil, component.ErrClosed
	}
	f := &Func{instance: i, name: strings.Join(path, "#")}
	var ok bool
	if i.component.Kind() == KindModule {
		if f.core, ok = i.raw.CoreFunc(f.name); ok {
			f.core.Params, f.core.Results, ok = i.component.core.function(f.name)
		}
	} else {
		f.raw, ok = i.raw.Func(path...)
	}
	if !ok {
		return nil, &ExportError{Name: f.name}
	}
	return f, nil
}

// ExportError is an export that a component does not have.
type ExportError struct {
	Name string
}

func (e *ExportError) Error() string { return fmt.Sprintf("there is no exported function %q", e.Name) }

// Memory views an exported memory of a core module. The view is valid until
// the memory grows or the store is closed.
func (i *Instance) Memory(name string) ([]byte, bool) {
	if i.raw == nil || i.component.Kind() != KindModule {
		return nil, false
	}
	return i.raw.Memory(name)
}
