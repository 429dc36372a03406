package engine

import "errors"

var errUnknownType = errors.New("unknown kind of type")

// typeDefinition adds a type to the scope.
func (w *nesting) typeDefinition() error {
	depth, err := w.definedType()
	if err == nil {
		w.top().addType(depth)
		if depth > maxTypeNesting {
			err = errNesting
		}
	}
	return err
}

// The first bytes of types.
const (
	typeResourceAsync = 0x3e
	typeResource      = 0x3f
	typeFunc          = 0x40
	typeComponent     = 0x41
	typeInstance      = 0x42
	typeFuncAsync     = 0x43
	typeMap           = 0x63
	typeFuture        = 0x65
	typeStream        = 0x66
	typeFixedList     = 0x67
	typeBorrow        = 0x68
	typeOwn           = 0x69
	typeResult        = 0x6a
	typeOption        = 0x6b
	typeEnum          = 0x6d
	typeFlags         = 0x6e
	typeTuple         = 0x6f
	typeList          = 0x70
	typeVariant       = 0x71
	typeRecord        = 0x72
)

// definedType reads a type's definition and returns how deep it is.
func (w *nesting) definedType() (int, error) {
	kind, err := w.byte()
	if err != nil {
		return 0, err
	}
	d := depths{w: w}
	switch kind {
	case typeRecord:
		d.vec(func() { d.name(); d.value() })
	case typeVariant:
		d.vec(func() { d.name(); d.optional(); d.refines() })
	case typeTuple:
		d.vec(d.value)
	case typeList, typeOption:
		d.value()
	case typeFixedList:
		d.value()
		d.number()
	case typeMap:
		d.value()
		d.value()
	case typeFlags, typeEnum:
		d.vec(d.name)
	case typeResult:
		d.optional()
		d.optional()
	case typeFuture, typeStream:
		d.optional()
	case typeOwn, typeBorrow:
		d.index()
	case typeFunc, typeFuncAsync:
		d.function()
	case typeResource:
		d.skip() // the representation
		d.refines()
	case typeResourceAsync:
		d.skip()
		d.number()
		d.refines()
	case typeComponent, typeInstance:
		d.declarations()
	default:
		if !isPrimitive(kind) {
			return 0, errUnknownType
		}
	}
	return d.deepest + 1, d.err
}

// isPrimitive: bool to string, and error-context.
func isPrimitive(kind byte) bool { return kind >= 0x73 && kind <= 0x7f || kind == 0x64 }

// depths reads the parts of one type and keeps the depth of the deepest, and
// the first error.
type depths struct {
	w       *nesting
	deepest int
	err     error
}

// vec reads a number, and as many parts as it says.
func (d *depths) vec(part func()) {
	if d.err == nil {
		d.err = d.w.vec(func() error { part(); return d.err })
	}
}

func (d *depths) number() uint32 {
	var n uint32
	if d.err == nil {
		n, d.err = d.w.u32()
	}
	return n
}

func (d *depths) skip() byte {
	var b byte
	if d.err == nil {
		b, d.err = d.w.byte()
	}
	return b
}

func (d *depths) name() {
	if d.err == nil {
		d.err = d.w.name()
	}
}

func (d *depths) note(depth int) { d.deepest = max(d.deepest, depth) }

// index reads a type's index.
func (d *depths) index() {
	s := d.w.top()
	d.note(s.depthOf(s.types, d.number()))
}

// value reads a valtype: a primitive, or an index as a signed number.
func (d *depths) value() {
	if d.err != nil || d.w.at >= len(d.w.in) {
		d.skip()
		return
	}
	if isPrimitive(d.w.in[d.w.at]) {
		d.skip()
		return
	}
	d.index() // as an unsigned number, which is the same for what is not negative
}

// option reads a byte that tells whether a part follows.
func (d *depths) option(part func()) {
	switch d.skip() {
	case 0:
	case 1:
		part()
	default:
		d.fail(errUnknownType)
	}
}

func (d *depths) optional() { d.option(d.value) }

// refines reads an optional index that is no type's.
func (d *depths) refines() { d.option(func() { d.number() }) }

func (d *depths) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *depths) function() {
	d.vec(func() { d.name(); d.value() })
	switch d.skip() {
	case 0:
		d.value()
	case 1:
		d.vec(func() { d.name(); d.value() })
	default:
		d.fail(errUnknownType)
	}
}

// declarations reads the type of a component or of an instance.
func (d *depths) declarations() {
	if d.err != nil {
		return
	}
	if len(d.w.scopes) > maxTypeNesting {
		d.err = errNesting
		return
	}
	depth, err := d.w.scoped(func() error { return d.w.vec(d.w.declaration) })
	d.note(depth)
	d.fail(err)
}
