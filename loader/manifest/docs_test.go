package manifest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

const docs = "../../docs/manifest.md"

func readDocs(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(docs)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The manifests that the documentation shows are accepted, the one that it shows
// as an error is refused as it says.
func TestDocumentedManifests(t *testing.T) {
	blocks := strings.Split(readDocs(t), "```yaml\n")[1:]
	if len(blocks) < 3 {
		t.Fatalf("found %d manifests", len(blocks))
	}
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```")
		if !strings.Contains(text, "entrypoint:") {
			text = base + text
		}
		m, err := manifest.Parse([]byte(text), manifest.Options{})
		if err != nil || len(m.Warnings) > 0 {
			t.Errorf("%s\n%+v %v", text, m, err)
		}
	}
	_, err := manifest.Parse([]byte("name: hello\nentrypoit: hello.wasm\nruntime: wasi\n"), manifest.Options{Path: "hello.qyv"})
	if !strings.Contains(readDocs(t), "```\n"+said(err, "en")+"```") {
		t.Errorf("the error isn't shown as it is:\n%s", said(err, "en"))
	}
}

// The table of what isn't available has every feature of the list, and no key
// that isn't in it.
func TestDocumentedFeatures(t *testing.T) {
	_, section, _ := strings.Cut(readDocs(t), "## Not available in this version")
	section, _, _ = strings.Cut(section, "\n## ")
	known := map[string]bool{}
	for _, f := range manifest.Features() {
		known[f.Path] = true
		row := rowOf(section, f.Path)
		if row == "" || !strings.Contains(row, f.Value) {
			t.Errorf("%s %s isn't in the table: %q", f.Path, f.Value, row)
		}
	}
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 || !strings.Contains(cells[1], "`") {
			continue
		}
		for key := range strings.SplitSeq(cells[1], ",") {
			if key = strings.Trim(key, " `"); !known[key] {
				t.Errorf("%s is in the table, and not in the list", key)
			}
		}
	}
}

func rowOf(section, key string) string {
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "|") && strings.Contains(line, "`"+key+"`") {
			return line
		}
	}
	return ""
}
