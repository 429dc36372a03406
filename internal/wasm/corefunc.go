package wasm

// Codes of core type definitions.
const (
	codeRec      = 0x4e
	codeSubFinal = 0x4f
	codeSub      = 0x50
	codeCont     = 0x5d
	codeArray    = 0x5e
	codeStruct   = 0x5f
	codeFunc     = 0x60
)

// recType reads a recursive group or a single type, and gives each to add: nil for
// what is no function. Core specification, "Binary Format", "Recursive Types".
func (r *reader) recType(add func(*CoreFunc)) {
	if r.peek() != codeRec {
		add(r.subType())
		return
	}
	r.byte("a type")
	n := r.count(maxCoreTypes, "types of a group")
	for i := 0; i < n && r.ok(); i++ {
		add(r.subType())
	}
}

func (r *reader) subType() *CoreFunc {
	if code := r.peek(); code == codeSub || code == codeSubFinal {
		r.byte("a type")
		for range r.count(1, "supertypes") {
			r.u32("a supertype")
		}
	}
	if r.peek() == codeShared {
		r.byte("a type")
	}
	return r.compType()
}

// compType reads a composite type.
func (r *reader) compType() *CoreFunc {
	r.fields = 0
	switch code := r.byte("a type"); code {
	case codeFunc:
		return r.coreFuncType()
	case codeStruct:
		r.fields = r.count(maxMembers, "fields")
		for i := 0; i < r.fields && r.ok(); i++ {
			r.fieldType()
		}
	case codeArray:
		r.fieldType()
	case codeCont:
		r.signed33("the type of a continuation")
	default:
		r.fail(r.pos-1, "expected a core type, found 0x%02x", code)
	}
	return nil
}

func (r *reader) coreFuncType() *CoreFunc {
	r.spend(coreFuncCost)
	return &CoreFunc{Params: r.coreValues("parameters"), Results: r.coreValues("results")}
}

func (r *reader) coreValues(what string) []CoreValue {
	n := r.count(maxParams, what)
	r.spend(16 * n)
	var values []CoreValue
	for i := 0; i < n && r.ok(); i++ {
		values = append(values, r.coreValue())
	}
	return values
}

// fieldType reads over the type of a field or an element.
func (r *reader) fieldType() {
	if code := r.peek(); code == 0x78 || code == 0x77 { // i8, i16
		r.byte("a storage type")
	} else {
		r.coreValue()
	}
	r.flag("the mutability of a field")
}

// Opcodes of constant expressions.
const (
	opEnd       = 0x0b
	opGlobalGet = 0x23
	opI32Const  = 0x41
	opI64Const  = 0x42
	opF32Const  = 0x43
	opF64Const  = 0x44
	opI32Add    = 0x6a // add, sub, mul
	opI32Mul    = 0x6c
	opI64Add    = 0x7c
	opI64Mul    = 0x7e
	opRefNull   = 0xd0
	opRefFunc   = 0xd2
	opGC        = 0xfb
	opVector    = 0xfd
)

// constExpr reads over a constant expression. Core specification, "Binary Format",
// "Expressions"; "Validation", "Constant Expressions".
func (r *reader) constExpr() {
	for r.ok() {
		r.constant()
		switch op := r.byte("a constant expression"); {
		case op == opEnd:
			return
		case op == opGlobalGet, op == opRefFunc:
			r.u32("an index")
		case op == opI32Const, op == opI64Const:
			r.skipLEB("a number")
		case op == opRefNull:
			r.reference("")
		case op == opF32Const:
			r.bytes(4, "a number")
		case op == opF64Const:
			r.bytes(8, "a number")
		case op >= opI32Add && op <= opI32Mul, op >= opI64Add && op <= opI64Mul:
		case op == opGC:
			r.constGC()
		case op == opVector:
			r.constVector()
		default:
			r.fail(r.pos-1, "expected an instruction of a constant expression, found 0x%02x", op)
		}
	}
}

// constGC reads over the rest of an instruction that makes a structure or an
// array, or converts a reference.
func (r *reader) constGC() {
	switch op := r.u32("an instruction"); op {
	case 0, 1, 6, 7: // struct.new, struct.new_default, array.new, array.new_default
		r.u32("a type index")
	case 8: // array.new_fixed
		r.u32("a type index")
		r.u32("a length")
	case 26, 27, 28: // any.convert_extern, extern.convert_any, ref.i31
	default:
		r.failf("expected an instruction of a constant expression, found 0xfb %d", op)
	}
}

func (r *reader) constVector() {
	if op := r.u32("an instruction"); op != 12 { // v128.const
		r.failf("expected an instruction of a constant expression, found 0xfd %d", op)
	}
	r.bytes(16, "a vector")
}
