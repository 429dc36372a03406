//go:build cgo

package engine

import (
	"sync"
	"sync/atomic"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Kind tells a component from a core module.
type Kind uint8

// The kinds of code.
const (
	KindComponent Kind = iota
	KindModule
)

// String names the kind as WebAssembly does.
func (k Kind) String() string {
	if k == KindModule {
		return "core module"
	}
	return "component"
}

// Component is compiled code, ready to be instantiated any number of times in
// any number of goroutines.
type Component struct {
	raw    *component.Component
	engine *Engine
	// origins are the places of its frames in the user's file.
	origins *Origins
	core    *coreTypes // of a core module

	servedBy    atomic.Pointer[grown]  // has all that it imports of what is provided
	fits        atomic.Pointer[Linker] // has functions of the types that it imports
	importsOnce sync.Once
	importList  []component.Import
	importsAll  bool

	typeOnce sync.Once
	typ      *ComponentType
	typeErr  error
}

// Kind reports whether this is a component or a core module.
func (c *Component) Kind() Kind {
	if orClosed(c.raw).IsModule() {
		return KindModule
	}
	return KindComponent
}

// Engine returns the engine that compiled it.
func (c *Component) Engine() *Engine { return c.engine }

// Serialize returns the native code, for Engine.Deserialize.
func (c *Component) Serialize() ([]byte, error) {
	data, err := orClosed(c.raw).Serialize()
	if err != nil {
		return nil, compileError(err)
	}
	return withTrailer(data, c.core, c.origins), nil
}

// Close frees the code once no instance uses it.
func (c *Component) Close() error {
	orClosed(c.raw).Close()
	return nil
}

// KeepMemories has the linear memories of guests that have ended reset and used again
// for those that come later, up to n of each memory that the component has, instead of
// new ones: nothing of one guest shows in the next. What a guest wrote stays in memory
// only until then, but up to 1 MiB of each kept memory stays resident, and up to 4 MiB of
// what it grew by. Of memories that grew, but to no more than 256 KiB, up to 32 for each
// processor are kept even if n is less, since what they grew by is taken away from so many
// at once. A view of a memory must not be used after its store was closed: it
// may be another guest's by then. It takes an
// engine with MemoryAccounting, and Linux; elsewhere nothing is kept. 0 gives back what
// is kept, as Close does.
func (c *Component) KeepMemories(n int) { orClosed(c.raw).KeepMemories(n) }

// HasExport reports whether a component exports what a path names, such as
// "wasi:cli/run@0.2.0", "run". Versions match by semver. A core module's path
// is one name.
func (c *Component) HasExport(path ...string) bool { return orClosed(c.raw).HasExport(path...) }

// Type describes imports and exports in full. It is computed once. A type of so
// many parts that a description would fill the memory is an ErrTypeSize.
func (c *Component) Type() (*ComponentType, error) {
	c.typeOnce.Do(func() {
		if c.Kind() == KindModule {
			if orClosed(c.raw).IsClosed() {
				c.typeErr = component.ErrClosed
				return
			}
			c.typ = c.core.describe()
			return
		}
		node, err := orClosed(c.raw).Type()
		if err != nil {
			c.typeErr = err
			return
		}
		c.typ = componentType(&node)
	})
	return c.typ, c.typeErr
}
