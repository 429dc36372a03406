package deploy

import (
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/unseen"
)

// Token is a bearer token. It does not print itself.
type Token string

// String hides the token.
func (t Token) String() string {
	if t == "" {
		return ""
	}
	return hidden
}

// GoString hides the token.
func (t Token) GoString() string { return t.String() }

// MarshalText hides the token.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// hidden stands for a secret.
const hidden = "…"

// redact takes the token out of what a server says. Where it is there in a form that
// the server made up, nothing is left of the text.
func (t Token) redact(text string) string {
	if t == "" || !t.in(text) {
		return text
	}
	for _, form := range []string{string(t), url.QueryEscape(string(t)), url.PathEscape(string(t))} {
		text = strings.ReplaceAll(text, form, hidden)
	}
	if t.in(text) {
		return hidden
	}
	return text
}

// maxEntities is how often a text may have been escaped for HTML.
const maxEntities = 8

// in finds the token in a text, each byte of it escaped for a URL or for HTML, as often
// as one likes, or not at all, in capitals or not, with characters between that can't be
// seen, or all of it in base64. A text that is escaped for HTML too often counts as one
// that has it.
func (t Token) in(text string) bool {
	forms := t.forms()
	for range maxEntities {
		plain := unescaped(text)
		folded := fold(bytes.Clone(plain))
		for _, form := range forms {
			if bytes.Contains(folded, form) {
				return true
			}
		}
		next := html.UnescapeString(strings.Map(seen, string(plain)))
		if next == text {
			return false
		}
		text = next
	}
	return true
}

// seen drops what can't be seen.
func seen(r rune) rune {
	if unseen.Is(r) {
		return -1
	}
	return r
}

// minBase64 are the fewest letters of base64 that are looked for: fewer are in many words.
const minBase64 = 4

// forms are the token, and what its bytes are in base64 (RFC 4648), wherever among others
// they stand: those letters that depend on it alone.
func (t Token) forms() [][]byte {
	list := [][]byte{fold(unescaped(string(t)))}
	for before, mixed := range []int{0, 2, 3} {
		coded := base64.RawStdEncoding.EncodeToString(append(make([]byte, before), t...))[mixed:]
		if (before+len(t))%3 != 0 {
			coded = coded[:len(coded)-1]
		}
		if len(coded) >= minBase64 {
			list = append(list, fold([]byte(coded)))
		}
	}
	return list
}

// unescaped undoes the escapes of URLs and forms (RFC 3986, section 2.1; WHATWG URL,
// section 5.1) until none is left. What looks like an escape and is none stays, and does
// no harm to what follows.
func unescaped(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, c := range []byte(text) {
		out = append(out, c)
		for n := len(out); n >= 3 && out[n-3] == '%'; n = len(out) { // what was decoded may end another
			high, low := unhex(out[n-2]), unhex(out[n-1])
			if high < 0 || low < 0 {
				break
			}
			out = append(out[:n-3], byte(high<<4|low)) //nolint:gosec // two hexadecimal digits
		}
	}
	return out
}

// fold makes one of what is told apart by case, or by the alphabet of base64.
func fold(text []byte) []byte {
	for i, c := range text {
		switch {
		case c >= 'A' && c <= 'Z':
			text[i] = c | 0x20
		case c == '+', c == '-': // a space in forms
			text[i] = ' '
		case c == '_':
			text[i] = '/'
		}
	}
	return text
}

// unhex is the value of a hexadecimal digit, -1 for another character.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// maxToken is far more than any server takes in a header.
const maxToken = 64 << 10

// ParseToken checks a token: RFC 6750, section 2.1, "b64token". White space
// around it is no part of it. from says where it came from, for the error.
func ParseToken(text, from string) (Token, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &TokenError{wording{text: message.DeployTokenEmpty.With(message.Name(from))}}
	}
	if len(text) > maxToken || !isB64Token(text) {
		return "", &TokenError{wording{text: message.DeployTokenInvalid.With(message.Name(from))}}
	}
	return Token(text), nil
}

// isB64Token holds for at least one letter, digit or sign, with = at the end.
func isB64Token(text string) bool {
	text = strings.TrimRight(text, "=")
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z') && !strings.ContainsRune("-._~+/", r)
	})
}

// ReadToken reads a token from a file. readable tells that others than its owner
// can read it.
func ReadToken(path string) (token Token, readable bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", false, newFileError(path, err)
	}
	defer file.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(file, maxToken+2))
	if err != nil {
		return "", false, newFileError(path, err)
	}
	if info, err := file.Stat(); err == nil && runtime.GOOS != "windows" {
		readable = info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0
	}
	token, err = ParseToken(string(text), path)
	return token, readable, err
}

// TokenError is a token that can't be one. It doesn't repeat it.
type TokenError struct{ wording }
