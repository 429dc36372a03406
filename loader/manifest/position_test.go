package manifest_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

const placed = `# comment
name: hello
entrypoint:   "año.wasm"   # comment
runtime: wasi
args: [--a, "b c",
  d]
env:
  ÑANDÚ: x
  LONG: |
    text
permissions:
  fs:
  - {mount: /data, from: ./data, access: read}
  -   mount: /tmp
      from: ./tmp
      access: write
resources: {memory: 64MiB,   fuel: 5}
`

func TestPosition(t *testing.T) {
	m, err := manifest.Parse([]byte(placed), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ key, value place }{
		"name":                     {place{2, 1}, place{2, 7}},
		"entrypoint":               {place{3, 1}, place{3, 15}},
		"args":                     {place{5, 1}, place{5, 7}},
		"args[1]":                  {place{5, 13}, place{5, 13}},
		"args[2]":                  {place{6, 3}, place{6, 3}},
		"env":                      {place{7, 1}, place{7, 1}},
		"env.ÑANDÚ":                {place{8, 3}, place{8, 10}},
		"env.LONG":                 {place{9, 3}, place{9, 9}},
		"permissions":              {place{11, 1}, place{11, 1}},
		"permissions.fs":           {place{12, 3}, place{12, 3}},
		"permissions.fs[0]":        {place{13, 5}, place{13, 5}},
		"permissions.fs[0].from":   {place{13, 20}, place{13, 26}},
		"permissions.fs[1]":        {place{14, 7}, place{14, 7}},
		"permissions.fs[1].access": {place{16, 7}, place{16, 15}},
		"resources.fuel":           {place{17, 30}, place{17, 36}},
		"resources.timeout":        {},
		"digest":                   {},
	}
	for path, want := range cases {
		if got := m.Position(path); got != want.value {
			t.Errorf("%s at %v, want %v", path, got, want.value)
		}
		if got := m.KeyPosition(path); got != want.key {
			t.Errorf("key of %s at %v, want %v", path, got, want.key)
		}
		if m.Has(path) != (want.value != place{}) {
			t.Errorf("Has(%s) is %v", path, m.Has(path))
		}
	}
}

var missingDirectory = message.Template{EN: "there is no %s", ES: "no existe %s"}

// Rooms that find out later what is wrong point at the manifest too.
func TestLaterErrors(t *testing.T) {
	m, err := manifest.Parse([]byte(placed), manifest.Options{Path: "a.qyv"})
	if err != nil {
		t.Fatal(err)
	}
	text := missingDirectory.With("./tmp")
	got := m.Error(manifest.ErrValue, "permissions.fs[1].from", text, message.Text{}).Localize(message.Spanish)
	want := "a.qyv:15:13: no existe ./tmp\n  15 |       from: ./tmp\n     |             ^^^^^"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := m.Warning("digest", text, message.Text{}).String(); got != "a.qyv: there is no ./tmp" {
		t.Errorf("got %s", got)
	}
}
