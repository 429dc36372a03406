package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/qyvol/qyvol/loader/manifest"
)

// Every character there is, in a text and in a key: what a manifest can't have
// raw is escaped in a way that JSON and YAML both read as that character.
func TestPortableCharacters(t *testing.T) {
	const block = 4096
	for first := rune(0); first <= utf8.MaxRune; first += block {
		var b strings.Builder
		for r := first; r < first+block; r++ {
			if utf8.ValidRune(r) {
				b.WriteRune(r)
			}
		}
		checkCharacters(t, b.String())
	}
}

func checkCharacters(t *testing.T, text string) {
	t.Helper()
	allowed := strings.NewReplacer("\x00", "", "=", "").Replace(text)
	plain := strings.NewReplacer("\x00", "", "$", "$$").Replace(text)
	m := &manifest.Manifest{
		Name: "hello", Runtime: manifest.RuntimeWASI,
		Args: []manifest.Template{manifest.Template(plain)},
		Env:  manifest.EnvVars{{Name: "V" + allowed, Value: "x"}},
	}
	m.Permissions.Exec.Programs = []manifest.Program{{Program: "/x", Args: []string{strings.ReplaceAll(text, "$", "")}}}
	data, err := manifest.EncodeWhole(m, sentFiles(m))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range string(data) {
		if manifest.IsForbidden(r) || r == '\n' || r == '\t' {
			t.Errorf("%U is written as it is", r)
		}
	}
	var read struct{ Args []string }
	if err := json.Unmarshal(data, &read); err != nil || len(read.Args) != 1 || read.Args[0] != plain {
		t.Errorf("%+q is read by JSON as %+q, %v", plain, read.Args, err)
	}
	checkPortable(t, m, data)
}
