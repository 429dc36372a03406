package manifest

import (
	"strconv"
	"strings"
)

// unquoteSingle reads a text in single quotes from the start of s. It returns
// the value and where the text ends (0 if it doesn't).
func unquoteSingle(s string) (value string, end int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] != '\'':
			b.WriteByte(s[i])
		case strings.HasPrefix(s[i:], "''"):
			b.WriteByte('\'')
			i++
		default:
			return b.String(), i + 1
		}
	}
	return "", 0
}

// unquoteDouble reads a text in double quotes (YAML 1.2, section 5.7) from the
// start of s. It returns the value, where the text ends (0 if it doesn't), and
// where an escape sequence is wrong (-1 if none is).
func unquoteDouble(s string) (value string, end, bad int) {
	var b strings.Builder
	for i := 1; i < len(s); {
		switch s[i] {
		case '"':
			return b.String(), i + 1, -1
		case '\\':
			text, length := escaped(s[i:])
			if length == 0 {
				return "", 0, i
			}
			b.WriteString(text)
			i += length
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return "", 0, -1
}

// escaped reads one escape sequence; a length of 0 means that there is no such
// sequence.
func escaped(s string) (text string, length int) {
	if len(s) < 2 {
		return "", 0
	}
	const simple = "0\x00a\ab\bt\tn\nv\vf\fr\re\x1b  \"\"//\\\\N\u0085_\u00a0L\u2028P\u2029"
	runes := []rune(simple)
	for i := 0; i < len(runes); i += 2 {
		if s[1] < 0x80 && runes[i] == rune(s[1]) {
			return string(runes[i+1]), 2
		}
	}
	switch s[1] {
	case '\n':
		return "", 2
	case 'x':
		return codePoint(s, 2)
	case 'u':
		return codePoint(s, 4)
	case 'U':
		return codePoint(s, 8)
	}
	return "", 0
}

// codePoint reads hexadecimal digits. Half of a surrogate pair isn't a
// character; the two halves of one are.
func codePoint(s string, digits int) (text string, length int) {
	n, ok := hex(s, 2, digits)
	if !ok || n > 0x10FFFF {
		return "", 0
	}
	if n < 0xD800 || n > 0xDFFF {
		return string(rune(n)), 2 + digits
	}
	low, ok := hex(s, 8, 4)
	if digits != 4 || n > 0xDBFF || !strings.HasPrefix(s[6:], `\u`) || !ok || low < 0xDC00 || low > 0xDFFF {
		return "", 0
	}
	return string(rune((n-0xD800)<<10 + (low - 0xDC00) + 0x10000)), 12
}

func hex(s string, start, digits int) (uint64, bool) {
	if len(s) < start+digits || !onlyIn(s[start:start+digits], isHex) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[start:start+digits], 16, 32)
	return n, err == nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
