package demangle

import "strconv"

// path reads the path of an item. In a value, its generic arguments come after a
// double colon.
func (r *reader) path(inValue bool) {
	if !r.deeper() {
		return
	}
	tag, ok := r.tag()
	if !ok {
		return
	}
	switch tag {
	case 'C': // a crate
		_, ok = r.disambiguator()
		if !ok {
			return
		}
		name, ok := r.ident()
		if !ok {
			return
		}
		r.print(name.String())
	case 'N':
		if !r.nested(inValue) {
			return
		}
	case 'M', 'X', 'Y': // an implementation of a type's own, of a trait, or a trait's
		if !r.implementation(tag) {
			return
		}
	case 'I':
		r.path(inValue)
		if inValue {
			r.print("::")
		}
		r.arguments()
		r.print(">")
	case 'B':
		r.backref(func() { r.path(inValue) })
	default:
		r.fail(invalid)
		return
	}
	r.back()
}

func (r *reader) arguments() {
	r.print("<")
	r.list(r.argument)
}

func (r *reader) nested(inValue bool) bool {
	space, ok := r.tag()
	if !ok {
		return false
	}
	if !isUpper(space) && (space < 'a' || space > 'z') {
		return r.fail(invalid)
	}
	if r.path(inValue); r.failed {
		r.print("::")
	}
	n, ok := r.disambiguator()
	if !ok {
		return false
	}
	name, ok := r.ident()
	if !ok {
		return false
	}
	if !isUpper(space) {
		if !name.empty() {
			r.print("::")
			r.print(name.String())
		}
		return true
	}
	kind := string(space)
	switch space {
	case 'C':
		kind = "closure"
	case 'S':
		kind = "shim"
	}
	r.print("::{" + kind)
	if !name.empty() {
		r.print(":")
		r.print(name.String())
	}
	r.print("#" + strconv.FormatUint(n, 10) + "}")
	return true
}

func (r *reader) implementation(tag byte) bool {
	if tag != 'Y' { // where the implementation stands
		if _, ok := r.disambiguator(); !ok {
			return false
		}
		r.unprinted(func() { r.path(false) })
	}
	r.print("<")
	r.typ()
	if tag != 'M' {
		r.print(" as ")
		r.path(false)
	}
	r.print(">")
	return true
}

func (r *reader) argument() {
	switch {
	case r.eat('L'):
		if n, ok := r.number(); ok {
			r.lifetime(n)
		}
	case r.eat('K'):
		r.constant(false)
	default:
		r.typ()
	}
}

// lifetime is the one that was bound so many before.
func (r *reader) lifetime(n uint64) {
	if r.out == nil {
		return
	}
	r.print("'")
	switch {
	case n == 0:
		r.print("_")
	case n > r.bound:
		r.fail(invalid)
	case r.bound-n < 26:
		r.print(string(rune('a' + r.bound - n))) //nolint:gosec // a letter
	default:
		r.print("_" + strconv.FormatUint(r.bound-n, 10))
	}
}

// binder binds lifetimes for what fn reads.
func (r *reader) binder(fn func()) {
	n, ok := r.tagged('G')
	if !ok {
		return
	}
	outer := r.bound
	if r.out != nil && n > 0 {
		r.print("for<")
		for i := uint64(0); i < n && !r.done(); i++ {
			if i > 0 {
				r.print(", ")
			}
			r.bound++
			r.lifetime(1)
		}
		r.print("> ")
	}
	fn()
	r.bound = outer
}
