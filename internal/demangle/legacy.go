package demangle

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rust's legacy mangling: _ZN, then each part of the path after its length, then
// E. The last part is a hash, which nobody wants to read. Characters that linkers
// don't take are escaped between dollars; a part that would begin with a dollar has
// an underscore before it.

// isLegacy tells whether a name is of that form, whatever follows it.
func isLegacy(name string) bool {
	_, _, ok := legacyParts(name)
	return ok
}

func legacyParts(name string) (parts []string, suffix string, ok bool) {
	rest, ok := trimPrefix(name, "ZN")
	if !ok || !isASCII(rest) {
		return nil, "", false
	}
	for {
		if rest == "" {
			return nil, "", false
		}
		if rest[0] == 'E' {
			return parts, rest[1:], true
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.ParseUint(rest[:digits], 10, 64)
		if rest = rest[digits:]; err != nil || n > uint64(len(rest)) {
			return nil, "", false
		}
		parts, rest = append(parts, rest[:n]), rest[n:]
	}
}

func legacy(name string, out *limited) (suffix string, ok bool) {
	parts, suffix, ok := legacyParts(name)
	for i, part := range parts {
		if i == len(parts)-1 && isHash(part) {
			break
		}
		if i > 0 {
			out.print("::")
		}
		out.print(unescaped(part))
	}
	return suffix, ok
}

func isHash(part string) bool {
	hex, ok := strings.CutPrefix(part, "h")
	return ok && strings.Trim(hex, "0123456789abcdefABCDEF") == ""
}

// unescaped gives a part as it was; from the first escape on that is none, it is
// left alone.
func unescaped(part string) string {
	var b strings.Builder
	if strings.HasPrefix(part, "_$") {
		part = part[1:]
	}
	for {
		i := strings.IndexAny(part, "$.")
		if i < 0 {
			break
		}
		b.WriteString(part[:i])
		part = part[i:]
		if rest, ok := strings.CutPrefix(part, ".."); ok {
			b.WriteString("::")
			part = rest
			continue
		}
		if part[0] == '.' {
			b.WriteByte('.')
			part = part[1:]
			continue
		}
		escape, rest, ok := strings.Cut(part[1:], "$")
		char := escaped(escape)
		if !ok || char == "" {
			break
		}
		b.WriteString(char)
		part = rest
	}
	return b.String() + part
}

// escaped is the character of an escape, or nothing.
func escaped(escape string) string {
	switch escape {
	case "SP":
		return "@"
	case "BP":
		return "*"
	case "RF":
		return "&"
	case "LT":
		return "<"
	case "GT":
		return ">"
	case "LP":
		return "("
	case "RP":
		return ")"
	case "C":
		return ","
	}
	hex, ok := strings.CutPrefix(escape, "u")
	if !ok || strings.Trim(hex, "0123456789abcdef") != "" {
		return ""
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if r := rune(min(n, unicode.MaxRune+1)); err == nil && utf8.ValidRune(r) && !unicode.IsControl(r) {
		return string(r)
	}
	return ""
}
