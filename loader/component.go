package loader

import (
	"context"

	"github.com/qyvol/qyvol/engine"
)

// LoadComponent maps the unit's compiled code from the cache, or compiles it,
// adapted, and leaves it there. The component is the caller's to close.
//
// A file that the engine can't compile is a [*ModuleLoadError]; one that no
// longer has the unit's content, a [*ChangedError]. Compiling ends at its limits
// with a [*CompileTimeoutError] or a [*CompileMemoryError], with a
// [*CompilerCrashError] where a process of its own broke down, with a
// [*CompilerThreadsError] where the system refused it threads, with a
// [*CompilerProcessError] where it has nothing left to start one with, with a
// [*CompileBusyError] where too many others were left behind, and with the cause
// of the context. A unit with an Err gives that. The cache's own problems are no
// errors but warnings in the LoadInfo.
func LoadComponent(ctx context.Context, eng *engine.Engine, unit *Unit, opts LoadOptions) (*engine.Component, LoadInfo, error) {
	if unit.err != nil {
		return nil, LoadInfo{}, unit.err
	}
	return load[*engine.Component](ctx, eng, unit, opts)
}

// Compiled reports whether the cache has an entry for a unit as the engine would
// compile it. The entry is not looked into.
func Compiled(eng *engine.Engine, unit *Unit, cache *Cache, with *Adapter) bool {
	if unit.Err() != nil {
		return false
	}
	l := &loading[*engine.Component]{compiler: eng, unit: unit, cache: cache, adapter: with}
	l.find()
	return l.entry != nil && l.entry.Exists()
}
