package demangle

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// ident is an identifier: ASCII, and where others go between its characters.
type ident struct{ ascii, punycode string }

func (i ident) empty() bool { return i.ascii == "" && i.punycode == "" }

func (r *reader) ident() (i ident, ok bool) {
	ok = r.read(func() bool { i, ok = r.readIdent(); return ok })
	return i, ok
}

func (r *reader) readIdent() (ident, bool) {
	encoded := r.eat('u')
	size, begin := 0, r.at
	for r.at < len(r.in) && r.in[r.at] >= '0' && r.in[r.at] <= '9' {
		size = size*10 + int(r.in[r.at]-'0')
		r.at++
		if size > len(r.in) {
			return ident{}, false
		}
		if size == 0 {
			break
		}
	}
	if r.at == begin {
		return ident{}, false
	}
	r.eat('_')
	if size > len(r.in)-r.at {
		return ident{}, false
	}
	text := r.in[r.at : r.at+size]
	r.at += size
	if !encoded {
		return ident{ascii: text}, true
	}
	at := strings.LastIndexByte(text, '_')
	i := ident{ascii: text[:max(at, 0)], punycode: text[at+1:]}
	return i, i.punycode != ""
}

// String is the identifier as it was written, if it can be decoded.
func (i ident) String() string {
	if i.punycode == "" {
		return i.ascii
	}
	if chars, ok := i.decode(); ok {
		return string(chars)
	}
	if i.ascii == "" {
		return "punycode{" + i.punycode + "}"
	}
	return "punycode{" + i.ascii + "-" + i.punycode + "}"
}

// maxIdent is how many characters an identifier may have to be decoded.
const maxIdent = 128

// decode reads Punycode (RFC 3492, section 6.2), in which Rust's digits are the
// letters and then the figures.
func (i ident) decode() ([]rune, bool) {
	const base, tMin, tMax, skew, tooMuch = 36, 1, 26, 38, 1 << 40
	chars := []rune(i.ascii)
	bias, n, at, damp := 72, 0x80, 0, 700
	for in := i.punycode; in != ""; damp = 2 {
		delta, weight := 0, 1
		for k := base; ; k += base {
			if in == "" {
				return nil, false
			}
			digit := strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789", in[0])
			if in = in[1:]; digit < 0 {
				return nil, false
			}
			if delta += digit * weight; delta > tooMuch {
				return nil, false
			}
			t := min(max(k-bias, tMin), tMax)
			if digit < t {
				break
			}
			weight *= base - t
		}
		size := len(chars) + 1
		at += delta
		n, at = n+at/size, at%size
		if size > maxIdent || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) { //nolint:gosec // compared before
			return nil, false
		}
		chars = slices.Insert(chars, at, rune(n)) //nolint:gosec // just compared
		at++
		delta /= damp
		delta += delta / size
		k := 0
		for ; delta > (base-tMin)*tMax/2; k += base {
			delta /= base - tMin
		}
		bias = k + (base-tMin+1)*delta/(delta+skew)
	}
	return chars, len(chars) <= maxIdent
}
