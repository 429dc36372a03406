package wasi

import (
	"strings"

	"golang.org/x/mod/semver"

	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// provided reports whether a component that has this import can be linked, as far
// as names tell. Nobody has to provide an instance with nothing in it.
func provided(i Import) bool {
	if i.Core || len(i.Code) > 0 {
		return false
	}
	if len(i.Functions)+len(i.Resources) == 0 && !i.Plain {
		return true
	}
	d := definitionOf(i.Name)
	return d != nil && !i.Plain && len(unknownTo(d, i)) == 0
}

// unknownTo lists what is imported of an interface that doesn't have it.
func unknownTo(d *host.Definition, i Import) []string {
	var names []string
	for _, name := range i.Resources {
		if !d.HasResource(name) {
			names = append(names, name)
		}
	}
	for _, name := range i.Functions {
		if !d.HasFunction(name) {
			names = append(names, name)
		}
	}
	return names
}

// definitionOf is the interface of WASI that an import is, in any version of 0.2; nil if
// it is none.
func definitionOf(name string) *host.Definition {
	iface, version, _ := strings.Cut(name, "@")
	v := "v" + version
	if semver.MajorMinor(v) != "v0.2" || semver.Prerelease(v) != "" {
		return nil
	}
	return world.Definition(iface)
}
