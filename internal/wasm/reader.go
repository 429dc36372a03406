package wasm

import (
	"fmt"
	"unicode/utf8"
)

// decoder is one decoding: what was found wrong first, and what was spent.
type decoder struct {
	data   []byte
	err    *Error
	at     int // where the latest read was, for errors that have no place
	part   string
	memory int
	visits int
	lastID uint64
	limit  int     // of memory
	effort *effort // of compiling; nil: bodies of functions are not looked at
	async  *Error  // where the first asynchronous part is; nil: nothing is
	known  int     // so much of the data is there; what needs more ends the decoding
	beyond bool    // some of that was needed
	skips  bool    // bytes are passed over
	parts  int     // modules and components inside of the file

	elements  uint64 // that the tables of all modules begin with, as far as they are laid out
	images    uint64 // bytes of what the memories of all modules begin with, likewise
	imagesAt  int    // where the last of them was added
	constants int    // instructions of constant expressions

	passed func(int) // see Options
	next   int       // the offset at which to call it
}

// pass tells how far the decoding is.
func (d *decoder) pass(offset int) {
	d.passed(offset)
	d.next = offset + passedStep
}

// fail keeps the first error. Readers give zeroes from then on.
func (d *decoder) fail(offset int, format string, args ...any) {
	if d.err == nil {
		d.err = &Error{Offset: offset, Section: d.part, Message: articles(fmt.Sprintf(format, args...))}
	}
}

// isAsync keeps where something is that only the asynchronous part of the Component
// Model has.
func (d *decoder) isAsync(offset int, what string) {
	if d.async == nil {
		d.async = &Error{Offset: offset, Section: d.part, Message: what + " needs the asynchronous part of the Component Model"}
	}
}

// reader reads a part of the input. After an error it reads zeroes, and every
// count is zero, so that loops end and only their callers' results are wrong.
type reader struct {
	*decoder
	pos, end int
	fields   int // of the type that was read last, if it is a structure
}

// stop ends the decoding where the data that is known does.
func (r *reader) stop() {
	r.beyond = true
	r.failf("the rest isn't known")
}

// ok tells whether nothing was wrong so far.
func (r *reader) ok() bool { return r.err == nil }

func (r *reader) failf(format string, args ...any) { r.fail(r.pos, format, args...) }

// byte reads a byte; what says what it is, for the error.
func (r *reader) byte(what string) byte {
	if !r.ok() {
		return 0
	}
	if r.pos >= r.end {
		r.failf("expected %s, found the end", what)
		return 0
	}
	if r.pos >= r.known {
		r.stop()
		return 0
	}
	r.at = r.pos
	if r.passed != nil && r.pos >= r.next {
		r.pass(r.pos)
	}
	r.pos++
	return r.data[r.pos-1]
}

// peek is the next byte, 0 at the end.
func (r *reader) peek() byte {
	if !r.ok() || r.pos >= r.end {
		return 0
	}
	return r.data[r.pos]
}

// flag reads a byte that is 0 or 1.
func (r *reader) flag(what string) bool {
	switch b := r.byte(what); b {
	case 0:
		return false
	case 1:
		return true
	default:
		r.fail(r.pos-1, "expected 0 or 1 for %s, found 0x%02x", what, b)
		return false
	}
}

// count reads how many items follow, each of which takes at least a byte.
func (r *reader) count(limit int, what string) int {
	start := r.pos
	n := int(r.u32("the number of " + what))
	switch {
	case !r.ok():
		return 0
	case n > limit:
		r.fail(start, "%d %s are more than the limit of %d", n, what, limit)
		return 0
	case n > r.end-r.pos:
		r.fail(start, "expected %d %s, found the end after %d bytes", n, what, r.end-r.pos)
		return 0
	}
	return n
}

// name reads a name. Core specification, "Binary Format", "Names".
func (r *reader) name(what string) string {
	start := r.pos
	n := int(r.u32("the length of " + what))
	if n > maxNameSize {
		r.fail(start, "%s of %d bytes is longer than the limit of %d", what, n, maxNameSize)
	}
	text := r.bytes(n, what)
	if !utf8.Valid(text) {
		r.fail(start, "expected %s in UTF-8, found %q", what, clip(string(text)))
		return ""
	}
	r.spend(len(text))
	return string(text)
}

// clip shortens what a message quotes.
func clip(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}

// bytes reads n bytes, which are not copied.
func (r *reader) bytes(n int, what string) []byte {
	if !r.ok() {
		return nil
	}
	if n < 0 || n > r.end-r.pos {
		r.failf("expected %d bytes of %s, found the end after %d", n, what, r.end-r.pos)
		return nil
	}
	r.at = r.pos
	r.pos += n
	if r.pos > r.known && !r.skips {
		r.stop()
	}
	return r.data[r.pos-n : r.pos : r.pos]
}

// sub is a reader of the next n bytes, over which r goes on.
func (r *reader) sub(n int, what string) *reader {
	start := r.pos
	r.skips = true
	r.bytes(n, what)
	r.skips = false
	if !r.ok() {
		return &reader{decoder: r.decoder, pos: start, end: start}
	}
	return &reader{decoder: r.decoder, pos: start, end: r.pos}
}

// finish fails if something is left.
func (r *reader) finish() {
	if r.ok() && r.pos != r.end {
		r.failf("expected the end, found %d more bytes", r.end-r.pos)
	}
}
