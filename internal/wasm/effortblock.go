package wasm

// block is a block, a loop, an if, a try_table, or the body itself.
type block struct {
	start           positions
	loop            bool
	dead            bool // nothing runs from here to its end
	params, results int
	height          int // of the stack of operands below it
	branches        int // to its label
	written         int // locals, not counting those of blocks around it
	carried         int // locals that a loop uses and that were set before
	calls           int
	handlers        int // clauses of a try_table
	handler         int // the outermost block that they branch to
}

func (e *effort) top() *block { return &e.blocks[len(e.blocks)-1] }

// adjust makes the stack of operands higher by n.
func (e *effort) adjust(n int) { e.height = max(e.height+n, e.top().height) }

// dead follows an operator after which nothing runs.
func (e *effort) dead() {
	top := e.top()
	top.dead = true
	e.height = top.height
	e.part++
}

// open reads the type of a block, and begins it.
func (e *effort) open(op byte) {
	if op == opIf {
		e.adjust(-1)
	}
	params, results := e.blockType()
	e.adjust(-params)
	b := block{loop: op == opLoop, params: params, results: results, height: e.height}
	switch op {
	case opIf: // which is passed by where there is no else
		b.branches = 1
	case opTryTable:
		e.catches(&b)
	case opLoop:
		e.cost.loops++
		e.loops = append(e.loops, len(e.blocks))
	}
	e.height += params
	e.part++
	b.start = positions{e.part, e.step}
	e.blocks = append(e.blocks, b)
	e.cost.steps += params + results
	e.cost.loopDepth = max(e.cost.loopDepth, len(e.loops))
	e.cost.depth = max(e.cost.depth, len(e.blocks))
}

// blockType gives how many parameters and results a block has.
func (e *effort) blockType() (params, results int) {
	if e.pos >= len(e.code) {
		e.bad = true
		return 0, 0
	}
	switch code := e.code[e.pos]; {
	case code == 0x40:
		e.pos++
		return 0, 0
	case code&0xc0 == 0x40: // a value type: the sign is set
		e.valueType()
		return 0, 1
	}
	f := at(e.module.types, e.number())
	if f == nil {
		e.bad = true
		return 0, 0
	}
	return len(f.Params), len(f.Results)
}

// catches reads the clauses of a try_table.
func (e *effort) catches(b *block) {
	b.handler = len(e.blocks) - 1
	for n := e.count(); n > 0 && !e.bad; n-- {
		kind := e.byte()
		if kind < 2 {
			e.number() // the tag
		}
		e.cost.refs = e.cost.refs || kind&1 != 0 // catch_ref, catch_all_ref
		b.handlers++
		b.handler = min(b.handler, e.branch())
	}
	e.cost.steps += b.handlers
}

// branch reads a label, and gives the block.
func (e *effort) branch() int {
	label := e.number()
	if label >= uint64(len(e.blocks)) {
		e.bad = true
		return 0
	}
	to := len(e.blocks) - 1 - int(label) //nolint:gosec // below the number of blocks
	e.blocks[to].branches++
	return to
}

// table reads the targets of br_table.
func (e *effort) table() {
	e.adjust(-1)
	n := e.count()
	e.cost.steps += n
	e.cost.targets = max(e.cost.targets, n)
	for ; n >= 0 && !e.bad; n-- {
		e.branch()
	}
	e.dead()
}

// otherwise begins the other branch of an if, which then isn't passed by any more.
func (e *effort) otherwise() {
	b := e.top()
	if b.dead {
		b.branches--
	}
	b.dead = false
	e.part++
	e.height = b.height + b.params
}

// end ends a block: what was written in it differs by the way to its label.
func (e *effort) end() {
	last := len(e.blocks) - 1
	b := e.blocks[last]
	e.blocks = e.blocks[:last]
	if b.loop {
		e.loops = e.loops[:len(e.loops)-1]
		e.cost.held += b.carried * (e.step - b.start.step)
	}
	e.merge(&b, last == 0)
	if last == 0 {
		return
	}
	outer := e.top()
	outer.written += b.written
	outer.calls += b.calls
	if b.handlers > 0 {
		e.blocks[b.handler].branches += b.handlers * b.calls
	}
	e.height = b.height + b.results
	e.part++
}

// merge counts the ways to the label of a block, and the values that get there on
// several.
func (e *effort) merge(b *block, outermost bool) {
	ways := b.branches
	if b.loop || !b.dead {
		ways++
	}
	values := b.written + b.results
	switch {
	case outermost: // locals end with the function
		values = b.results
	case b.loop:
		values = b.written + b.params
	}
	e.cost.passed += ways
	if ways > 1 {
		e.cost.merged += values
		e.cost.passed += values * ways
	}
}
