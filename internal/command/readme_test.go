package command

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Both READMEs link to the same pages, have the same snippets of Go, and begin with
// a manifest that runs; the typo that they show is said as they show it.
func TestReadmes(t *testing.T) {
	root := absolute(t, filepath.Join("..", ".."))
	texts := map[message.Lang]string{}
	for lang, name := range map[message.Lang]string{message.English: "README.md", message.Spanish: "README.es.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[lang] = string(text)
		first := between(texts[lang], "```yaml\n", "```")
		dir := t.TempDir()
		if err := os.Symlink(absolute(t, filepath.Join(root, "fixtures")), filepath.Join(dir, "fixtures")); err != nil {
			t.Skip(err)
		}
		t.Chdir(dir)
		write(t, "hello.qyv", first)
		if err := validate("hello.qyv", func(w *manifest.Warning) { t.Error(w) }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		write(t, "hello.qyv", strings.Replace(first, "entrypoint", "entrypoit", 1))
		shown := between(texts[lang], "```\nerror: ", "  hint")
		if lang == message.Spanish {
			shown = between(texts[lang], "```\nerror: ", "  pista")
		}
		if err := validate("hello.qyv", func(w *manifest.Warning) { t.Error(w) }); err == nil || !strings.Contains(message.Of(err, lang)+"\n", shown) {
			t.Errorf("%s:\n%v\nshown as\n%s", name, err, shown)
		}
		t.Chdir(filepath.Join(dir, "..")) // before the directory goes
	}
	links := regexp.MustCompile(`\]\((docs/[^)]*|[A-Z]+\.md)\)`)
	for _, link := range links.FindAllString(texts[message.English], -1) {
		if !strings.Contains(texts[message.Spanish], link) {
			t.Errorf("README.es.md has no link %s", link)
		}
	}
	code := regexp.MustCompile(`(?m)^(?:err|instance|component|linker|result|var r|eng)\b[^/\n]*`)
	for _, line := range code.FindAllString(texts[message.English], -1) {
		if !strings.Contains(texts[message.Spanish], strings.TrimSpace(line)) {
			t.Errorf("README.es.md lacks %s", line)
		}
	}
}

func between(text, begin, end string) string {
	_, text, _ = strings.Cut(text, begin)
	text, _, _ = strings.Cut(text, end)
	return text
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
