package data

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// toYAML writes a JSON document as YAML, in one pass: a component may have
// hundreds of thousands of names, and some of them are made to be misread. Every
// string is in double quotes, the only style with escapes (YAML 1.2, section 7.3.1).
func toYAML(document []byte) ([]byte, error) {
	y := &yamlWriter{in: json.NewDecoder(bytes.NewReader(document))}
	y.in.UseNumber()
	err := y.value(0, false)
	return y.out, err
}

type yamlWriter struct {
	in  *json.Decoder
	out []byte
}

// value writes what comes next. started tells that it follows a key or a dash,
// on the same line.
func (y *yamlWriter) value(indent int, started bool) error {
	token, err := y.in.Token()
	if err != nil {
		return err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		y.space(started)
		y.scalar(token)
		y.out = append(y.out, '\n')
		return nil
	}
	if !y.in.More() {
		y.space(started)
		y.out = fmt.Appendf(y.out, "%c%c\n", delim, delim+2) // {} or []: their codes are two apart
		_, err = y.in.Token()
		return err
	}
	for first := true; y.in.More(); first = false {
		if err := y.entry(indent, delim == '[', started && first); err != nil {
			return err
		}
	}
	_, err = y.in.Token()
	return err
}

// entry writes an element of a list, or a member of an object.
func (y *yamlWriter) entry(indent int, listed, follows bool) error {
	if follows {
		y.out = append(y.out, '\n')
	}
	for range indent {
		y.out = append(y.out, "  "...)
	}
	if listed {
		y.out = append(y.out, '-')
		return y.value(indent+1, true)
	}
	key, err := y.in.Token()
	if err != nil {
		return err
	}
	y.key(key.(string)) //nolint:forcetypeassert // the keys of JSON are strings
	y.out = append(y.out, ':')
	return y.value(indent+1, true)
}

func (y *yamlWriter) space(started bool) {
	if started {
		y.out = append(y.out, ' ')
	}
}

// key leaves a name of ours as it is, save for those that a reader of YAML 1.1
// takes for something else (yaml.org/type/bool.html).
func (y *yamlWriter) key(name string) {
	switch strings.ToLower(name) {
	case "", "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		y.quote(name)
		return
	}
	isName := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' }
	if strings.ContainsFunc(name, func(r rune) bool { return !isName(r) }) {
		y.quote(name)
		return
	}
	y.out = append(y.out, name...)
}

func (y *yamlWriter) scalar(token json.Token) {
	switch v := token.(type) {
	case nil:
		y.out = append(y.out, "null"...)
	case string:
		y.quote(v)
	case json.Number:
		y.out = append(y.out, number(v.String())...)
	default:
		y.out = fmt.Append(y.out, v)
	}
}

// number has a point before an exponent, without which YAML 1.1 takes it for a
// string (yaml.org/type/float.html).
func number(text string) string {
	digits, exponent, ok := strings.Cut(text, "e")
	if !ok || strings.Contains(digits, ".") {
		return text
	}
	return digits + ".0e" + exponent
}

// quote writes a string in double quotes, escaped as YAML has it: beyond the first
// plane that is not how JSON does it.
func (y *yamlWriter) quote(text string) {
	y.out = append(y.out, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			y.out = append(y.out, '\\', byte(r))
		case r == '\n':
			y.out = append(y.out, `\n`...)
		case r == '\t':
			y.out = append(y.out, `\t`...)
		case !escaped(r):
			y.out = utf8.AppendRune(y.out, r)
		case r <= 0xff:
			y.out = fmt.Appendf(y.out, `\x%02x`, r)
		case r <= 0xffff:
			y.out = fmt.Appendf(y.out, `\u%04x`, r)
		default:
			y.out = fmt.Appendf(y.out, `\U%08x`, r)
		}
	}
	y.out = append(y.out, '"')
}
