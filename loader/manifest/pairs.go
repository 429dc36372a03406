package manifest

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v4"
)

// hidePairs makes surrogate pairs readable. JSON writes a character above U+FFFF
// as two escape sequences (RFC 8259, section 7), neither of which is a character
// in YAML. If the text is JSON, they are replaced by others of the same length, and
// readPairs reads the strings that contain them.
func hidePairs(text string) (hidden string, some bool) {
	if !hasPairs(text) || !json.Valid([]byte(text)) {
		return text, false
	}
	b := []byte(text)
	for i := 0; i+12 <= len(b); i++ {
		switch {
		case b[i] != '\\':
		case isHalf(b[i:], "89abAB") && isHalf(b[i+6:], "cdefCDEF"):
			b[i+2], b[i+8] = '0', '0'
			i += 11
		default:
			i++ // what is escaped
		}
	}
	return string(b), true
}

func hasPairs(text string) bool {
	return strings.Contains(text, `\ud`) || strings.Contains(text, `\uD`)
}

// isHalf recognises one half of a pair by its second digit.
func isHalf(escape []byte, second string) bool {
	return escape[0] == '\\' && escape[1] == 'u' && escape[2]|0x20 == 'd' && strings.IndexByte(second, escape[3]) >= 0 &&
		isHex(escape[4]) && isHex(escape[5])
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// readPairs reads the strings of a JSON text that contain surrogate pairs.
func (s *source) readPairs(n *yaml.Node) error {
	if isQuoted(n) {
		raw := written(s.from(placeOf(n)))
		if hasPairs(raw) {
			return json.Unmarshal([]byte(raw), &n.Value)
		}
	}
	for _, child := range n.Content {
		if err := s.readPairs(child); err != nil {
			return err
		}
	}
	return nil
}
