package demangle

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// constant reads a constant. Others than literals stand in braces, unless they are
// in a value already.
func (r *reader) constant(inValue bool) {
	tag, ok := r.tag()
	if !ok || !r.deeper() {
		return
	}
	end := ""
	if !inValue && r.needsBraces(tag) {
		r.print("{")
		end = "}"
	}
	if r.valueOf(tag, inValue) {
		r.print(end)
		r.back()
	}
}

func (r *reader) needsBraces(tag byte) bool {
	if tag == 'R' { // a string is a reference to one
		return !strings.HasPrefix(r.in[r.at:], "e")
	}
	return strings.IndexByte("eQATV", tag) >= 0
}

// valueOf reads a constant after its tag. False means that nothing is to be
// printed after it.
func (r *reader) valueOf(tag byte, inValue bool) bool {
	switch tag {
	case 'p':
		r.print("_")
	case 'h', 't', 'm', 'y', 'o', 'j':
		r.integer()
	case 'a', 's', 'l', 'x', 'n', 'i':
		if r.eat('n') {
			r.print("-")
		}
		r.integer()
	case 'b', 'c':
		return r.boolOrChar(tag)
	case 'e':
		r.print("*")
		r.literal()
	case 'R', 'Q':
		r.referenceTo(tag)
	case 'A':
		r.print("[")
		r.list(r.value)
		r.print("]")
	case 'T':
		r.tuple(r.value)
	case 'V':
		r.path(true)
		return r.fields()
	case 'B':
		r.backref(func() { r.constant(inValue) })
	default:
		return r.fail(invalid)
	}
	return true
}

// value is a constant inside of another.
func (r *reader) value() { r.constant(true) }

func (r *reader) referenceTo(tag byte) {
	if tag == 'R' && r.eat('e') {
		r.literal()
		return
	}
	r.print("&")
	if tag == 'Q' {
		r.print("mut ")
	}
	r.value()
}

// fields are those of a variant or a struct.
func (r *reader) fields() bool {
	kind, ok := r.tag()
	switch {
	case !ok:
		return false
	case kind == 'U':
	case kind == 'T':
		r.print("(")
		r.list(r.value)
		r.print(")")
	case kind == 'S':
		r.print(" { ")
		r.list(r.field)
		r.print(" }")
	default:
		return r.fail(invalid)
	}
	return true
}

func (r *reader) field() {
	if _, ok := r.disambiguator(); !ok {
		return
	}
	if name, ok := r.ident(); ok {
		r.print(name.String() + ": ")
		r.value()
	}
}

// integer prints what has at most 64 bits in decimals.
func (r *reader) integer() {
	digits, ok := r.hex()
	if !ok {
		return
	}
	if n, ok := parseHex(digits); ok {
		r.print(strconv.FormatUint(n, 10))
	} else {
		r.print("0x" + digits)
	}
}

func parseHex(digits string) (uint64, bool) {
	n, err := strconv.ParseUint("0"+digits, 16, 64)
	return n, err == nil
}

func (r *reader) boolOrChar(tag byte) bool {
	digits, ok := r.hex()
	if !ok {
		return false
	}
	n, ok := parseHex(digits)
	switch {
	case ok && tag == 'b' && n < 2:
		r.print(strconv.FormatBool(n == 1))
	case ok && tag == 'c' && n <= unicode.MaxRune && utf8.ValidRune(rune(n)):
		r.print(quoted('\'', string(rune(n))))
	default:
		return r.fail(invalid)
	}
	return true
}

// literal is a string.
func (r *reader) literal() {
	digits, ok := r.hex()
	if !ok {
		return
	}
	text, err := hex.DecodeString(digits)
	if err != nil || !utf8.Valid(text) {
		r.fail(invalid)
		return
	}
	r.print(quoted('"', string(text)))
}

// quoted is a literal as Rust writes it for people who debug.
func quoted(quote rune, text string) string {
	var b strings.Builder
	b.WriteRune(quote)
	for _, c := range text {
		switch {
		case c == 0:
			b.WriteString(`\0`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == quote || c == '\\':
			b.WriteRune('\\')
			b.WriteRune(c)
		case unicode.IsPrint(c) && !unicode.In(c, unicode.Mn, unicode.Me, unicode.Other_Grapheme_Extend):
			b.WriteRune(c)
		default:
			b.WriteString(`\u{` + strconv.FormatInt(int64(c), 16) + "}")
		}
	}
	b.WriteRune(quote)
	return b.String()
}
