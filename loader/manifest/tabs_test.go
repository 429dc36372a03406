package manifest_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

// A tab stands in comments, single quotes and blocks of text, and where nothing
// follows it.
func TestTabs(t *testing.T) {
	for text, want := range map[string]place{
		"name:\thello\n":                           {1, 6},
		"name: a\tb\n":                             {1, 8},
		"name: \"é\tb\tc\"\n":                      {1, 9},
		"name: \"a\n  b\tc\"\n":                    {2, 4},
		"name: a\n\tb\n":                           {2, 1},
		"name: a\n  b\tc\n":                        {2, 4},
		"\tname: a\n":                              {1, 1},
		"args: [a,\tb]\n":                          {1, 10},
		"args: ['a'\t, b]\n":                       {1, 11},
		"args: ['\t',\tb]\n":                       {1, 12},
		"args: ['it''s\t', \"\t\"]\n":              {1, 19},
		"args:\n-\tb\n":                            {2, 2},
		"args:\n- |\n  x\ty\n-\tb\n":               {4, 2},
		"args:\n- |\n  x\ty\n-\t[]\n- z\n":         {4, 2},
		"args:\n- >\n  x\ty\n  # z\t\n- a\tb\n":    {5, 4},
		"language: |\n  x\ty\nname:\tz\n":          {3, 6},
		"language: |\t\n\tx\nname: z\n":            {2, 1},
		"language: |\n\tx\n":                       {2, 1},
		"# a\tb\nname: \"a#\tb\" # c\td\nx:\ty\n":  {2, 10},
		"name: a#\tb # c\td\n":                     {1, 9},
		"name\t: a\n":                              {1, 5},
		"\"name\"\t: a\n":                          {1, 7},
		"env: {a: 'x\ty\n  z\t', b:\tc}\n":         {2, 10},
		"{\t\"name\": \"hello\"}\n":                {1, 2},
		"---\tname\n":                              {1, 4},
		base + "args: ['\ta\t', '\t''\t']\t# \t\n": {},
		base + "\t\n# a\n \t# b\n...\t# c\n":       {},
		base + "language: |  \t# a\n  x\t\n\n":     {},
		base + "args:\t# a\n-\t# b\n  - x\t \n":    {},
		base + "args:\n- >-\n  \tx\n  y\t\n\n- |+\n  \t\n  \t\n- 'a\n\tb\t\n  c'\t\n": {},
	} {
		_, err := manifest.Parse([]byte(text), manifest.Options{})
		var list manifest.Errors
		errors.As(err, &list)
		var got place
		for _, e := range list {
			if e.Kind == manifest.ErrSyntax {
				got = e.Position
				break
			}
		}
		if got != want {
			t.Errorf("%q: at %v, want %v: %v", text, got, want, err)
		}
	}
}
