package manifest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// What YAML has and a manifest doesn't is refused wherever it can stand.
func TestRefusedYAML(t *testing.T) {
	for text, want := range map[string]string{
		"&a name: b\n":                 "1:1: a manifest has no anchors (&)",
		"&a\nname: b\n":                "1:1: a manifest has no anchors (&)",
		"args:\n  - &a\n":              "2:5: a manifest has no anchors (&)",
		"args: [&a x, b]\n":            "1:8: a manifest has no anchors (&)",
		"name: &a !b c\n":              "1:7: a manifest has no anchors (&)",
		"name: !b &a c\n":              "1:7: a manifest has no tags (!)",
		"name: ! b\n":                  "1:7: a manifest has no tags (!)",
		"name: !!int b\n":              "1:7: a manifest has no tags (!)",
		"name: !<tag:b,2026:c> d\n":    "1:7: a manifest has no tags (!)",
		"!!map\nname: b\n":             "1:1: a manifest has no tags (!)",
		"!!str name: b\n":              "1:1: a manifest has no tags (!)",
		"args: !!seq []\n":             "1:7: a manifest has no tags (!)",
		"? name\n: b\n":                "1:1: a manifest has no complex keys (?)",
		"a: b\n?\n  name\n: b\n":       "2:1: a manifest has no complex keys (?)",
		"? # c\n  name\n: b\n":         "2:3: a manifest has no complex keys (?)",
		"env:\n  é: x\n  ? b\n":        "3:3: a manifest has no complex keys (?)",
		"env: {é: x, ? b : c}\n":       "1:13: a manifest has no complex keys (?)",
		"env: {?\n  b: c}\n":           "1:7: a manifest has no complex keys (?)",
		"args: [? b : c]\n":            "1:8: a manifest has no complex keys (?)",
		"[name]: b\n":                  "1:1: a manifest has no complex keys (?)",
		"{name: b}: c\n":               "1:1: a manifest has no complex keys (?)",
		"? |\n  name\n: b\n":           "1:1: a manifest has no complex keys (?)",
		"<<: {name: b}\n":              "1:1: a manifest has no merge keys (<<)",
		"env: {<<: {A: b}}\n":          "1:7: a manifest has no merge keys (<<)",
		"env: {é:b}\n":                 "1:8: a colon goes after a key, with a space behind it, or inside quotes",
		"env: {a: [é, b:c]}\n":         "1:15: a colon goes after a key, with a space behind it, or inside quotes",
		"env: {a: [x://b:c]}\n":        "1:16: a colon goes after a key, with a space behind it, or inside quotes",
		"env: {a: [x\n  y:c]}\n":       "1:11: a colon goes after a key, with a space behind it, or inside quotes",
		"env: {A\n  B: 1}\n":           "1:7: a key and a colon are missing here",
		"env: {\"A\n  B\": 1}\n":       "1:7: a key and a colon are missing here",
		"env: {A: 1, 'B\n  C': 'D'}":   "1:13: a key and a colon are missing here",
		"env: {A: *a, B: &a x}\n":      "1:10: a manifest has no aliases (*): every permission stands where it is granted",
		"a: &a [b]\nc: [*a, *a, *a]":   "1:4: a manifest has no anchors (&)",
		"a: &a [*a]\nb: {*a : c}\n":    "1:4: a manifest has no anchors (&)",
		"name: b\n--- &a c\n":          "2:1: a manifest is one document, and a second one begins here",
		"---\nname: b\n---\n":          "3:1: a manifest is one document, and a second one begins here",
		"{name: b}\n...\n--- \nc: d\n": "3:1: a manifest is one document, and a second one begins here",
	} {
		_, err := manifest.Parse([]byte(text), manifest.Options{})
		if got, _, _ := strings.Cut(err.Error(), "\n"); got != want || !errors.Is(err, manifest.ErrSyntax) {
			t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// All of it is reported, not only the first.
func TestRefusedTogether(t *testing.T) {
	_, err := manifest.Parse([]byte("name: &a b\nargs: [*a, !c d]\nenv:\n  <<: {A: 1}\n  ? B\n  : {C:\t1}\n"), manifest.Options{})
	var list manifest.Errors
	errors.As(err, &list)
	var places []manifest.Position
	for _, e := range list {
		places = append(places, e.Position)
	}
	want := []manifest.Position{{Line: 1, Column: 7}, {Line: 2, Column: 8}, {Line: 2, Column: 12}, {Line: 4, Column: 3}, {Line: 5, Column: 3}, {Line: 6, Column: 8}}
	if len(places) != len(want) {
		t.Fatalf("got %v", err)
	}
	for i := range want {
		if places[i] != want[i] {
			t.Errorf("error %d at %v, want %v", i, places[i], want[i])
		}
	}
}

// What looks like it and is none of it.
func TestNotRefused(t *testing.T) {
	text := base + `args: ["&a", "*a", "!a", '<<', a&b, a*, a!, a?, "? b"]
env:
  "<<": merged
  '? a': b
  "a: b": {c}
`
	_, err := manifest.Parse([]byte(text), manifest.Options{})
	if errors.Is(err, manifest.ErrSyntax) {
		t.Errorf("got %v", err)
	}
	m, err := manifest.Parse([]byte(base+"env: { # why?\n  A: b?\n  , C: '? d' , E: x:y, F: 'g?'\n  , H: i}\n"), manifest.Options{})
	if err != nil || len(m.Env) != 5 || m.Env[3].Value != "g?" || m.Env[2].Value != "x:y" {
		t.Errorf("got %+v, %v", m, err)
	}
}

// Bounds are on what is there: one more is too much.
func TestBounds(t *testing.T) {
	nested := func(levels int) string {
		return base + "env: {A: " + strings.Repeat("[", levels) + strings.Repeat("]", levels) + "}\n"
	}
	blocks := func(levels int) string {
		var b strings.Builder
		for i := range levels {
			b.WriteString(strings.Repeat(" ", i) + "name:\n")
		}
		return b.String() + strings.Repeat(" ", levels) + "x\n"
	}
	elements := func(n int) string {
		return base + "env: {A: 1}\nargs: [" + strings.Repeat("a,", n-14) + "a]\n"
	}
	for name, c := range map[string]struct {
		text string
		fine bool
	}{
		"30 brackets in two mappings":   {nested(30), true},
		"31 brackets in two mappings":   {nested(31), false},
		"32 blocks":                     {blocks(32), true},
		"33 blocks":                     {blocks(33), false},
		"20000 elements":                {elements(20000), true},
		"20001 elements":                {elements(20001), false},
		"as much as a manifest can be":  {base + strings.Repeat("#", manifest.MaxSize-len(base)), true},
		"10000 lines that have nothing": {base + "language: |\n  x\n" + strings.Repeat("\n", 10000), true},
	} {
		_, err := manifest.Parse([]byte(c.text), manifest.Options{})
		if errors.Is(err, manifest.ErrTooLarge) == c.fine || errors.Is(err, manifest.ErrSyntax) {
			t.Errorf("%s: %v", name, message.Of(err, message.English))
		}
	}
}
