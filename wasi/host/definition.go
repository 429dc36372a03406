package host

import (
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// Subject is what a permission of a manifest is about.
type Subject uint8

// The subjects. What is about nothing needs no permission.
const (
	AboutNothing Subject = iota
	AboutEnvironment
	AboutFiles
	AboutNetwork
)

// Definition is an interface of WASI 0.2, said once: linkers, what a guest needs, and
// adapters for bytes read it.
type Definition struct {
	Name      string // "wasi:io/streams", without a version: see Version
	About     Subject
	Resources []Resource // of its own
	Uses      []Resource // of other interfaces
	// Functions makes the functions, by their names in WIT: "[method]pollable.ready".
	Functions func() []Func
	// Bytes makes those that carry bytes, which have variants for adapted guests.
	Bytes func() []Func
}

// functions makes all.
func (d *Definition) functions() []Func {
	var list []Func
	for _, of := range [...]func() []Func{d.Bytes, d.Functions} {
		if of != nil {
			list = append(list, of()...)
		}
	}
	return list
}

// Resource is a resource type by its name, and how it is defined in an instance.
type Resource struct {
	Name   string
	Define func(*engine.LinkerInstance) error
}

// Provide has a linker define the interface for whoever imports it.
func (d *Definition) Provide(l *engine.Linker) error {
	return l.Provide(d.Name+"@"+Version, d.define)
}

func (d *Definition) define(i *engine.LinkerInstance) error {
	for _, list := range [...][]Resource{d.Resources, d.Uses} {
		for _, r := range list {
			if err := r.Define(i); err != nil {
				return err
			}
		}
	}
	return define(i, prototypesOf(d.Name), d.functions())
}

// HasResource reports whether a resource is the interface's own.
func (d *Definition) HasResource(name string) bool {
	for _, r := range d.Resources {
		if r.Name == name {
			return true
		}
	}
	return false
}

// HasFunction reports whether there is a function of that name.
func (d *Definition) HasFunction(name string) bool {
	for _, f := range d.functions() {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Lanes are the functions that adapted guests call in another way.
func (d *Definition) Lanes() []string {
	if d.Bytes == nil {
		return nil
	}
	return Lanes(d.Bytes())
}

// Methods completes the names of a resource's methods.
func Methods(resource string, funcs ...Func) []Func {
	for n := range funcs {
		funcs[n].Name = "[method]" + resource + "." + strings.TrimPrefix(funcs[n].Name, "[method]")
	}
	return funcs
}
