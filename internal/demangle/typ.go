package demangle

import "strings"

var basic = [256]string{
	'b': "bool", 'c': "char", 'e': "str", 'u': "()", 'a': "i8", 's': "i16", 'l': "i32", 'x': "i64", 'n': "i128",
	'i': "isize", 'h': "u8", 't': "u16", 'm': "u32", 'y': "u64", 'o': "u128", 'j': "usize", 'f': "f32", 'd': "f64",
	'z': "!", 'p': "_", 'v': "...",
}

func (r *reader) typ() {
	tag, ok := r.tag()
	if !ok {
		return
	}
	if basic[tag] != "" {
		r.print(basic[tag])
		return
	}
	if !r.deeper() {
		return
	}
	if r.compound(tag) {
		r.back()
	}
}

// compound reads a type that consists of others. False means that nothing is to
// be read after it.
func (r *reader) compound(tag byte) bool {
	switch tag {
	case 'R', 'Q':
		return r.reference(tag == 'Q')
	case 'P':
		r.print("*const ")
		r.typ()
	case 'O':
		r.print("*mut ")
		r.typ()
	case 'A', 'S':
		r.print("[")
		r.typ()
		if tag == 'A' {
			r.print("; ")
			r.constant(true)
		}
		r.print("]")
	case 'T':
		r.tuple(r.typ)
	case 'F':
		r.binder(r.function)
	case 'D':
		return r.dyn()
	case 'B':
		r.backref(r.typ)
	case 'w':
		r.print("#[splat] ")
		r.typ()
	case 'W':
		r.typ()
		r.print(" is ")
		r.pattern()
	default:
		r.at--
		r.path(false)
	}
	return true
}

func (r *reader) tuple(one func()) {
	r.print("(")
	if r.list(one) == 1 {
		r.print(",")
	}
	r.print(")")
}

func (r *reader) reference(mutable bool) bool {
	r.print("&")
	if r.eat('L') {
		n, ok := r.number()
		if !ok {
			return false
		}
		if n != 0 {
			r.lifetime(n)
			r.print(" ")
		}
	}
	if mutable {
		r.print("mut ")
	}
	r.typ()
	return true
}

func (r *reader) function() {
	unsafe, abi := r.eat('U'), ""
	if r.eat('K') {
		if abi = "C"; !r.eat('C') {
			name, ok := r.ident()
			if !ok {
				return
			}
			if name.ascii == "" || name.punycode != "" {
				r.fail(invalid)
				return
			}
			abi = strings.ReplaceAll(name.ascii, "_", "-")
		}
	}
	if unsafe {
		r.print("unsafe ")
	}
	if abi != "" {
		r.print(`extern "` + abi + `" `)
	}
	r.print("fn(")
	r.list(r.typ)
	r.print(")")
	if !r.eat('u') { // nothing is returned
		r.print(" -> ")
		r.typ()
	}
}

func (r *reader) dyn() bool {
	r.print("dyn ")
	r.binder(func() {
		for n := 0; !r.failed && !r.done() && !r.eat('E'); n++ {
			if n > 0 {
				r.print(" + ")
			}
			r.trait()
		}
	})
	if !r.eat('L') {
		return r.fail(invalid)
	}
	n, ok := r.number()
	if ok && n != 0 {
		r.print(" + ")
		r.lifetime(n)
	}
	return ok
}

// trait is one of a trait object, with what its associated types are.
func (r *reader) trait() {
	open := r.openPath()
	for r.eat('p') {
		if open {
			r.print(", ")
		} else {
			r.print("<")
			open = true
		}
		name, ok := r.ident()
		if !ok {
			return
		}
		r.print(name.String())
		r.print(" = ")
		if r.eat('K') {
			r.constant(false)
		} else {
			r.typ()
		}
	}
	if open {
		r.print(">")
	}
}

// openPath leaves the generic arguments of a path open, and tells whether it has
// some.
func (r *reader) openPath() (open bool) {
	switch {
	case r.eat('B'):
		r.backref(func() { open = r.openPath() })
	case r.eat('I'):
		r.path(false)
		r.arguments()
		open = true
	default:
		r.path(false)
	}
	return open
}

func (r *reader) pattern() {
	tag, ok := r.tag()
	if !ok {
		return
	}
	switch tag {
	case 'R':
		r.constant(false)
		r.print("..=")
		r.constant(false)
	case 'O':
		if !r.deeper() {
			return
		}
		for r.pattern(); !r.eat('E'); r.pattern() {
			if r.failed || r.done() {
				r.fail(invalid)
				return
			}
			r.print(" | ")
		}
		r.back()
	case 'N':
		r.print("!null")
	default:
		r.fail(invalid)
	}
}
