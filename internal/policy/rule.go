package policy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/unseen"
)

// text writes a mount as an element of permissions.fs.
func (m Mount) text() string {
	at, access := m.Path, "read"
	if at != "." {
		at = absolute(at)
	}
	if m.Write {
		access = "read-write"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "{mount: %s, from: %s, access: %s", flow(at), flow(m.From), access)
	for i, pattern := range m.Exclude {
		if i == 0 {
			b.WriteString(", exclude: [")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(quoted(pattern))
	}
	if len(m.Exclude) > 0 {
		b.WriteByte(']')
	}
	if m.Quota != "" {
		fmt.Fprintf(&b, ", quota: %s", flow(m.Quota))
	}
	b.WriteByte('}')
	return b.String()
}

// flow writes a text as YAML between brackets (YAML 1.2, section 7.3): as it is
// where nothing but a text can be meant.
func flow(s string) string {
	for _, r := range s {
		if !isBare(r) {
			return quoted(s)
		}
	}
	switch first := s + " "; {
	case s == ".", first[0] == '/', strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"):
		return s
	case isLetter(rune(first[0])) && !isKeyword(s), isSize(s):
		return s
	}
	return quoted(s)
}

func isBare(r rune) bool {
	return isLetter(r) || r >= '0' && r <= '9' || strings.ContainsRune("/._-*", r)
}

func isLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// isKeyword holds for what some version of YAML takes for a boolean, a number or
// nothing.
func isKeyword(s string) bool {
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null", "inf", "nan":
		return true
	}
	return false
}

// isSize holds for digits and a unit: 64MiB.
func isSize(s string) bool {
	unit := strings.TrimLeft(s, "0123456789")
	return unit != s && (unit == "B" || len(unit) == 3 && strings.HasSuffix(unit, "iB"))
}

// quoted writes a text in single quotes (YAML 1.2, section 7.3.2), so that a log
// which quotes the rule has nothing to escape; or, if something in it can't be
// seen, in double quotes (section 7.3.1), with escapes for that.
func quoted(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !isVisible(r) }) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case isVisible(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func isVisible(r rune) bool {
	return strconv.IsPrint(r) && r != 0x2800 && // the empty braille pattern
		!unseen.Is(r)
}
