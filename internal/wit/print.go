package wit

import (
	"bytes"
	"io"
	"strings"

	"github.com/qyvol/qyvol/internal/unseen"
	"github.com/qyvol/qyvol/internal/wasm"
)

// Print writes the world of a component in WIT: as the world "root" of a package
// "root:component", then every interface that it refers to, in the package of
// its name and as far as the component shows it. Both `wasm-tools` and `jco`
// read it.
//
// What has no counterpart in WIT is an [Error], and nothing is written then.
func Print(w io.Writer, c *wasm.Component) error {
	r, err := resolve(c)
	if err != nil {
		return err
	}
	r.complete()
	p := &printer{resolver: r}
	p.line("package root:component;")
	p.line("")
	p.worldBlock()
	for i, pkg := range r.sorted() {
		if i > 0 {
			p.line("")
			p.line("")
		}
		p.packageBlock(pkg)
	}
	if p.err != nil {
		return p.err
	}
	_, err = p.WriteTo(w)
	return err
}

// printer writes lines, and keeps the first error.
type printer struct {
	bytes.Buffer
	*resolver
	indent int
	err    error
}

func (p *printer) failf(where, format string, args ...any) {
	if p.err == nil {
		p.err = cannot(where, format, args...)
	}
}

// line writes a line; an empty one is not indented. Names are of kebab case, but for
// those of dependencies (url=<…>), whose characters are anybody's choice.
func (p *printer) line(parts ...string) {
	text := unseen.Escape(strings.Join(parts, ""), func(rune) bool { return false })
	if text != "" {
		p.WriteString(strings.Repeat("  ", p.indent))
	}
	p.WriteString(text + "\n")
}

// block writes lines between braces.
func (p *printer) block(head string, body func()) {
	p.line(head, " {")
	p.indent++
	body()
	p.indent--
	p.line("}")
}

// blank writes an empty line before every item of a block but the first.
type blank struct {
	*printer
	any bool
}

func (b *blank) item() {
	if b.any {
		b.line("")
	}
	b.any = true
}

// worldBlock writes the world: imported interfaces, types, functions, exports.
func (p *printer) worldBlock() {
	p.block("world root", func() {
		b := &blank{printer: p}
		var funcs []function
		for _, it := range p.imports {
			if it.iface == nil {
				funcs = append(funcs, it.fn)
				continue
			}
			p.worldItem("import ", it)
			b.any = true
		}
		p.types(p.world, funcs, b)
		for _, f := range funcs {
			if _, resource, _ := split(f.name); resource == "" {
				p.worldItem("import ", item{name: f.name, fn: f, id: f.id})
				b.any = true
			}
		}
		if len(p.exports) > 0 {
			b.item()
		}
		for _, it := range p.exports {
			p.worldItem("export ", it)
		}
	})
}

func (p *printer) worldItem(word string, it item) {
	p.externalID(it.id)
	head := word
	if it.name != "" {
		head += escape(it.name) + ": "
	}
	switch {
	case it.iface == nil:
		if kind, _, _ := split(it.fn.name); kind != "" {
			p.failf(word+`"`+it.name+`"`, "WIT has no worlds that export a %s of a resource", kind)
		}
		p.line(head, p.signature(p.world, it.fn, it.fn.node.Members), ";")
	case it.iface.name != "":
		p.line(head, it.iface.path(), ";")
	default:
		p.block(head+"interface", func() { p.interfaceBody(it.iface) })
	}
}

// packageBlock writes a package with its interfaces.
func (p *printer) packageBlock(pkg *pkg) {
	p.block("package "+pkg.path(), func() {
		for _, s := range pkg.interfaces {
			p.block("interface "+escape(s.name), func() { p.interfaceBody(s) })
		}
	})
}

// interfaceBody writes the types of an interface, then its functions.
func (p *printer) interfaceBody(s *scope) {
	b := &blank{printer: p}
	p.types(s, s.funcs, b)
	for _, f := range s.funcs {
		if kind, _, _ := split(f.name); kind == "" {
			b.item()
			p.externalID(f.id)
			p.line(escape(f.name), ": ", p.signature(s, f, f.node.Members), ";")
		}
	}
}
