package wasi_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/wasi"
)

// hosts are both implementations in one engine.
type hosts struct {
	engine         *engine.Engine
	hosted, native *engine.Linker
}

func newHosts(t *testing.T) hosts {
	t.Helper()
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	h := hosts{engine: eng}
	for implementation, l := range map[wasi.Implementation]**engine.Linker{wasi.Hosted: &h.hosted, wasi.Native: &h.native} {
		*l = engine.NewLinker(eng)
		if err := wasi.AddToLinker(*l, implementation); err != nil {
			t.Fatal(err)
		}
		t.Cleanup((*l).Close)
	}
	return h
}

// link links a component to one of them.
func (h hosts) link(t *testing.T, l *engine.Linker, source string) error {
	t.Helper()
	c, err := h.engine.Compile([]byte(source))
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	defer c.Close()
	s := engine.NewStore(h.engine, nil)
	defer s.Close()
	_, err = l.Instantiate(s, c)
	return err
}

// interfaces are those of the hosted implementation, without what is for adapted
// guests.
func (h hosts) interfaces(t *testing.T) []engine.Extern {
	t.Helper()
	all, err := h.hosted.Provided()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		e.Instance.Exports = slices.DeleteFunc(e.Instance.Exports, func(e engine.Extern) bool {
			return strings.Contains(e.Name, "qyvol-lane")
		})
	}
	return all
}

// The hosted functions have WASI's types: wasmtime's own implementation accepts the
// same imports.
func TestImportsAreWASI(t *testing.T) {
	h := newHosts(t)
	w := newImporter(h.interfaces(t))
	functions := 0
	for _, i := range w.interfaces {
		iface, _, _ := strings.Cut(i.Name, "@")
		for _, version := range []string{"0.2.0", "0.2.6", "0.2.99"} {
			if err := h.link(t, h.hosted, w.component(iface+"@"+version, i.Instance.Exports)); err != nil {
				t.Errorf("%s@%s: %v", iface, version, err)
			}
		}
		source := w.component(i.Name, i.Instance.Exports)
		for name, l := range map[string]*engine.Linker{"hosted": h.hosted, "native": h.native} {
			if err := h.link(t, l, source); err != nil {
				t.Errorf("%s: %v\n%s", name, err, source)
			}
		}
		for _, e := range i.Instance.Exports {
			if e.Func != nil {
				functions++
			}
		}
	}
	if functions < 100 {
		t.Errorf("there are %d functions", functions)
	}
}

// An import of any function with any other type is refused, by both implementations.
// wasmtime takes own for borrow and the other way round; its functions that create
// sockets are ours, and know nothing of its resource types.
func TestImportsOfOtherTypes(t *testing.T) {
	h := newHosts(t)
	w := newImporter(h.interfaces(t))
	tried := 0
	for _, i := range w.interfaces {
		for _, e := range i.Instance.Exports {
			if e.Func == nil {
				continue
			}
			for _, m := range w.mutations(&e) {
				if !long.Tests() && tried%17 != 0 {
					tried++
					continue
				}
				tried++
				source := w.component(i.Name, []engine.Extern{{Name: e.Name, Func: m.of}})
				var wrong *engine.ImportTypeError
				if err := h.link(t, h.hosted, source); !errors.As(err, &wrong) || wrong.Has == wrong.Wants ||
					wrong.Import != i.Name+"#"+e.Name || wrong.Has == "" {
					t.Errorf("%s#%s, %s: hosted gives %v\n%s", i.Name, e.Name, m.what, err, source)
				}
				lenient := m.what == "handle" || m.what == "resource" && strings.HasPrefix(e.Name, "create-")
				if err := h.link(t, h.native, source); !lenient && !errors.As(err, &wrong) {
					t.Errorf("%s#%s, %s: native gives %v\n%s", i.Name, e.Name, m.what, err, source)
				}
			}
		}
	}
	t.Logf("%d other types", tried)
}

// homes are the interfaces whose resources others use.
var homes = map[string]string{
	"error": "wasi:io/error", "pollable": "wasi:io/poll", "input-stream": "wasi:io/streams",
	"output-stream": "wasi:io/streams", "descriptor": "wasi:filesystem/types", "network": "wasi:sockets/network",
	"tcp-socket": "wasi:sockets/tcp", "udp-socket": "wasi:sockets/udp",
	"terminal-input": "wasi:cli/terminal-input", "terminal-output": "wasi:cli/terminal-output",
}

// importer writes components that import what is described.
type importer struct {
	interfaces []engine.Extern
	resources  map[int]string // their names
}

func newImporter(interfaces []engine.Extern) importer {
	w := importer{interfaces, map[int]string{}}
	for _, i := range interfaces {
		for _, e := range i.Instance.Exports {
			if e.Resource != nil {
				w.resources[e.Resource.ID] = e.Name
			}
		}
	}
	return w
}

// component imports parts of an interface.
func (w importer) component(name string, parts []engine.Extern) string {
	iface, version, _ := strings.Cut(name, "@")
	b := body{importer: w, home: iface, types: map[string]string{}, used: map[int]bool{}, foreign: map[string][]int{}}
	for _, e := range parts {
		switch {
		case e.Func != nil:
			b.function(&e)
		case e.Resource != nil:
			b.resource(e.Resource.ID)
		}
	}
	var outer strings.Builder
	for n, home := range b.homes {
		fmt.Fprintf(&outer, `(import "%s@%s" (instance $h%d`, home, version, n)
		for _, id := range b.foreign[home] {
			fmt.Fprintf(&outer, " (export %q (type (sub resource)))", w.resources[id])
		}
		outer.WriteString("))\n")
		for _, id := range b.foreign[home] {
			fmt.Fprintf(&outer, "(alias export $h%d %q (type $r%d))\n", n, w.resources[id], id)
		}
	}
	return fmt.Sprintf("(component\n%s(import %q (instance\n%s)))", outer.String(), name, b.text.String())
}

// body is what is in the imported instance.
type body struct {
	importer
	home    string
	text    strings.Builder
	types   map[string]string // names of those that have to have one
	used    map[int]bool
	homes   []string         // other interfaces, and
	foreign map[string][]int // their resources
}

// resource defines a resource type before it is used.
func (b *body) resource(id int) string {
	if name := b.resources[id]; !b.used[id] {
		b.used[id] = true
		if home := homes[name]; home == "" || home == b.home {
			fmt.Fprintf(&b.text, "(export %q (type $i%d (sub resource)))\n", name, id)
		} else {
			if b.foreign[home] == nil {
				b.homes = append(b.homes, home)
			}
			b.foreign[home] = append(b.foreign[home], id)
			fmt.Fprintf(&b.text, "(alias outer 1 $r%[1]d (type $o%[1]d)) (export %[2]q (type $i%[1]d (eq $o%[1]d)))\n", id, name)
		}
	}
	return fmt.Sprintf("$i%d", id)
}

func (b *body) function(e *engine.Extern) {
	var text strings.Builder
	for n := range e.Func.Params {
		name := fmt.Sprintf("p%d", n)
		if n == 0 && strings.HasPrefix(e.Name, "[method]") {
			name = "self"
		}
		fmt.Fprintf(&text, " (param %q %s)", name, b.value(&e.Func.Params[n].Type))
	}
	if e.Func.Result != nil {
		fmt.Fprintf(&text, " (result %s)", b.value(e.Func.Result))
	}
	fmt.Fprintf(&b.text, "(export %q (func%s))\n", e.Name, text.String())
}

// value writes a type; one with labels gets a name, as it has to have.
func (b *body) value(t *engine.ValType) string {
	switch t.Kind {
	case engine.TypeList, engine.TypeOption:
		return fmt.Sprintf("(%s %s)", t.Kind, b.value(t.Elem))
	case engine.TypeResult:
		text := "(result"
		if t.Elem != nil {
			text += " " + b.value(t.Elem)
		}
		if t.Err != nil {
			text += " (error " + b.value(t.Err) + ")"
		}
		return text + ")"
	case engine.TypeOwn, engine.TypeBorrow:
		return fmt.Sprintf("(%s %s)", t.Kind, b.resource(t.Resource.ID))
	case engine.TypeTuple:
		text := "(tuple"
		for _, m := range t.Members {
			text += " " + b.value(m.Type)
		}
		return text + ")"
	case engine.TypeRecord, engine.TypeVariant, engine.TypeEnum, engine.TypeFlags:
		return b.labelled(t)
	default:
		return string(t.Kind)
	}
}

func (b *body) labelled(t *engine.ValType) string {
	text := "(" + string(t.Kind)
	for _, m := range t.Members {
		of := ""
		if m.Type != nil {
			of = " " + b.value(m.Type)
		}
		switch t.Kind {
		case engine.TypeRecord:
			text += fmt.Sprintf(" (field %q%s)", m.Name, of)
		case engine.TypeVariant:
			text += fmt.Sprintf(" (case %q%s)", m.Name, of)
		default:
			text += fmt.Sprintf(" %q", m.Name)
		}
	}
	name, known := b.types[text]
	if !known {
		n := len(b.types) + 1
		name = fmt.Sprintf("$n%d", n)
		b.types[text] = name
		fmt.Fprintf(&b.text, "(type $t%[1]d %[2]s)) (export \"t%[1]d\" (type $n%[1]d (eq $t%[1]d)))\n", n, text)
	}
	return name
}
