package manifest_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

// Texts as long as a manifest can be, made of what readers of YAML
// choke on: none takes longer than it should (a hang ends in the test's own limit),
// overflows the stack, or is accepted.
func TestHostileTexts(t *testing.T) {
	fill := func(before, unit, after string) string {
		n := (manifest.MaxSize - len(before) - len(after)) / len(unit)
		return before + strings.Repeat(unit, n) + after
	}
	for name, text := range map[string]string{
		"brackets":          fill("", "[", ""),
		"braces":            fill("", "{a: ", ""),
		"closing":           fill("", "]", ""),
		"dashes":            fill("", "- ", ""),
		"question marks":    fill("", "? ", ""),
		"documents":         fill("", "---\n", ""),
		"ends":              fill("", "...\n", ""),
		"keys":              fill("", "a:\n", ""),
		"flow keys":         fill("{", "a: b, ", "}"),
		"long flow keys":    fill("{", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?: b, ", "}"),
		"flow complex keys": fill("{", "? a, ", "}"),
		"quoted flow keys":  fill("{", "'a': b, ", "}"),
		"wide flow keys":    fill("{", "é: b, ", "}"),
		"surrogate pairs":   fill("{\"name\": [", `"\ud83d\ude00",`, "0]}"),
		"long pairs":        fill("{\"name\": [\"", `\ud83d\ude00`, "\"]}"),
		"tabs and quotes":   fill("a: [", "'\t',", "]"),
		"tabs and double":   fill("a: [", "\"\t\",", "]"),
		"tabs in plain":     fill("a: ", "x\t", ""),
		"tabs in lines":     fill("a:\n", "- 'x\t'\n", ""),
		"tabs in comments":  fill("a:\n", "- x #\t\n", ""),
		"tabs after quotes": fill("a: \""+strings.Repeat("x", 128<<10)+"\"\n", "#\t\n", ""),
		"tabs in blocks":    fill("a: |\n", "  \t\n", ""),
		"tabs before marks": fill("a: [", "[\t],", "]"),
		"colons":            fill("", ":", ""),
		"commas":            fill("a: [", ",", "]"),
		"tabs in quotes":    fill("a: \"", "\t", "\""),
		"few tabs":          fill("a: \""+strings.Repeat("\t", 1000), "x", "\""),
		"quotes":            fill("", "'", ""),
		"open quote":        fill("a: '", "x\n", ""),
		"backslashes":       fill("a: \"", "\\\\", "\""),
		"escaped breaks":    fill("a: \"", "\\\n", "\""),
		"long plain":        fill("a: ", "x ", ""),
		"plain lines":       fill("a: b\n", " c\n", ""),
		"literal":           fill("a: |\n", " c\n", ""),
		"literal blanks":    fill("a: |\n", "\n", ""),
		"literal spaces":    fill("a: |\n", strings.Repeat(" ", 1000)+"\n", ""),
		"folded":            fill("a: >\n", " c\n", ""),
		"stripped block":    fill("a: |-\n", " c\n", ""),
		"kept block":        fill("a: |+\n", " c\n", strings.Repeat("\n", 100)),
		"blanks at the end": fill("a: |\n", " c\n", strings.Repeat("\n", 100)+"b: c\n"),
		"blanks in between": fill("a: >\n", " c\n"+strings.Repeat("\n", 100), ""),
		"many blocks":       fill("", "a: |\n b"+strings.Repeat("\n", 100), ""),
		"quoted keys":       fill("", "'a': 1\n", ""),
		"hashes":            fill("a: ", "x#", ""),
		"flow colons":       fill("{a: ", "x:", "}"),
		"dashed lines":      fill("a: b\n", " -c\n", ""),
		"block headers":     fill("", "|\n", ""),
		"comments":          fill("", "#\n", ""),
		"comments in lists": fill("a:\n - b\n", " #\n", " - c\n"),
		"blank lines":       fill("a: b", "\n", "c: d"),
		"spaces":            fill("a: b", " ", "c"),
		"anchors":           fill("", "&a ", ""),
		"aliases":           fill("a: &a [b]\nc: [", "*a, ", "]"),
		"merge keys":        fill("", "<<: ", ""),
		"tags":              fill("", "! ", ""),
		"long tag":          fill("!", "x", ""),
		"directives":        fill("", "%a\n", ""),
		"digits":            fill("a: ", "9", ""),
		"dollars":           fill("name: a\nentrypoint: a\nruntime: wasm\nargs: ['", "$$", "']"),
		"references":        fill("name: a\nentrypoint: a\nruntime: wasm\nargs: ['", "${QYVOL_TEST_BLANK}", "']"),
		"one long key":      fill("", "k", ": 1"),
		"deeper and deeper": deeper(1400),
		"wide characters":   fill("a: [", "長", ""),
		"lists of colons":   fill("", "[:]", ""),
		"empty lists":       fill("", "[]", ""),
		"empty mappings":    fill("a: [", "{},", "]"),
		"colons in flow":    fill("a: [", ": ,", "]"),
		"marks in flow":     fill("a: [", "? ,", "]"),
		"keys in lists":     fill("a: [", "?:", "]"),
		"quoted colons":     fill("a: {", "'':", "}"),
		"dashes and colons": fill("", "-\n", ""),
		"questions":         fill("", "?\n", ""),
		"nothing in flow":   fill("a: {", ":\n", "}"),
	} {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			m, err := granted([]byte(text), "f.qyv", host)
			if m != nil || err == nil {
				t.Fatal("accepted")
			}
			if n := allocated() - before; n > 96<<20 {
				t.Errorf("it takes %d MiB", n>>20)
			}
			checkErrors(t, err)
			checkPrintable(t, []byte(text), err)
		})
	}
}

// allocated is how many bytes were ever allocated.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// deeper is one key inside the other, each a space further in.
func deeper(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
