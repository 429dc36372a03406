package engine

import (
	"fmt"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// DefineUnknownImportsAsTraps defines what a component imports and the linker
// doesn't provide, so that it traps when it is called. Unlike wasmtime's
// function of that name, it knows that versions match by semver: wasmtime's
// would replace WASI 0.2.6 by traps for a component that imports 0.2.9. It
// comes before the first instantiation.
//
// A resource type that such an import shares with one that is provided can't be
// defined: instantiation then fails.
func (l *Linker) DefineUnknownImportsAsTraps(c *Component) error {
	if l.root == nil || c.raw == nil {
		return component.ErrClosed
	}
	if c.engine != l.engine {
		return errEngines("link")
	}
	if c.Kind() == KindModule {
		return l.defineCore(func() error {
			define := func(raw *component.Linker) error { return raw.DefineUnknownImportsAsTraps(c.raw) }
			l.replay = append(l.replay, define) // what is provided replaces it there
			return define(l.raw)
		})
	}
	if err := l.fillFor(c); err != nil {
		return err
	}
	t, err := c.Type()
	if err != nil {
		return err
	}
	u := unknown{linker: l, resources: map[int]uint32{}}
	for i := range t.Imports {
		e := &t.Imports[i]
		if l.wasi && isNativeWASI(e.Name) {
			continue
		}
		if err := u.define(l.root, e, e.Name); err != nil {
			return err
		}
	}
	return nil
}

// unknown defines imports as traps. resources has the types defined for a
// component's resource types, which several of its imports may name.
type unknown struct {
	linker    *Linker
	resources map[int]uint32
}

func (u *unknown) define(in *LinkerInstance, e *Extern, path string) error {
	provided := in.find(e.Name)
	switch {
	case e.Instance != nil:
		if provided == nil {
			provided = &definition{instance: in.Instance(e.Name)}
		}
		return u.defineAll(provided.instance, e.Instance.Exports, path)
	case provided != nil, e.Type != nil:
		return nil
	case e.Func != nil:
		return in.Func(e.Name, trapping(path))
	case e.Resource != nil:
		return u.resource(in, e)
	default:
		return &Error{Op: "link", Message: fmt.Sprintf("%s is code, which can't be replaced by a trap", path)}
	}
}

func (u *unknown) defineAll(in *LinkerInstance, exports []Extern, path string) error {
	if in == nil { // something else has the name: instantiation will say so
		return nil
	}
	for i := range exports {
		if err := u.define(in, &exports[i], path+"#"+exports[i].Name); err != nil {
			return err
		}
	}
	return nil
}

func (u *unknown) resource(in *LinkerInstance, e *Extern) error {
	id, ok := u.resources[e.Resource.ID]
	if !ok {
		id = u.linker.goTypes.nResources.Add(1)
		u.resources[e.Resource.ID] = id
	}
	return in.add(definition{name: e.Name, resource: id, define: func(s *component.Scope) error {
		return s.Resource(e.Name, id, func(*component.Store, uint32) error { return nil })
	}})
}

// UnknownImportError is the cause of the trap when an unknown import is called.
type UnknownImportError struct {
	Import string // "acme:shop/cart@1.0.0#add"
}

func (e *UnknownImportError) Error() string {
	return fmt.Sprintf("call to %s, which nothing provides", e.Import)
}

func trapping(path string) HostFunc {
	return HostFunc{bind: func(*binder) (hostBinding, error) {
		return hostBinding{call: func(c *component.Call) error {
			if err := storeOf(c.Store).mayLeave(); err != nil {
				return err
			}
			return &UnknownImportError{path}
		}}, nil
	}}
}

// find returns what has a name, or a version of it that stands in for it.
func (i *LinkerInstance) find(name string) *definition {
	i.linker.mu.Lock()
	defer i.linker.mu.Unlock()
	for n := range i.names {
		if d := i.names[n]; d.name == name || compatible(d.name, name) {
			return &d
		}
	}
	return nil
}

// isNativeWASI tells the interfaces of WASI 0.2 that AddWASI defines.
func isNativeWASI(name string) bool {
	iface, version, _ := strings.Cut(name, "@")
	if !strings.HasPrefix(version, "0.2.") || semver.Prerelease("v"+version) != "" {
		return false
	}
	switch iface {
	case "wasi:cli/environment", "wasi:cli/exit", "wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/stderr",
		"wasi:cli/terminal-input", "wasi:cli/terminal-output", "wasi:cli/terminal-stdin",
		"wasi:cli/terminal-stdout", "wasi:cli/terminal-stderr",
		"wasi:clocks/monotonic-clock", "wasi:clocks/wall-clock",
		"wasi:filesystem/preopens", "wasi:filesystem/types",
		"wasi:io/error", "wasi:io/poll", "wasi:io/streams",
		"wasi:random/insecure", "wasi:random/insecure-seed", "wasi:random/random",
		"wasi:sockets/instance-network", "wasi:sockets/ip-name-lookup", "wasi:sockets/network",
		"wasi:sockets/tcp", "wasi:sockets/tcp-create-socket", "wasi:sockets/udp", "wasi:sockets/udp-create-socket":
		return true
	}
	return false
}

// compatible reports whether wasmtime takes one version of an interface for
// another: the same major version, or below 1.0.0 the same minor one.
func compatible(a, b string) bool {
	nameA, versionA, okA := strings.Cut(a, "@")
	nameB, versionB, okB := strings.Cut(b, "@")
	return okA && okB && nameA == nameB && track(versionA) != "" && track(versionA) == track(versionB)
}

func track(version string) string {
	v := "v" + version
	switch {
	case !semver.IsValid(v) || semver.Prerelease(v) != "":
		return ""
	case semver.Major(v) != "v0":
		return semver.Major(v)
	case semver.MajorMinor(v) != "v0.0":
		return semver.MajorMinor(v)
	default:
		return semver.Canonical(v)
	}
}
