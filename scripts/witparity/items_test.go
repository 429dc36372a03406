package main

import (
	"slices"
	"testing"
)

// Two graphs that say the same in another order, and one that doesn't.
const (
	first = `{"worlds": [{"name": "root", "imports": {"interface-0": {"interface": {"id": 0}}},
		"exports": {"go": {"function": {"name": "go", "kind": "freestanding",
			"params": [{"name": "x", "type": 2}], "result": null}}}, "package": 1}],
		"interfaces": [{"name": "c", "types": {"e": 0, "r": 1}, "functions": {}, "package": 0}],
		"types": [{"name": "e", "kind": {"enum": {"cases": [{"name": "x"}]}}, "owner": {"interface": 0}},
			{"name": "r", "kind": {"record": {"fields": [{"name": "a", "type": 0}]}}, "owner": {"interface": 0}},
			{"name": null, "kind": {"fixed-length-list": ["u8", 1]}, "owner": null}],
		"packages": [{"name": "a:b"}, {"name": "root:component"}]}`
	second = `{"worlds": [{"name": "root", "imports": {"interface-0": {"interface": {"id": 0}}},
		"exports": {"go": {"function": {"name": "go", "kind": "freestanding",
			"params": [{"name": "x", "type": 0}], "result": null}}}, "package": 0}],
		"interfaces": [{"name": "c", "types": {"r": 1, "e": 2}, "functions": {}, "package": 1}],
		"types": [{"name": null, "kind": {"fixed-length-list": ["u8", 1]}, "owner": null},
			{"name": "r", "kind": {"record": {"fields": [{"name": "a", "type": 2}]}}, "owner": {"interface": 0}},
			{"name": "e", "kind": {"enum": {"cases": [{"name": "x"}]}}, "owner": {"interface": 0}}],
		"packages": [{"name": "root:component"}, {"name": "a:b"}]}`
	third = `{"worlds": [{"name": "root", "imports": {"interface-0": {"interface": {"id": 0}}},
		"exports": {"go": {"function": {"name": "go", "kind": "freestanding",
			"params": [{"name": "x", "type": 0}], "result": null}}}, "package": 0}],
		"interfaces": [{"name": "c", "types": {"r": 1}, "functions": {}, "package": 1}],
		"types": [{"name": null, "kind": {"fixed-length-list": ["u8", 2]}, "owner": null},
			{"name": "r", "kind": {"record": {"fields": [{"name": "a", "type": "u8"}]}}, "owner": {"interface": 0}}],
		"packages": [{"name": "root:component"}, {"name": "a:b"}]}`
)

func TestDifferences(t *testing.T) {
	read := func(text string) map[string]string {
		all, err := items([]byte(text), false)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if r := (row{}).differ(read(first), read(second)); r.verdict != same || len(read(first)) != 5 {
		t.Errorf("%v %v", r, read(first))
	}
	want := []string{
		`a:b/c type e is too much: {enum: {cases: [{name: "x"}]}}`,
		`a:b/c type r is {record: {fields: [{name: "a", type: a:b/c.e}]}}, not {record: {fields: [{name: "a", type: "u8"}]}}`,
		`export go is go "freestanding"(x: {fixed-length-list: "u8", 1}, ) -> null, not go "freestanding"(x: {fixed-length-list: "u8", 2}, ) -> null`,
	}
	if r := (row{}).differ(read(first), read(third)); r.verdict != differs || !slices.Equal(r.differences, want) {
		t.Errorf("%q", r.differences)
	}
}
