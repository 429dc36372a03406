package wasm

import "slices"

// The most that a function may ask of the compiler. Each is at least four times
// what the largest functions of real programs ask; docs/RATIONALE.md has the figures.
const (
	maxSteps     = 700_000
	maxMerged    = 50_000
	maxPassed    = 500_000
	maxHeld      = 40_000_000
	maxHeldRefs  = maxHeld / refWeight
	maxReach     = 5_000_000
	maxLoopDepth = 100
	maxDepth     = 10_000
	maxTableUses = 5_000
	maxLoops     = 3_000
	maxSlow      = 2_500_000
	maxLocals    = 50_000 // wasmtime's
	// On 64-bit ARM, wasmtime 44 jumps to a wrong place through a table that is larger than
	// what a branch reaches (GHSA-mghf-wjfp-p5xm): 262,144 targets.
	maxTargets = 60_000
)

// A module may have so many functions, types, imports and exports, and one more for
// functionOfBytes each of the file. The compiler takes 6 kB for an empty one, and as much
// for what lets the host call it.
const (
	maxFunctions    = 40_000
	maxTypes        = 10_000 // and as many imports, and exports
	functionOfBytes = 64
)

// All functions of a file may take so many microseconds to compile, as estimated:
// minEffort, and effortOfByte for each byte of the file.
const (
	minEffort    = 60_000_000
	effortOfByte = 5
)

// effort estimates what the functions of a file cost the compiler. What translating
// to static single assignment and allocating registers take grows faster than the
// code does, and a few kilobytes can be made to take hours.
//
// Its stacks and tables serve one body after the other.
type effort struct {
	cursor
	module *moduleReader
	micros int // of all functions so far
	unread int // bodies of which something can't be read

	blocks []block
	loops  []int     // those of blocks that are loops
	locals []local   // of this function
	part   int       // the number of the basic block; goes on from body to body
	step   int       // likewise the number of operators, which positions are given by
	height int       // of the stack of operands
	cost   cost      // of this function
	start  positions // of this function
}

// positions are where something happens.
type positions struct{ part, step int }

// cost is what a function asks of the compiler.
type cost struct {
	locals    int
	steps     int // operators, targets of tables, operands of calls, locals
	merged    int // values that differ by the way to a block: phis
	passed    int // values that branches pass on for them
	held      int // values that are live at a step, summed up over all steps
	reach     int // basic blocks from a use of a local to the next, summed up over all
	loops     int
	loopDepth int
	depth     int
	refs      bool // values may be references that the garbage collector counts
	targets   int  // of the largest table of branches
	tableUses int  // operators that take a reference from a table or a global, or set one
	slow      int  // microseconds that operators take beyond what others do
}

// refWeight is how much more a reference takes while it is live than a number: the
// compiler notes for each call where it is.
const refWeight = 8

// functionMicros is what a function takes that does nothing.
const functionMicros = 40

// micros is how long it takes to compile a function, in microseconds. The weights
// are for the slowest of the shapes that were tried.
func (c *cost) micros() int {
	held := c.held
	if c.refs {
		held *= refWeight
	}
	return functionMicros + c.steps + c.passed/2 + held/10 + c.reach/20 + c.merged*c.merged/500 +
		c.loops*c.loops/10 + c.tableUses*tableUseMicros + c.tableUses*c.tableUses/50 + c.slow
}

// What operators take that the compiler tries many ways to rewrite, in microseconds: a
// rotation of what was rotated before, and an access of memory at an offset beyond 2 GiB.
const (
	rotationMicros = 115
	farMicros      = 20
	farOffset      = 1 << 31
	// Setting a field of a structure with many, or an element of an array.
	fieldMicros = 7
	manyFields  = 100
)

// tableUseMicros is what a use of a table takes at most: one of a reference that the
// garbage collector counts.
const tableUseMicros = 60

// crossingMicros is what the function takes that lets the host call one of this type:
// it reads all parameters before the call, and writes all results after it.
func crossingMicros(f *CoreFunc) int {
	p, r := len(f.Params), len(f.Results)
	return functionMicros/2 + p + r + p*p/50 + r*r/100
}

// excess says what there is too much of, "" if that is nothing.
func (c *cost) excess() (found int, what string, most int) {
	mostHeld := maxHeld
	if c.refs {
		mostHeld = maxHeldRefs
	}
	for _, bound := range [...]struct {
		found int
		what  string
		most  int
	}{
		{c.locals, "locals", maxLocals},
		{c.loops, "loops", maxLoops},
		{c.loopDepth, "loops within each other", maxLoopDepth},
		{c.depth, "blocks within each other", maxDepth},
		{c.targets, "targets of one br_table", maxTargets},
		{c.tableUses, "uses of tables and of globals with references", maxTableUses},
		{c.merged, "values of locals that branches and loops merge", maxMerged},
		{c.passed, "values that branches pass on", maxPassed},
		{c.reach, "blocks over which locals are looked up", maxReach},
		{c.held, "steps over which values are live", mostHeld},
		{c.steps, "operators and operands", maxSteps},
		{c.slow, "microseconds of rotations, of accesses at offsets beyond 2 GiB, and of structures with many fields", maxSlow},
	} {
		if bound.found > bound.most {
			return bound.found, bound.what, bound.most
		}
	}
	return 0, "", 0
}

// body measures the body of a function. What it can't read is not valid, which the
// compiler finds as well; only what is before that counts then.
func (e *effort) body(code []byte, f *CoreFunc) {
	e.code, e.pos, e.bad = code, 0, false
	e.cost = cost{refs: e.module.collects}
	e.part++
	e.start = positions{e.part, e.step}
	e.blocks, e.loops, e.height = e.blocks[:0], e.loops[:0], 0
	e.blocks = append(e.blocks, block{start: e.start, results: len(f.Results)})
	e.declare(uint64(len(f.Params)))
	for n := e.count(); n > 0 && !e.bad; n-- {
		e.declare(e.number())
		e.cost.refs = e.cost.refs || e.mayRefer()
		e.valueType()
	}
	for len(e.blocks) > 0 && !e.bad {
		e.operator()
		e.bad = e.bad || e.cost.steps > maxSteps || e.cost.depth > maxDepth
	}
}

// collected tells whether a type is of references that the garbage collector counts.
func collected(t CoreValue) bool {
	return t != "" && t != "funcref" && !slices.Contains(numberTypes[:], t)
}

// mayCollect tells whether a module has such references from anywhere: one with a tag can
// catch a reference to an exception, one with a type of a structure or an array has these.
func (m *moduleReader) mayCollect() bool {
	if len(m.tags) > 0 {
		return true
	}
	for _, f := range m.types {
		if f == nil || (slices.ContainsFunc(f.Params, collected) || slices.ContainsFunc(f.Results, collected)) {
			return true
		}
	}
	return slices.ContainsFunc(m.tables, func(t Table) bool { return collected(t.Elem) }) ||
		slices.ContainsFunc(m.globals, func(g Global) bool { return collected(g.Type) })
}

// declare adds locals.
func (e *effort) declare(n uint64) {
	if n > maxLocals {
		n = maxLocals + 1
	}
	e.cost.locals += int(n)
	e.cost.steps += int(n)
	if e.cost.locals > maxLocals {
		e.bad = true
		return
	}
	if more := e.cost.locals - len(e.locals); more > 0 {
		e.locals = append(e.locals, make([]local, more)...)
	}
}

// bounds measures the body of a function, and refuses the file if it is too much.
func (m *moduleReader) bounds(code []byte, i int) {
	e := m.effort
	index := len(m.funcs) - m.funcTypes + i
	if e == nil || index >= len(m.funcs) || m.funcs[index] == nil {
		return
	}
	if m.bounded(m.bodies, maxFunctions, "functions"); !m.ok() {
		return
	}
	e.module = m
	if e.body(code, m.funcs[index]); e.bad || e.pos != len(code) {
		e.unread++
	}
	if found, what, most := e.cost.excess(); what != "" {
		m.failf("function %d would take the compiler too long: it has %d %s, and the limit is %d: "+
			"split it, or use fewer locals and blocks", index, found, what, most)
		return
	}
	m.spendEffort(e.cost.micros() + crossingMicros(m.funcs[index]))
}

// bounded refuses so many of something in a file that is to be compiled, if it may
// have that many and one for some of its bytes.
func (m *moduleReader) bounded(n, most int, what string) {
	if most += len(m.reader.data) / functionOfBytes; m.effort != nil && n > most {
		m.failf("%d %s are more than the limit of %d for %d bytes", n, what, most, len(m.reader.data))
	}
}

// crossings are the functions by which the host calls those of each type, and by
// which these call the host.
func (m *moduleReader) crossings() {
	if m.effort == nil {
		return
	}
	for _, f := range m.types {
		if f != nil {
			m.spendEffort(2 * crossingMicros(f))
		}
	}
}

// spendEffort refuses the file if all of it takes too long to compile.
func (m *moduleReader) spendEffort(micros int) {
	e := m.effort
	e.micros += micros
	if most := minEffort + effortOfByte*len(m.reader.data); e.micros > most {
		m.failf("the functions would take the compiler too long: %d s as estimated, and the limit for %d bytes is %d s: "+
			"split those that have the most locals and blocks, or give them fewer parameters and results",
			e.micros/1e6, len(m.reader.data), most/1e6)
	}
}
