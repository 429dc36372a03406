package deploy

import (
	"bytes"
	"io"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
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

// in finds the token in a text, each byte of it escaped as often as one likes, or
// not at all, in capitals or not.
func (t Token) in(text string) bool {
	return bytes.Contains(unescaped(text), unescaped(string(t)))
}

// unescaped undoes the escapes of URLs and forms (RFC 3986, section 2.1; WHATWG URL,
// section 5.1) until none is left, and tells no case. What looks like an escape and
// is none stays, and does no harm to what follows.
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
	for i, c := range out {
		switch {
		case c >= 'A' && c <= 'Z':
			out[i] = c | 0x20
		case c == '+': // a space in forms
			out[i] = ' '
		}
	}
	return out
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
