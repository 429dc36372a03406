package main

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func (r *reader) string() error {
	begin := r.at
	text, err := r.quoted()
	if err != nil {
		return err
	}
	if r.at < len(r.in) && (r.in[r.at] == '"' || isAtomByte(r.in[r.at])) {
		return r.errorAt(r.at, "a space is missing after this string")
	}
	r.add(node{kind: stringNode, text: text, begin: begin, end: r.at})
	return nil
}

// quoted reads a string (Core Specification, "Strings") and returns its bytes.
func (r *reader) quoted() (string, error) {
	begin := r.at
	r.at++
	var text strings.Builder
	for r.at < len(r.in) {
		c := r.in[r.at]
		switch {
		case c == '"':
			r.at++
			return text.String(), nil
		case c == '\\':
			if err := r.escape(&text); err != nil {
				return "", err
			}
		case c < ' ' || c == 0x7f:
			return "", r.errorAt(r.at, "the byte %#02x must be escaped in a string", c)
		default:
			text.WriteByte(c)
			r.at++
		}
	}
	return "", r.errorAt(begin, "this string is not closed")
}

var escapes = map[byte]byte{'t': '\t', 'n': '\n', 'r': '\r', '"': '"', '\'': '\'', '\\': '\\'}

func (r *reader) escape(text *strings.Builder) error {
	begin, c := r.at, r.peek(1)
	if plain, ok := escapes[c]; ok {
		text.WriteByte(plain)
		r.at += 2
		return nil
	}
	if c == 'u' {
		return r.unicode(text)
	}
	if begin+3 <= len(r.in) {
		if n, err := strconv.ParseUint(string(r.in[begin+1:begin+3]), 16, 8); err == nil {
			text.WriteByte(byte(n))
			r.at += 3
			return nil
		}
	}
	return r.errorAt(begin, "this is no escape that strings have")
}

// unicode reads \u{...}.
func (r *reader) unicode(text *strings.Builder) error {
	const most = 20 // of letters, with leading zeros
	begin := r.at
	rest := string(r.in[begin:min(begin+most, len(r.in))])
	digits, _, closed := strings.Cut(strings.TrimPrefix(rest, `\u{`), "}")
	n, err := strconv.ParseUint(strings.ReplaceAll(digits, "_", ""), 16, 32)
	if !strings.HasPrefix(rest, `\u{`) || !closed || err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return r.errorAt(begin, "this is no Unicode scalar value")
	}
	text.WriteRune(rune(n))
	r.at += len(`\u{`) + len(digits) + len("}")
	return nil
}
