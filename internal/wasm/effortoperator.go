package wasm

// Operators that begin a block.
const (
	opLoop     = 0x03
	opIf       = 0x04
	opTryTable = 0x1f
)

// operator reads an operator. Core specification, "Binary Format", "Instructions".
func (e *effort) operator() {
	e.step++
	e.cost.steps++
	e.cost.held += e.height
	switch op := e.byte(); op {
	case 0x20: // local.get
		e.read(e.number())
		e.adjust(1)
	case 0x21: // local.set
		e.write(e.number())
		e.adjust(-1)
	case 0x22: // local.tee
		e.write(e.number())
	case 0x02, opLoop, opIf, opTryTable:
		e.open(op)
	case 0x05: // else
		e.otherwise()
	case 0x0b:
		e.end()
	case 0x00, 0x0a, 0x0f: // unreachable, throw_ref, return
		e.dead()
	case 0x08, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15:
		e.calls(op)
	case 0x23, 0x24: // global.get, global.set
		if e.barrier() {
			e.cost.tableUses++
		}
		e.adjust(e.plain(op))
	case 0x25, 0x26: // table.get, table.set
		e.cost.tableUses++
		e.adjust(e.plain(op))
	default:
		if !e.branches(op) {
			e.computes(op)
		}
	}
}

// computes reads an operator that neither branches nor calls, nor looks at locals.
func (e *effort) computes(op byte) {
	switch op {
	case 0x77, 0x78, 0x89, 0x8a: // rotl, rotr
		e.cost.slow += rotationMicros
		e.adjust(-1)
	case opGC:
		e.aggregates()
	case opRefNull:
		e.cost.refs = e.cost.refs || e.mayRefer()
		e.adjust(e.plain(op))
	default:
		e.far = false
		e.adjust(e.plain(op))
		if e.far {
			e.cost.slow += farMicros
		}
	}
}

// aggregates reads an operator on structures or arrays.
func (e *effort) aggregates() {
	e.cost.refs = true
	effect, sets := e.aggregate(e.module.fieldsOf)
	e.cost.steps += sets
	if sets > manyFields {
		e.cost.slow += sets * fieldMicros
	}
	e.adjust(effect)
}

// barrier tells whether the global that follows has a reference for which the garbage
// collector is asked each time.
func (e *effort) barrier() bool {
	next := cursor{code: e.code, pos: e.pos}
	index := next.number()
	if globals := e.module.globals; index < uint64(len(globals)) {
		return collected(globals[index].Type)
	}
	return false
}

// branches reads an operator that branches, if it is one.
func (e *effort) branches(op byte) bool {
	switch op {
	case 0x0c: // br
		e.branch()
		e.dead()
		return true
	case 0x0d, 0xd5: // br_if, br_on_null
		if op == 0x0d {
			e.adjust(-1)
		}
		e.branch()
	case 0xd6: // br_on_non_null
		e.branch()
		e.adjust(-1)
	case 0x0e: // br_table
		e.table()
		return true
	case 0xfb:
		if e.pos >= len(e.code) || e.code[e.pos]&^1 != 24 {
			return false
		}
		e.skip(2) // br_on_cast, br_on_cast_fail; which types may be null
		e.branch()
		e.heapType()
		e.heapType()
	default:
		return false
	}
	e.part++
	return true
}

// calls reads an operator that calls or throws.
func (e *effort) calls(op byte) {
	switch index := e.number(); op {
	case 0x08: // throw
		e.call(at(e.module.tags, index))
		e.dead()
	case 0x10, 0x12: // call, return_call
		e.call(at(e.module.funcs, index))
	case 0x11, 0x13: // call_indirect, return_call_indirect
		e.number() // the table
		e.cost.tableUses++
		e.adjust(-1)
		e.call(at(e.module.types, index))
	case 0x14, 0x15: // call_ref, return_call_ref
		e.adjust(-1)
		e.call(at(e.module.types, index))
	}
	if op == 0x12 || op == 0x13 || op == 0x15 {
		e.dead()
	}
}

// call notes a call of a function of that type.
func (e *effort) call(f *CoreFunc) {
	if f == nil {
		e.bad = true
		return
	}
	e.cost.steps += len(f.Params) + len(f.Results)
	e.top().calls++
	e.adjust(-len(f.Params))
	e.height += len(f.Results)
}

// at is an entry of an index space, nil if there is none.
func at(space []*CoreFunc, index uint64) *CoreFunc {
	if index < uint64(len(space)) {
		return space[index]
	}
	return nil
}
