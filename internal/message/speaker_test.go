package message_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var spoken = regexp.MustCompile(`(?m)^func \((?:\w+ )?\*?(\w+)\) (Error\(\) string|Words\(\)|Localize\(lang)`)

// Every error that can be said in both languages is a Speaker: one with a Localize and no
// Words would be said in English.
func TestErrorsAreSpeakers(t *testing.T) {
	has := map[string]string{}
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range spoken.FindAllStringSubmatch(string(text), -1) {
			has[filepath.Dir(path)+"."+m[1]] += m[2][:1]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	speakers := 0
	for name, methods := range has {
		if strings.Contains(methods, "W") {
			speakers++
		}
		if strings.Contains(methods, "E") && strings.Contains(methods, "L") && !strings.Contains(methods, "W") {
			t.Errorf("%s has a Localize and no Words", name)
		}
	}
	if speakers < 50 {
		t.Errorf("found %d: the errors are not where this test looks", speakers)
	}
}
