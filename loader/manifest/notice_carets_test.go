package manifest_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Of what a notice says, the carets alone are found, whatever the manifest holds.
func TestCutCarets(t *testing.T) {
	for _, text := range []string{
		"name: a\nentrypoit: x\nruntime: wasi\n",
		"name: a\n^^^^: x\nruntime: wasi\n",
		"name: a\n'     | ^^^': x\nruntime: wasi\n",
		"name: a\n\tentrypoint: x\nruntime: wasi\n",
	} {
		_, err := manifest.Parse([]byte(text), manifest.Options{Path: "a.qyv"})
		lines := strings.Split(message.Of(err, message.English), "\n")
		found := 0
		for i, line := range lines {
			before, carets, ok := manifest.CutCarets(line)
			if !ok {
				continue
			}
			found++
			if before+carets != line || carets[0] != '^' || i == 0 || !strings.Contains(lines[i-1], " | ") {
				t.Errorf("%q is taken for %q and %q in\n%s", line, before, carets, strings.Join(lines, "\n"))
			}
		}
		if found == 0 || found > strings.Count(message.Of(err, message.English), "a.qyv:") {
			t.Errorf("%d lines of carets in\n%s", found, strings.Join(lines, "\n"))
		}
	}
}
