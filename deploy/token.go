package deploy

import (
	"io"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/qyvol/qyvol/message"
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

// redact takes the token out of what a server says, also as URLs have it.
func (t Token) redact(text string) string {
	if t == "" {
		return text
	}
	if plain, err := url.PathUnescape(text); err == nil && strings.Contains(plain, string(t)) && !strings.Contains(text, string(t)) {
		return hidden // every byte may be escaped in its own way
	}
	for _, form := range []string{string(t), url.QueryEscape(string(t)), url.PathEscape(string(t))} {
		text = strings.ReplaceAll(text, form, hidden)
	}
	return text
}

// maxToken is far more than any server takes in a header.
const maxToken = 64 << 10

// ParseToken checks a token: RFC 6750, section 2.1, "b64token". White space
// around it is no part of it. from says where it came from, for the error.
func ParseToken(text, from string) (Token, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &TokenError{message.DeployTokenEmpty.With(message.Name(from))}
	}
	if len(text) > maxToken || !isB64Token(text) {
		return "", &TokenError{message.DeployTokenInvalid.With(message.Name(from))}
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
		return "", false, &FileError{Path: path, Err: cause(err)}
	}
	defer file.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(file, maxToken+2))
	if err != nil {
		return "", false, &FileError{Path: path, Err: cause(err)}
	}
	if info, err := file.Stat(); err == nil && runtime.GOOS != "windows" {
		readable = info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0
	}
	token, err = ParseToken(string(text), path)
	return token, readable, err
}

// TokenError is a token that can't be one. It doesn't repeat it.
type TokenError struct{ text message.Text }

// Error is in English.
func (e *TokenError) Error() string { return e.text.String() }

// Localize says the error in a language.
func (e *TokenError) Localize(lang message.Lang) string { return e.text.In(lang) }
