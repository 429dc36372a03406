package main

import (
	"errors"
	"reflect"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

func TestParse(t *testing.T) {
	commands, err := parse("f", []byte(`
(component $A (import "x" (func))) ;; text
(component definition $B binary "\00as" "m")
(module quote "(func)" "(memory 1)")
(component quote "(import " "\"x\" (func))")
(component instance $i $B)
(module instance $B)
(register "r" $i)
(invoke $i "f" (u8.const 1))
(get "g")
(assert_return (invoke "f"))
(assert_trap (component instance $B) "m")
(assert_trap (invoke "f") "m")
(assert_exception (invoke "f"))
(assert_malformed (module quote "") "m")
  (assert_malformed_custom (module quote "") "1:2" "m")`))
	if err != nil {
		t.Fatal(err)
	}
	want := []command{
		{kind: "component", code: &code{name: "$A", bytes: []byte(`(component $A (import "x" (func)))`)}},
		{kind: "component definition", code: &code{name: "$B", definition: true, bytes: []byte("\x00asm")}},
		{kind: "module", code: &code{bytes: []byte("(func) (memory 1)")}},
		{kind: "component", code: &code{bytes: []byte(`(component (import  "x" (func)))`)}},
		{kind: "component instance", instance: &instance{"$i", "$B"}},
		{kind: "module instance", instance: &instance{"", "$B"}},
		{kind: "register", name: "r", of: "$i"},
		{kind: "invoke", action: &action{of: "$i", name: "f", args: []any{uint8(1)}}},
		{kind: "get", action: &action{name: "g", get: true, args: []any{}}},
		{kind: "assert_return", action: &action{name: "f", args: []any{}}, expect: []any{}},
		{kind: "assert_trap", instance: &instance{"", "$B"}, message: "m"},
		{kind: "assert_trap", action: &action{name: "f", args: []any{}}, message: "m"},
		{kind: "assert_exception", action: &action{name: "f", args: []any{}}},
		{kind: "assert_malformed", code: &code{bytes: []byte{}}, message: "m"},
		{kind: "assert_malformed_custom", code: &code{bytes: []byte{}}, message: "1:2"},
	}
	if len(commands) != len(want) {
		t.Fatalf("there are %d commands, not %d", len(commands), len(want))
	}
	for i, c := range commands {
		if column := 1 + 2*(i/(len(want)-1)); c.at != (position{i + 2, column}) {
			t.Errorf("%s is at %v", c.kind, c.at)
		}
		c.at = position{}
		if !sameCommand(c, want[i]) {
			t.Errorf("got %+v, not %+v", c, want[i])
		}
	}
}

func sameCommand(a, b command) bool {
	if a.code != nil && b.code != nil {
		if string(a.code.bytes) != string(b.code.bytes) {
			return false
		}
		a.code.bytes, b.code.bytes = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// What is not known is an error with its place, and never left out.
func TestParseErrors(t *testing.T) {
	for source, at := range map[string]position{
		"(component)\n (assert_weird (component) \"x\")": {2, 2},
		"(func)":                            {1, 1},
		"component":                         {1, 1},
		"(\"component\")":                   {1, 1},
		"(component instance)":              {1, 1},
		"(component instance $a x)":         {1, 24},
		"(component instance $a $b $c)":     {1, 1},
		"(component binary \"a\" b)":        {1, 23},
		"(component quote (a))":             {1, 18},
		"(register $x)":                     {1, 1},
		"(register \"x\" \"y\")":            {1, 1},
		"(invoke)":                          {1, 1},
		"(invoke \"f\" 1)":                  {1, 13},
		"(get \"f\" (u8.const 1))":          {1, 1},
		"(assert_return)":                   {1, 1},
		"(assert_return (component))":       {1, 16},
		"(assert_trap (invoke \"f\"))":      {1, 1},
		"(assert_trap (func) \"m\")":        {1, 14},
		"(assert_invalid (func) \"m\")":     {1, 17},
		"(assert_invalid (module) \"m\" 1)": {1, 1},
	} {
		commands, err := parse("f", []byte(source))
		var syntax *syntaxError
		if !errors.As(err, &syntax) || syntax.at != at {
			t.Errorf("%s: got %v, %v, not an error at %v", source, commands, err, at)
		}
	}
}

func TestConstants(t *testing.T) {
	for source, want := range map[string]any{
		`(bool.const true)`:                         true,
		`(bool.const false)`:                        false,
		`(char.const "ñ")`:                          engine.Char('ñ'),
		`(str.const "a\n")`:                         "a\n",
		`(enum.const "a")`:                          engine.Enum("a"),
		`(flags.const)`:                             engine.Flags{},
		`(flags.const "b" "a")`:                     engine.Flags{"b", "a"},
		`(list.const)`:                              []any{},
		`(list.const (u8.const 1) (u8.const 2))`:    []any{uint8(1), uint8(2)},
		`(tuple.const (u8.const 1) (str.const ""))`: engine.Tuple{uint8(1), ""},
		`(record.const (field "a" u8.const 1) (field "b" (list.const)))`: engine.Record{{Name: "a", Value: uint8(1)}, {Name: "b", Value: []any{}}},
		`(variant.const "a")`:               engine.Variant{Case: "a"},
		`(variant.const "a" (s8.const -1))`: engine.Variant{Case: "a", Value: int8(-1)},
		`(option.none)`:                     engine.Option[any]{},
		`(option.some (u8.const 1))`:        engine.Option[any]{Some: true, Value: uint8(1)},
		`(result.ok)`:                       engine.Result[any, any]{OK: true},
		`(result.err (u8.const 1))`:         engine.Result[any, any]{Err: uint8(1)},
	} {
		commands, err := parse("f", []byte(`(invoke "f" `+source+`)`))
		if err != nil || !reflect.DeepEqual(commands[0].action.args, []any{want}) {
			t.Errorf("%s: got %v, %v", source, commands, err)
		}
	}
	for _, source := range []string{
		`()`, `("u8.const" 1)`, `(u8.const)`, `(u8.const 1 2)`, `(u8.const "1")`, `(str.const a)`, `(str.const "\ff")`, `(char.const "ab")`,
		`(char.const "")`, `(bool.const 1)`, `(list.const 1)`, `(flags.const a)`, `(record.const "a")`, `(record.const (field "a"))`,
		`(variant.const a)`, `(variant.const "a" (u8.const 1) (u8.const 1))`, `(option.some)`, `(option.none (u8.const 1))`,
		`(result.ok (u8.const 1) (u8.const 1))`, `(weird.const 1)`, `(tuple.const (list.const (u8.const 256)))`,
	} {
		if commands, err := parse("f", []byte(`(invoke "f" `+source+`)`)); err == nil {
			t.Errorf("%s: got %v", source, commands[0].action.args)
		}
	}
}
