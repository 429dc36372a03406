package wit

import (
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
)

// types writes the types of a scope: those of other interfaces first, then those
// that the scope defines, resources with their functions.
func (p *printer) types(s *scope, funcs []function, b *blank) {
	methods := p.methods(s, funcs)
	own := p.uses(s, b)
	for _, d := range own {
		b.item()
		if d.of == nil && d.node.Kind == wasm.KindResource {
			p.resource(d, methods[d.name])
			continue
		}
		p.definition(d)
	}
}

// methods are the functions of each resource of a scope by its name.
func (p *printer) methods(s *scope, funcs []function) map[string][]function {
	methods := map[string][]function{}
	for _, f := range funcs {
		kind, resource, _ := split(f.name)
		if kind == "" {
			continue
		}
		d := s.named[resource]
		if d == nil || d.of != nil || d.node.Kind != wasm.KindResource {
			p.failf(s.where, "%q is a function of a resource that is not defined in the same interface", f.name)
		}
		methods[resource] = append(methods[resource], f)
	}
	return methods
}

// uses writes which types of other interfaces a scope uses, and gives the others.
// Types of one interface that follow each other share a line.
func (p *printer) uses(s *scope, b *blank) []*def {
	var own []*def
	var from *scope
	var names []string
	flush := func() {
		if from != nil {
			p.line("use ", p.source(s, from), ".{", strings.Join(names, ", "), "};")
			b.any = true
		}
		names = nil
	}
	for _, d := range s.types {
		if d.of == nil || d.of.owner == s {
			own = append(own, d)
			continue
		}
		if d.of.owner != from {
			flush()
			from = d.of.owner
		}
		names = append(names, used(d))
	}
	flush()
	return own
}

// used is a type in the braces of a use.
func used(d *def) string {
	if d.of.name == d.name {
		return escape(d.name)
	}
	return escape(d.of.name) + " as " + escape(d.name)
}

// source is the path of the interface whose types are used.
func (p *printer) source(s, from *scope) string {
	if from.pkg == nil {
		p.failf(s.where, "it uses a type of %s, and in WIT only interfaces with a package can be used", from.where)
		return ""
	}
	if s.pkg == from.pkg {
		return escape(from.name)
	}
	return from.path()
}

// definition writes a type with its name.
func (p *printer) definition(d *def) {
	name, t := escape(d.name), d.node
	switch {
	case d.of != nil:
		p.line("type ", name, " = ", escape(d.of.name), ";")
	case t.Kind == wasm.KindRecord || t.Kind == wasm.KindVariant || t.Kind == wasm.KindFlags ||
		t.Kind == wasm.KindEnum:
		p.block(t.Kind.String()+" "+name, func() {
			for _, m := range t.Members {
				w := p.writer(d.owner)
				w.member(t.Kind, m)
				p.line(w.String(), ",")
			}
		})
	default:
		w := p.writer(d.owner)
		if t.Kind == wasm.KindOwn { // without the word it would be another name of the resource
			w.handle(t)
		} else {
			w.structure(t)
		}
		p.line("type ", name, " = ", w.String(), ";")
	}
}

func (p *printer) writer(s *scope) *typeWriter {
	return &typeWriter{name: func(t *wasm.Type) (string, bool) { return p.nameIn(s, t) }}
}

func (p *printer) resource(d *def, funcs []function) {
	if len(funcs) == 0 {
		p.line("resource ", escape(d.name), ";")
		return
	}
	p.block("resource "+escape(d.name), func() {
		for _, f := range funcs {
			p.externalID(f.id)
			p.method(d, f)
		}
	})
}

// method writes a function of a resource. The parameter that a method has first
// is the resource itself, and is not written.
func (p *printer) method(d *def, f function) {
	kind, _, name := split(f.name)
	params := f.node.Members
	switch kind {
	case "constructor":
		p.line(p.constructor(d, f), ";")
	case "static":
		p.line(escape(name), ": static ", p.signature(d.owner, f, params), ";")
	default:
		if len(params) == 0 {
			p.failf(d.owner.where, "the method %q doesn't take the resource first", f.name)
			return
		}
		p.line(escape(name), ": ", p.signature(d.owner, f, params[1:]), ";")
	}
}

// constructor writes a constructor, without its result if that is the resource.
func (p *printer) constructor(d *def, f function) string {
	w := p.writer(d.owner)
	w.WriteString("constructor")
	w.params(f.node.Members)
	result := f.node.Elem
	if result != nil && (result.Kind != wasm.KindOwn || p.chain(result.Elem) != d) {
		w.WriteString(" -> ")
		w.ref(result)
	}
	return w.String()
}

func (p *printer) signature(s *scope, f function, params []wasm.Member) string {
	w := p.writer(s)
	w.function(f.node, params)
	return w.String()
}

// externalID writes what the world outside calls the next item.
func (p *printer) externalID(id string) {
	if id == "" {
		return
	}
	var text strings.Builder
	for _, c := range id {
		switch {
		case c == '"' || c == '\\':
			text.WriteString(`\` + string(c))
		case c < ' ' || c > '~':
			fmt.Fprintf(&text, `\u{%x}`, c)
		default:
			text.WriteRune(c)
		}
	}
	p.line(`@external-id("`, text.String(), `")`)
}
