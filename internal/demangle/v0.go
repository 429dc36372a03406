package demangle

import (
	"math/bits"
	"strings"
)

// maxDepth bounds how deep one part of a name is in others, or in what it refers to.
const maxDepth = 500

// v0 reads Rust's mangling of today (Rust RFC 2603). It is checked first, without
// what is referred to; what is wrong there shows in the name.
func v0(name string, out *limited) (suffix string, ok bool) {
	rest, ok := trimPrefix(name, "R")
	if !ok || rest == "" || !isUpper(rest[0]) || !isASCII(rest) {
		return "", false
	}
	check := reader{in: rest}
	if check.path(false); check.failed {
		return "", false
	}
	if check.at < len(rest) && isUpper(rest[check.at]) { // the crate that it was made for
		if check.path(false); check.failed {
			return "", false
		}
	}
	r := reader{in: rest, out: out, steps: &steps{left: maxSteps, out: out}}
	r.path(true)
	return rest[check.at:], true
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }

// reader reads a name and prints what it means.
type reader struct {
	in     string
	out    *limited // nil while nothing is printed
	bound  uint64   // lifetimes that are bound around here
	failed bool     // from here on all is unknown
	at     int
	depth  int
	steps  *steps // nil: what is referred to isn't read
}

// maxSteps bounds what is read of a name. What it refers to is read each time.
const maxSteps = 1 << 16

// steps are those that are left.
type steps struct {
	left int
	out  *limited
}

// take ends the name with the last one.
func (s *steps) take() bool {
	if s == nil {
		return true
	}
	if s.left--; s.left < 0 {
		s.out.full = true
	}
	return !s.out.full
}

// The texts in place of what can't be read.
const (
	invalid = "{invalid syntax}"
	tooDeep = "{recursion limit reached}"
)

func (r *reader) print(s string) {
	if r.out != nil {
		r.out.print(s)
	}
}

// done tells that no more can be printed.
func (r *reader) done() bool {
	return r.out != nil && r.out.full || r.steps != nil && r.steps.out.full
}

func (r *reader) fail(text string) bool {
	r.print(text)
	r.failed = true
	return false
}

// ready tells whether more can be read; what can't be is a question mark.
func (r *reader) ready() bool {
	if r.failed {
		r.print("?")
	}
	return !r.failed && !r.done()
}

// read takes what is read by fn, which tells whether it was there.
func (r *reader) read(fn func() bool) bool {
	if !r.steps.take() {
		r.failed = true
		return false
	}
	return r.ready() && (fn() || r.fail(invalid))
}

func (r *reader) deeper() bool {
	if !r.ready() {
		return false
	}
	r.depth++
	return r.depth <= maxDepth || r.fail(tooDeep)
}

func (r *reader) back() {
	if !r.failed {
		r.depth--
	}
}

func (r *reader) eat(b byte) bool {
	if r.failed || r.done() || r.at >= len(r.in) || r.in[r.at] != b {
		return false
	}
	r.at++
	return true
}

func (r *reader) tag() (b byte, ok bool) {
	ok = r.read(func() bool {
		if r.at == len(r.in) {
			return false
		}
		b = r.in[r.at]
		r.at++
		return true
	})
	return b, ok
}

// list reads up to an E, and tells how many there were.
func (r *reader) list(one func()) int {
	n := 0
	for ; !r.failed && !r.done() && !r.eat('E'); n++ {
		if n > 0 {
			r.print(", ")
		}
		one()
	}
	return n
}

// number is in base 62, up to an underscore.
func (r *reader) number() (n uint64, ok bool) {
	ok = r.read(func() bool { n, ok = r.base62(); return ok })
	return n, ok
}

// tagged is a number after a tag, or 0.
func (r *reader) tagged(tag byte) (n uint64, ok bool) {
	ok = r.read(func() bool {
		if !r.eat(tag) {
			return true
		}
		n, ok = r.base62()
		n++
		return ok && n != 0
	})
	return n, ok
}

func (r *reader) base62() (uint64, bool) {
	if r.eat('_') {
		return 0, true
	}
	var n uint64
	for !r.eat('_') {
		if r.at >= len(r.in) {
			return 0, false
		}
		d := strings.IndexByte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", r.in[r.at])
		high, low := bits.Mul64(n, 62)
		sum, carry := bits.Add64(low, uint64(d), 0) //nolint:gosec // checked in the next line
		if d < 0 || high != 0 || carry != 0 {
			return 0, false
		}
		n = sum
		r.at++
	}
	return n + 1, n+1 != 0
}

func (r *reader) disambiguator() (uint64, bool) { return r.tagged('s') }

// hex are digits up to an underscore.
func (r *reader) hex() (digits string, ok bool) {
	ok = r.read(func() bool {
		rest := r.in[r.at:]
		digits = rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789abcdef"))]
		r.at += len(digits)
		return r.eat('_')
	})
	return digits, ok
}

// backref prints what stood at an earlier place. What fails there does not end
// the reading here.
func (r *reader) backref(one func()) {
	var to uint64
	begin := r.at - 1
	if !r.read(func() (ok bool) { to, ok = r.base62(); return ok && to < uint64(begin) }) { //nolint:gosec // not negative
		return
	}
	if r.depth >= maxDepth {
		r.fail(tooDeep)
		return
	}
	if r.out == nil {
		return
	}
	here, depth := r.at, r.depth
	r.at, r.depth = int(to), depth+1
	one()
	r.at, r.depth, r.failed = here, depth, false
}

// unprinted reads without printing.
func (r *reader) unprinted(one func()) {
	out := r.out
	r.out = nil
	one()
	r.out = out
}
