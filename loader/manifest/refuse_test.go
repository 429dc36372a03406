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
	checkFirst(t, map[string]finding{
		"&a name: b\n":                 {place{1, 1}, &message.ManifestAnchor},
		"&a\nname: b\n":                {place{1, 1}, &message.ManifestAnchor},
		"args:\n  - &a\n":              {place{2, 5}, &message.ManifestAnchor},
		"args: [&a x, b]\n":            {place{1, 8}, &message.ManifestAnchor},
		"name: &a !b c\n":              {place{1, 7}, &message.ManifestAnchor},
		"name: !b &a c\n":              {place{1, 7}, &message.ManifestTag},
		"name: ! b\n":                  {place{1, 7}, &message.ManifestTag},
		"name: !!int b\n":              {place{1, 7}, &message.ManifestTag},
		"name: !<tag:b,2026:c> d\n":    {place{1, 7}, &message.ManifestTag},
		"!!map\nname: b\n":             {place{1, 1}, &message.ManifestTag},
		"!!str name: b\n":              {place{1, 1}, &message.ManifestTag},
		"args: !!seq []\n":             {place{1, 7}, &message.ManifestTag},
		"? name\n: b\n":                {place{1, 1}, &message.ManifestComplexKey},
		"a: b\n?\n  name\n: b\n":       {place{2, 1}, &message.ManifestComplexKey},
		"? # c\n  name\n: b\n":         {place{2, 3}, &message.ManifestComplexKey},
		"env:\n  é: x\n  ? b\n":        {place{3, 3}, &message.ManifestComplexKey},
		"env: {é: x, ? b : c}\n":       {place{1, 13}, &message.ManifestComplexKey},
		"env: {?\n  b: c}\n":           {place{1, 7}, &message.ManifestComplexKey},
		"args: [? b : c]\n":            {place{1, 8}, &message.ManifestComplexKey},
		"[name]: b\n":                  {place{1, 1}, &message.ManifestComplexKey},
		"{name: b}: c\n":               {place{1, 1}, &message.ManifestComplexKey},
		"? |\n  name\n: b\n":           {place{1, 1}, &message.ManifestComplexKey},
		"<<: {name: b}\n":              {place{1, 1}, &message.ManifestMergeKey},
		"env: {<<: {A: b}}\n":          {place{1, 7}, &message.ManifestMergeKey},
		"env: {é:b}\n":                 {place{1, 8}, &message.ManifestColon},
		"env: {a: [é, b:c]}\n":         {place{1, 15}, &message.ManifestColon},
		"env: {a: [x://b:c]}\n":        {place{1, 16}, &message.ManifestColon},
		"env: {a: [x\n  y:c]}\n":       {place{1, 11}, &message.ManifestColon},
		"env: {A\n  B: 1}\n":           {place{1, 7}, &message.ManifestNoKey},
		"env: {\"A\n  B\": 1}\n":       {place{1, 7}, &message.ManifestNoKey},
		"env: {A: 1, 'B\n  C': 'D'}":   {place{1, 13}, &message.ManifestNoKey},
		"env: {A: *a, B: &a x}\n":      {place{1, 10}, &message.ManifestAlias},
		"a: &a [b]\nc: [*a, *a, *a]":   {place{1, 4}, &message.ManifestAnchor},
		"a: &a [*a]\nb: {*a : c}\n":    {place{1, 4}, &message.ManifestAnchor},
		"name: b\n--- &a c\n":          {place{2, 1}, &message.ManifestSeveralDocuments},
		"---\nname: b\n---\n":          {place{3, 1}, &message.ManifestSeveralDocuments},
		"{name: b}\n...\n--- \nc: d\n": {place{3, 1}, &message.ManifestSeveralDocuments},
	})
}

// All of it is reported, not only the first.
func TestRefusedTogether(t *testing.T) {
	_, err := manifest.Parse([]byte("name: &a b\nargs: [*a, !c d]\nenv:\n  <<: {A: 1}\n  ? B\n  : {C:\t1}\n"), manifest.Options{})
	var list manifest.Errors
	errors.As(err, &list)
	var places []place
	for _, e := range list {
		places = append(places, e.Position)
	}
	want := []place{{1, 7}, {2, 8}, {2, 12}, {4, 3}, {5, 3}, {6, 8}}
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
