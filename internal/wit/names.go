package wit

import (
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
)

// nameIn is what a type is called in a scope. Without a name, with false, it has
// to be written out; if WIT can't do that, it is an error.
func (p *printer) nameIn(s *scope, t *wasm.Type) (string, bool) {
	d := p.defs[t]
	if d == nil && needsName(t.Kind) {
		d = p.chain(t)
	}
	if d == nil {
		if needsName(t.Kind) {
			p.failf(s.where, "a %s is used that no interface gives a name to", t.Kind)
		}
		return "", false
	}
	if d.owner == s {
		return d.name, true
	}
	if local := s.roots[d.root]; local != nil {
		return local.name, true
	}
	// complete has seen to it, unless d can't be used.
	p.failf(s.where, "it uses the type %q of %s, and in WIT only interfaces with a package can be used", d.name,
		d.owner.where)
	return "", false
}

// needsName tells whether WIT has types of a kind only under a name.
func needsName(k wasm.Kind) bool {
	switch k {
	case wasm.KindRecord, wasm.KindVariant, wasm.KindFlags, wasm.KindEnum, wasm.KindResource:
		return true
	default:
		return false
	}
}

// split takes the name of a function apart: "[method]a.b" is the "method" "b" of
// the resource "a", and "run" is a function of no resource.
func split(name string) (kind, resource, own string) {
	rest, ok := strings.CutPrefix(name, "[")
	if !ok {
		return "", "", name
	}
	kind, rest, _ = strings.Cut(rest, "]")
	resource, own, _ = strings.Cut(rest, ".")
	return kind, resource, own
}
