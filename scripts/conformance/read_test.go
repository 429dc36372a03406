package main

import (
	"errors"
	"strings"
	"testing"
)

// show writes nodes with their kinds told apart.
func show(nodes []node) string {
	var words []string
	for _, n := range nodes {
		switch n.kind {
		case stringNode:
			words = append(words, "<"+n.text+">")
		case listNode:
			words = append(words, "["+show(n.items)+"]")
		default:
			words = append(words, n.text)
		}
	}
	return strings.Join(words, " ")
}

func TestRead(t *testing.T) {
	for source, want := range map[string]string{
		"":                                     "",
		"(a $b 1.5 (c))\n(d)":                  "[a $b 1.5 [c]] [d]",
		"a;; (x\n b;;":                         "a b",
		"a(; (; x ;) \" ;)b":                   "a b",
		"(;;)(a)(;(;;);)":                      "[a]",
		`"a" "" "\t\n\r\"\'\\"`:                "<a> <> <\t\n\r\"'\\>",
		`"\00\ff\61" "\u{61}\u{1F_600}\u{0}"`:  "<\x00\xffa> <a\U0001F600\x00>",
		`"ñ" "(;" ";;"`:                        "<ñ> <(;> <;;>",
		`$"a b" (@x"y")`:                       "",
		`($"a b" @"c")`:                        "[$a b @c]",
		"(@custom \"x\" [a, b])":               "[@custom <x> [a, b]]",
		"(memory\t(core memory $m \"mem\"))\r": "[memory [core memory $m <mem>]]",
	} {
		nodes, err := read("f", []byte(source))
		if want == "" && source != "" {
			if err == nil {
				t.Errorf("%q is read as %s", source, show(nodes))
			}
			continue
		}
		if got := show(nodes); err != nil || got != want {
			t.Errorf("%q: got %s, %v", source, got, err)
		}
	}
}

// What can't be read says where.
func TestReadErrors(t *testing.T) {
	for source, at := range map[string]position{
		"(a\n  (b)":       {1, 1},
		"(a)\n )":         {2, 2},
		"(; (; ;)":        {1, 1},
		"a\n;b":           {2, 1},
		"\n \"abc":        {2, 2},
		"\"a\nb\"":        {1, 3},
		`"\q"`:            {1, 2},
		`"\u{d800}"`:      {1, 2},
		`"\u{110000}"`:    {1, 2},
		`"\u{}"`:          {1, 2},
		`"\u61"`:          {1, 2},
		`"\u{61"`:         {1, 2},
		`"\6`:             {1, 2},
		`"\x6"`:           {1, 2},
		`"a""b"`:          {1, 4},
		`"a"b`:            {1, 4},
		`a"b"`:            {1, 2},
		"ok\n  \x01":      {2, 3},
		"(a)\n\"\xff\"":   {2, 2},
		"(a \x7f)":        {1, 4},
		"\"\x7f\"":        {1, 2},
		"\"\\u{1F600x}\"": {1, 2},
	} {
		nodes, err := read("f.wast", []byte(source))
		var syntax *syntaxError
		if !errors.As(err, &syntax) || syntax.at != at || !strings.HasPrefix(err.Error(), "f.wast:") {
			t.Errorf("%q: got %s, %v, not an error at %v", source, show(nodes), err, at)
		}
	}
}

// Nesting has no limit that a reader could exhaust.
func TestReadDeep(t *testing.T) {
	const depth = 1_000_000
	nodes, err := read("f", []byte(strings.Repeat("(", depth)+strings.Repeat(")", depth)))
	if err != nil || len(nodes) != 1 {
		t.Errorf("got %d nodes, %v", len(nodes), err)
	}
}

// Whatever is read is where it says, in order and inside of its list, and
// neither parse nor older fails on it in another way than by an error.
func FuzzRead(f *testing.F) {
	for _, source := range []string{
		"", "(a \"b\\00\\u{61}\" $c)", "(; (; ;) ;)x", `(assert_return (invoke "f" (f32.const nan:0x1)) (list.const (u8.const 1)))`,
		`(component definition $C quote "(memory (core memory $m \"mem\"))" "(dtor $d)")`, `(assert_trap (component instance $a $b) "x")`,
		`(component (canon lift (core func $f) (memory (core memory $m "mem")) (realloc (core func $r))))`,
		`(assert_return (invoke $i "f") (record.const (field "a" enum.const "b")) (variant.const "c" (option.some (char.const "d"))))`,
	} {
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		nodes, err := read("f", source)
		if err == nil {
			checkPlaces(t, source, nodes, 0, len(source))
		}
		if _, err := parse("f", source); err != nil {
			var syntax *syntaxError
			if !errors.As(err, &syntax) || syntax.at.Line < 1 || syntax.at.Column < 1 {
				t.Errorf("parse gives %v", err)
			}
		}
		if again := older(older(source)); string(again) != string(older(source)) {
			t.Errorf("what is spelled the older way is not: %q", again)
		}
	})
}

// checkPlaces does without recursion, as the reader does.
func checkPlaces(t *testing.T, source []byte, nodes []node, from, to int) {
	t.Helper()
	type stretch struct {
		nodes    []node
		from, to int
	}
	for work := []stretch{{nodes, from, to}}; len(work) > 0; {
		s := work[len(work)-1]
		work = work[:len(work)-1]
		for _, n := range s.nodes {
			if n.begin < s.from || n.end > s.to || n.begin >= n.end {
				t.Fatalf("a node of %q is at %d to %d, outside of %d to %d", source, n.begin, n.end, s.from, s.to)
			}
			s.from = n.end
			work = append(work, stretch{n.items, n.begin + 1, n.end - 1})
		}
	}
}
