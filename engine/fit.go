package engine

import (
	"strings"

	"golang.org/x/mod/semver"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// fits compares the types of what a component imports with those of the host's
// functions, as wasmtime does with functions that have types. wasmtime knows none of
// the host's here: it would link a function of any type, and make the host's values
// of whatever the component passes before the host could refuse them.
func (l *Linker) fits(c *Component, root *LinkerInstance) error {
	if c.Kind() != KindComponent || c.fits.Load() == l {
		return nil
	}
	imports, complete := c.imports()
	if !complete && len(root.names) > 0 {
		return ErrTypeSize
	}
	path, err := orClosed(c.raw).Misfit(imports, root.offer)
	if err != nil {
		return err
	}
	if path != nil {
		return importTypeError(c, root, path)
	}
	c.fits.Store(l)
	return nil
}

// offer is what stands for an import of this name.
func (i *LinkerInstance) offer(name string) (component.Offer, bool) {
	d := i.resolve(name)
	switch {
	case d == nil:
		return component.Offer{}, false
	case d.instance != nil:
		return component.Offer{Parts: d.instance.offer}, true
	default:
		return component.Offer{Shape: d.shape, Resource: d.resource}, true
	}
}

// resolve finds what wasmtime takes for an import: what has the name, or else the
// newest version that stands in for it. The linker takes no more definitions.
func (i *LinkerInstance) resolve(name string) *definition {
	if at := i.index(name); at >= 0 {
		return &i.names[at]
	}
	if !strings.Contains(name, "@") {
		return nil
	}
	var found *definition
	for n := range i.names {
		d := &i.names[n]
		if compatible(d.name, name) && (found == nil || semver.Compare(versionOf(d.name), versionOf(found.name)) > 0) {
			found = d
		}
	}
	return found
}

func versionOf(name string) string {
	_, version, _ := strings.Cut(name, "@")
	return "v" + version
}
