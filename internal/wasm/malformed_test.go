package wasm_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

func TestMalformed(t *testing.T) {
	component := func(sections ...string) string {
		text := componentHead
		for _, s := range sections {
			text += s
		}
		return text
	}
	module := func(sections ...string) string { return moduleHead + component(sections...)[8:] }
	listType := section(7, vec("\x70\x7d"))
	exportType := func(form, n string) string { return form + name(n) + "\x03\x00\x00" }
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "preamble, offset 0x0: expected 4 bytes of the magic number, found the end after 0"},
		{"magic", "\x7fELF\x01\x00\x00\x00", `preamble, offset 0x0: expected "\0asm", found "\x7fELF"`},
		{"version", "\x00asm\x0c\x00\x01\x00", "preamble, offset 0x4: expected version 1 of a core module or 13 of a component, found version 12, layer 1"},
		{"section", component("\x0d\x00"), "section header, offset 0x8: expected a section, found the number 13"},
		{"section size", component("\x07\x05\x00"), "section header, offset 0xa: expected 5 bytes of the type section, found the end after 1"},
		{"long number", component("\x07\xff\xff\xff\xff\x1f"), "section header, offset 0x9: expected the size of a section, found a number of more than 32 bits"},
		{"trailing bytes", component(section(7, vec("\x70\x7d"), "\x00")), "type section, offset 0xd: expected the end, found 1 more bytes"},
		{"count", component(section(7, "\x05")), "type section, offset 0xa: expected 5 definitions, found the end after 0 bytes"},
		{"type code", component(section(7, vec("\x62"))), "type section, offset 0xb: expected a type, found the code 0x62"},
		{"type index", component(section(7, vec("\x70\x03"))), "type section, offset 0xc: unknown type: index 3, and there are 0"},
		{"no value type", component(section(7, vec("\x40\x00\x01\x00", "\x70\x00"))), "type section, offset 0x10: expected a value type, found type 0, a func"},
		{"no resource", component(section(7, vec("\x70\x7d", "\x69\x00"))), "type section, offset 0xe: expected a resource, found a list"},
		{"empty record", component(section(7, vec("\x72\x00"))), "type section, offset 0xd: expected at least one member of a record"},
		{"empty list", component(section(7, vec("\x67\x7d\x00"))), "type section, offset 0xe: expected a length from 1 to 1073741824, found 0"},
		{"key", component(section(7, vec("\x63\x75\x7d"))), "type section, offset 0xe: expected a bool, an integer, a char or a string for the key of a map, found an f64"},
		{"label", component(section(7, vec("\x6e\x01"+name("A b")))), `type section, offset 0xd: expected a label in kebab case, found "A b"`},
		{"label twice", component(section(7, vec("\x6e\x02"+name("ab")+name("AB")))), `type section, offset 0x10: the name "AB" is there twice`},
		{"case", component(section(7, vec("\x71\x01"+name("a")+"\x00\x01"))), "type section, offset 0x10: expected 0 at the end of a case, found 0x01"},
		{"UTF-8", component(listType, section(11, vec(exportType("\x00", "\xff\xfe")))), `export section, offset 0x11: expected a name in UTF-8, found "\xff\xfe"`},
		{"name form", component(listType, section(11, vec(exportType("\x03", "a")))), "export section, offset 0x10: expected a name, found the form 0x03"},
		{"plain name", component(listType, section(11, vec(exportType("\x00", "a_b")))), `export section, offset 0x11: the name "a_b" is not in kebab case`},
		{"interface name", component(listType, section(11, vec(exportType("\x01", "a:b")))), `export section, offset 0x11: the name "a:b" is no name of an interface, such as ns:pkg/iface@1.2.3`},
		{"version of a name", component(listType, section(11, vec(exportType("\x00", "a:b/c@1.x")))), `export section, offset 0x11: the name "a:b/c@1.x" has no valid version`},
		{"two attributes", component(listType, section(11, vec("\x02"+name("a:b/c@1")+"\x02\x01"+name(".0.0")+"\x01"+name(".0.0")+"\x03\x00\x00"))), "export section, offset 0x20: the attribute 0x01 is there twice"},
		{"export twice", component(listType, section(11, vec(exportType("\x00", "a"), exportType("\x00", "a")))), `export section, offset 0x16: the export "a" is there twice`},
		{"import twice", component(section(7, vec("\x40\x00\x01\x00")), section(10, vec("\x00"+name("a")+"\x01\x00", "\x00"+name("A")+"\x01\x00"))), `import section, offset 0x17: the import "A" is there twice`},
		{"wrong sort", component(listType, section(10, vec("\x00"+name("a")+"\x01\x00"))), "import section, offset 0x13: expected the type of a func, found a list"},
		{"core sort", component(section(11, vec("\x00"+name("a")+"\x00\x00\x00\x00"))), "export section, offset 0xf: expected something that can be imported and exported, found a core func"},
		{"outer", component(section(6, vec("\x03\x02\x01\x00"))), "alias section, offset 0xe: expected a scope 1 levels out, there are fewer"},
		{"no instance", component(section(6, vec("\x01\x00\x00"+name("a")))), "alias section, offset 0xd: unknown instance: index 0, and there are 0"},
		{"canon", component(section(8, vec("\x77"))), "canon section, offset 0xb: expected a canonical definition, found 0x77"},
		{"option", component(section(8, vec("\x1c\x02\x00\x00"))), "canon section, offset 0xe: the option 0x00 is there twice"},
		{"resource in a type", component(section(7, vec("\x42\x01\x01\x3f\x7f\x00"))), "type section, offset 0xe: a resource can't be defined in the type of a component or an instance"},
		{"import in a type", component(section(7, vec("\x42\x01\x03\x00"))), "type section, offset 0xd: expected a declaration, found 0x03"},
		{"module in a component", component(section(4, moduleHead)), "component section, offset 0xa: expected a component"},
		{"order", module(section(3, "\x00"), section(1, "\x00")), "type section, offset 0xd: the type section is out of order"},
		{"section twice", module(section(1, "\x00"), section(1, "\x00")), "type section, offset 0xd: the type section is out of order"},
		{"bodies", module(section(1, vec("\x60\x00\x00")), section(3, vec("\x00"))), "core module, offset 0x12: expected as many bodies as functions, 1, found 0"},
		{"body", module(section(10, "\x01\x05")), "code section, offset 0xc: expected 5 bytes of a body, found the end after 0"},
		{"core export", module(section(7, vec(name("a")+"\x00\x00"))), "export section, offset 0xe: unknown function: index 0, and there are 0"},
		{"core export twice", module(section(5, vec("\x00\x01")), section(7, vec(name("a")+"\x02\x00", name("a")+"\x02\x00"))), `export section, offset 0x16: the export "a" is there twice`},
		{"memory", module(section(5, vec("\x01\x02\x01"))), "memory section, offset 0xe: the maximum of a memory, 1, is less than its minimum, 2"},
		{"expression", module(section(6, vec("\x7f\x00\x10"))), "global section, offset 0xd: expected an instruction of a constant expression, found 0x10"},
		{"data count", module(section(12, "\x02"), section(11, "\x00")), "core module, offset 0xe: expected as many data segments as announced, 2, found 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := wasm.Decode([]byte(c.data))
			var problem *wasm.Error
			if !errors.As(err, &problem) {
				t.Fatalf("%v", err)
			}
			if err.Error() != c.want {
				t.Errorf("\n  %q, want\n  %q", err, c.want)
			}
		})
	}
}

// What a text that is well formed does wrong.
func TestMeaningless(t *testing.T) {
	const inner = `(component $c (import "f" (func)) (import "i" (instance (export "r" (type (sub resource))))))`
	for _, c := range []struct{ name, text, want string }{
		{"no argument", `(component ` + inner + ` (instance (instantiate $c)))`, `an instantiation lacks the import "f"`},
		{
			"wrong argument", `(component ` + inner + ` (import "i" (instance $i)) (instance (instantiate $c (with "f" (instance $i)))))`,
			`expected a func for "f", found an instance`,
		},
		{
			"poor instance", `(component ` + inner + ` (import "f" (func $f)) (import "i" (instance $i))
			(instance (instantiate $c (with "f" (func $f)) (with "i" (instance $i)))))`,
			`the instance given for "i" lacks the export "r"`,
		},
		{
			"other parameters", `(component ` + inner + ` (import "f" (func $f (param "x" u8))) (instance (instantiate $c (with "f" (func $f)))))`,
			`expected a func of another type for "f"`,
		},
		{"export of an instance", `(component (import "i" (instance $i)) (alias export $i "x" (func $f)))`, `the instance has no export "x" of sort func`},
		{
			"core import", `(component (core module $m (import "a" "b" (func))) (core instance (instantiate $m)))`,
			`an instantiation lacks the import "a" "b", a func, or it is of another type`,
		},
		{
			"poor module", `(component (component $c (import "m" (core module (export "f" (func (result i32))))))
			(core module $m (func (export "f") (result i64) (i64.const 0))) (instance (instantiate $c (with "m" (core module $m)))))`,
			`the core module given for "m" lacks the export "f", or it is of another type`,
		},
		{
			"other type", `(component (component $c (type $e (enum "a")) (import "e" (type (eq $e))))
			(type $e (enum "b")) (instance (instantiate $c (with "e" (type $e)))))`,
			`expected another type for "e"`,
		},
		{
			"no resource", `(component (component $c (import "r" (type (sub resource)))) (type $e (enum "b"))
			(instance (instantiate $c (with "r" (type $e)))))`,
			`expected a resource for the type "r", found an enum`,
		},
		{
			"ascribed function", `(component (import "f" (func $f)) (export "g" (func $f) (func (param "x" u8))))`,
			`the type of the export "g" is not that of what is exported`,
		},
		{
			"ascribed instance", `(component (import "i" (instance $i)) (export "j" (instance $i) (instance (export "f" (func)))))`,
			`the instance "j" lacks the export "f" of its type`,
		},
		{
			"ascribed types in an instance", `(component
			(component $c (type $e (enum "a")) (export "e" (type $e))) (instance $i (instantiate $c))
			(export "j" (instance $i) (instance (type $e (enum "b")) (export "e" (type (eq $e))))))`,
			`expected another type for "e"`,
		},
		{
			"resource outside", `(component (type $r (resource (rep i32))) (component (alias outer 1 $r (type $s))))`,
			`a component can't use the resource type 0 of the component around it`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := wasm.Decode(assemble(t, c.text))
			var problem *wasm.Error
			if !errors.As(err, &problem) || problem.Message != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
