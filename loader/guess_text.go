package loader

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/loader/manifest"
)

// guessText tells kinds of text. ok is false when the bytes are no text.
func guessText(head []byte) (look Look, detail string, ok bool) {
	if isWideText(head) {
		return LookUTF16, "", true
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte(utf8BOM)))
	switch {
	case len(text) == 0:
		return LookEmpty, "", true
	case isBinary(head):
		return 0, "", false
	case hasPrefix(text, "#!"):
		return LookScript, firstLine(text), true
	case hasPrefix(text, "version https://git-lfs.github.com/spec/"):
		return LookLFS, "", true
	}
	return guessLanguage(text), "", true
}

func guessLanguage(text []byte) Look {
	lower := bytes.ToLower(text[:min(len(text), 64)])
	switch {
	case hasPrefix(lower, "<!doctype html"), hasPrefix(lower, "<html"), hasPrefix(lower, "<head"):
		return LookHTML
	case text[0] == '{' && isManifestObject(text):
		return LookManifest
	case text[0] == '{' || text[0] == '[':
		return LookJSON
	}
	return guessLines(text)
}

// guessLines tells languages by how their first few lines start.
func guessLines(text []byte) Look {
	const enough = 64
	keys, manifestKeys := 0, 0
	for n, line := range strings.Split(string(text[:min(len(text), 4096)]), "\n") {
		key, value, found := strings.Cut(line, ":")
		switch {
		case n == enough:
			return lookOfKeys(keys, manifestKeys)
		case n == 0 && line == "---":
			keys++
		case isWITLine(line):
			return LookWIT
		case found && isManifestKey(key):
			manifestKeys++
		case found && isPlainKey(key) && (value == "" || value[0] == ' '):
			keys++
		}
	}
	return lookOfKeys(keys, manifestKeys)
}

func lookOfKeys(keys, manifestKeys int) Look {
	const certain = 2
	switch {
	case manifestKeys >= certain:
		return LookManifest
	case keys+manifestKeys > 0:
		return LookYAML
	}
	return LookText
}

// isManifestKey reports whether a line's key is one of those that every manifest must
// have, or one of them with a slip: reading it as a manifest tells that.
func isManifestKey(key string) bool {
	return key == "name" || manifest.Nearest(key, []string{"entrypoint", "runtime"}) != ""
}

// isManifestObject reports whether an object of JSON, which is YAML, has two of the
// keys that every manifest must have.
func isManifestObject(text []byte) bool {
	const certain = 2
	found := 0
	for _, key := range []string{`"name"`, `"entrypoint"`, `"runtime"`} {
		if bytes.Contains(text[:min(len(text), 4096)], []byte(key)) {
			found++
		}
	}
	return found >= certain
}

func isPlainKey(key string) bool {
	for i := range len(key) {
		c := key[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' && c != '.' {
			return false
		}
	}
	return key != ""
}

func isWITLine(line string) bool {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "package":
		return strings.Contains(rest, ":")
	case "interface", "world":
		return strings.HasSuffix(strings.TrimSpace(rest), "{")
	}
	return false
}

// isWideText reports whether text starts with the byte order mark of UTF-16 or
// UTF-32.
func isWideText(head []byte) bool {
	return hasPrefix(head, "\xff\xfe") || hasPrefix(head, "\xfe\xff") || hasPrefix(head, "\x00\x00\xfe\xff")
}

// isBinary reports whether the first bytes are no text: they hold a control
// character, or are not UTF-8 (a character cut by the end aside).
func isBinary(head []byte) bool {
	sample := head[:min(len(head), 1024)]
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		if r == utf8.RuneError && n == 1 && utf8.FullRune(sample[i:]) {
			return true
		}
		if r < ' ' && !strings.ContainsRune("\t\n\r\f\x1b", r) {
			return true
		}
		i += n
	}
	return false
}

// firstLine returns the first line of a text, cut to a length that fits into a
// message.
func firstLine(text []byte) string {
	const longest = 60
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSpace(line)
	if len(line) <= longest {
		return string(line)
	}
	return strings.ToValidUTF8(string(line[:longest]), "") + "…"
}
