package data

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/unseen"
)

// escaped tells which characters are written as escapes: all but letters, marks,
// numbers, punctuation, symbols and the space of ASCII, as far as they can be seen.
// Among them are those that YAML forbids (YAML 1.2, section 5.1). Joiners are written as
// escapes, too: they come back as what they are.
func escaped(r rune) bool { return !strconv.IsPrint(r) || r >= utf8.RuneSelf && unseen.Is(r) }

// Escape replaces, in a JSON document, the characters that Encode would not
// write. They can stand in its strings alone (RFC 8259, section 2), so the
// document means what it meant. Line feeds and tabs between the tokens stay, and
// what isn't valid UTF-8 becomes U+FFFD.
func Escape(document []byte) []byte {
	between := func(r rune) bool { return r == '\n' || r == '\t' || r == '\r' }
	plain := func(r rune) bool { return between(r) || r != utf8.RuneError && !escaped(r) }
	if !bytes.ContainsFunc(document, func(r rune) bool { return !plain(r) }) {
		return document
	}
	out := make([]byte, 0, len(document)+64)
	for _, r := range string(document) {
		if between(r) || !escaped(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		out = appendUTF16(out, r)
	}
	return out
}

// appendUTF16 appends a JSON escape: beyond the first plane, two (RFC 8259,
// section 7).
func appendUTF16(out []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}

// Escaper is a writer that escapes JSON documents on their way to another: a log,
// an event a write.
type Escaper struct{ To io.Writer }

// Write writes whole documents. It tells of all of them or none.
func (e Escaper) Write(documents []byte) (int, error) {
	if _, err := e.To.Write(Escape(documents)); err != nil {
		return 0, err
	}
	return len(documents), nil
}
