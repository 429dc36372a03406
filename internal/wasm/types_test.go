package wasm_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

func TestImportedTypesKeepTheirNames(t *testing.T) {
	c := parse(t, `(component
		(import "a:b/one@1.0.0" (instance $one
			(type $p (record (field "x" u32) (field "y" (option string))))
			(export "point" (type $point (eq $p)))
			(export "r" (type (sub resource)))))
		(alias export $one "point" (type $point))
		(import "a:b/two@1.0.0" (instance
			(alias outer 1 $point (type $q))
			(export "p" (type $p (eq $q)))
			(type $l (list $p))
			(export "f" (func (param "a" $l) (result $p))))))`)
	one, two := find(t, c.Imports, "a:b/one@1.0.0").Type, find(t, c.Imports, "a:b/two@1.0.0").Type
	point, p := find(t, one.Exports, "point").Type, find(t, two.Exports, "p").Type
	if p.Alias != point || p.Name != "p" || p.Scope != two.Inner {
		t.Errorf("p is %q of %v, another name of %v", p.Name, p.Scope, p.Alias)
	}
	if point.Scope != one.Inner || one.Inner.Name != "a:b/one@1.0.0" || one.Inner.Kind != wasm.ScopeImport {
		t.Errorf("point is of %v", point.Scope)
	}
	if p.Kind != wasm.KindRecord || len(p.Members) != 2 || p.Members[1].Type.Kind != wasm.KindOption {
		t.Errorf("p is a %v %v", p.Kind, p.Members)
	}
	if f := find(t, two.Exports, "f").Type; f.Members[0].Type.Elem != p || f.Elem != p {
		t.Errorf("f takes %v and gives %v", f.Members[0].Type.Elem, f.Elem)
	}
	if r := find(t, one.Exports, "r").Type; r.Resource == nil || r.Resource.Defined || r.Alias != nil {
		t.Errorf("r is %+v", r)
	}
}

func TestInstancesHaveTheirOwnResources(t *testing.T) {
	c := parse(t, `(component
		(component $c
			(type $r (resource (rep i32)))
			(export $e "r" (type $r))
			(export "again" (type $e)))
		(instance $a (instantiate $c))
		(instance $b (instantiate $c))
		(export "a" (instance $a))
		(export "b" (instance $b)))`)
	a, b := find(t, c.Exports, "a").Type, find(t, c.Exports, "b").Type
	ra, rb := find(t, a.Exports, "r").Type, find(t, b.Exports, "r").Type
	if ra.Resource == rb.Resource {
		t.Error("two instances share a resource")
	}
	if again := find(t, a.Exports, "again").Type; again.Resource != ra.Resource || !again.Resource.Defined {
		t.Error("one instance has two resources")
	}
	if a.Inner.Name != "a" || b.Inner.Name != "b" || ra.Scope != a.Inner || rb.Scope != b.Inner {
		t.Errorf("scopes: %v %v", ra.Scope, rb.Scope)
	}
}

func TestArgumentsTakeThePlaceOfImports(t *testing.T) {
	c := parse(t, `(component
		(import "host" (instance $host (export "r" (type (sub resource)))))
		(component $c
			(import "given" (instance $given (export "r" (type (sub resource)))))
			(alias export $given "r" (type $r))
			(type $t (record (field "r" (own $r))))
			(export $e "t" (type $t))
			(import "f" (func $f (param "a" (own $r))))
			(export "g" (func $f)))
		(import "f" (func $f (param "x" u32)))
		(core module $m (func (export "f") (param i32)))
		(core instance $i (instantiate $m))
		(alias export $host "r" (type $r))
		(type $ft (func (param "a" (own $r))))
		(alias core export $i "f" (core func $cf))
		(func $lifted (type $ft) (canon lift (core func $cf)))
		(instance $made (instantiate $c (with "given" (instance $host)) (with "f" (func $lifted))))
		(export "made" (instance $made)))`)
	want := find(t, find(t, c.Imports, "host").Type.Exports, "r").Type
	made := find(t, c.Exports, "made").Type
	if field := find(t, made.Exports, "t").Type.Members[0].Type; field.Kind != wasm.KindOwn || field.Elem != want {
		t.Errorf("the record has a %v", field.Elem)
	}
	if g := find(t, made.Exports, "g").Type; g.Members[0].Type.Elem != want {
		t.Errorf("the function takes a %v", g.Members[0].Type.Elem)
	}
}

func TestAscribedTypes(t *testing.T) {
	c := parse(t, `(component
		(component $c
			(type $r (resource (rep i32)))
			(export $e "r" (type $r))
			(type $e1 (enum "a"))
			(export "e" (type $e1)))
		(instance $i (instantiate $c))
		(export "seen" (instance $i) (instance (export "r" (type (sub resource))))))`)
	seen := find(t, c.Exports, "seen").Type
	if len(seen.Exports) != 1 {
		t.Errorf("it shows %v", seen.Exports)
	}
	if r := seen.Exports[0].Type; r.Kind != wasm.KindResource || !r.Resource.Defined {
		t.Errorf("the resource is %+v", r)
	}
}

func TestNestedModules(t *testing.T) {
	c := parse(t, `(component
		(core module $m
			(import "env" "log" (func (param i32 i64) (result f32)))
			(memory (export "mem") 2 10)
			(memory i64 1)
			(table 3 funcref)
			(global (export "g") (mut i64) (i64.const 7))
			(func $start)
			(start $start)
			(data (i32.const 0) "hello"))
		(@custom "meta" "data"))`)
	if len(c.Modules) != 1 {
		t.Fatalf("%d modules", len(c.Modules))
	}
	m := c.Modules[0]
	log := m.Imports[0]
	if log.Module != "env" || log.Name != "log" || len(log.Type.Func.Params) != 2 || log.Type.Func.Params[1] != "i64" {
		t.Errorf("imports %+v", m.Imports)
	}
	if mem := m.Memories[0]; mem.Min != 2 || mem.Max != 10 || !mem.HasMax || mem.Is64 || mem.PageSize != 65536 {
		t.Errorf("memory %+v", mem)
	}
	if !m.Memories[1].Is64 || m.Tables[0].Elem != "funcref" || m.Functions != 1 || m.Start != 1 || m.Data != 1 {
		t.Errorf("module %+v", m)
	}
	if g := m.Exports[1].Type.Global; !g.Mutable || g.Type != "i64" {
		t.Errorf("global %+v", g)
	}
	if m.Name != "m" || len(c.Customs) == 0 || c.Customs[0].Name != "meta" || string(c.Customs[0].Data) != "data" {
		t.Errorf("name %q, custom sections %v", m.Name, c.Customs)
	}
	if c.Counts["core module"] != 1 {
		t.Errorf("counts %v", c.Counts)
	}
}
