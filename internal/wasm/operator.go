package wasm

// plain reads the immediates of an operator that neither branches nor calls, nor is one of
// aggregate's, and gives by how much it makes the stack of operands higher.
func (c *cursor) plain(op byte) int {
	switch {
	case op >= 0x28 && op <= 0x35: // loads
		c.memArg()
		return 0
	case op >= 0x36 && op <= 0x3e: // stores
		c.memArg()
		return -2
	case op >= 0x45 && op <= 0xc4:
		return numeric(op)
	}
	switch op {
	case 0x01, 0xd1, 0xd4: // nop, ref.is_null, ref.as_non_null
		return 0
	case 0x1a, 0xd3: // drop, ref.eq
		return -1
	case 0x1b: // select
		return -2
	case 0x1c: // select with types
		for n := c.count(); n > 0 && !c.bad; n-- {
			c.valueType()
		}
		return -2
	case 0xfc:
		return c.bulk(c.number())
	case 0xfd:
		return c.vector(c.number())
	case 0xfe:
		return c.atomic(c.number())
	}
	return c.variable(op)
}

// variable reads a constant, or an operator on a global, a table, or the size of a
// memory.
func (c *cursor) variable(op byte) int {
	switch op {
	case 0x43: // f32.const
		c.skip(4)
		return 1
	case 0x44: // f64.const
		c.skip(8)
		return 1
	case 0xd0: // ref.null
		c.heapType()
		return 1
	}
	c.number()
	switch op {
	case 0x23, 0x3f, 0x41, 0x42, 0xd2: // global.get, memory.size, i32.const, i64.const, ref.func
		return 1
	case 0x25, 0x40: // table.get, memory.grow
		return 0
	case 0x24: // global.set
		return -1
	case 0x26: // table.set
		return -2
	}
	c.bad = true
	return 0
}

// count reads how many items follow, each of at least a byte.
func (c *cursor) count() int {
	n := c.number()
	if n > uint64(len(c.code)-c.pos) { //nolint:gosec // not negative
		c.bad = true
		return 0
	}
	return int(n) //nolint:gosec // bounded above
}

// numeric is the effect of an operator on numbers: -1 of those with two operands.
func numeric(op byte) int {
	switch {
	case op == 0x45 || op == 0x50, // eqz
		op >= 0x67 && op <= 0x69, op >= 0x79 && op <= 0x7b, // clz, ctz, popcnt
		op >= 0x8b && op <= 0x91, op >= 0x99 && op <= 0x9f, // abs … sqrt
		op >= 0xa7: // conversions
		return 0
	}
	return -1
}

// bulk reads an operator after 0xfc.
func (c *cursor) bulk(op uint64) int {
	switch {
	case op <= 7: // conversions that saturate
		return 0
	case op == 9, op == 13: // data.drop, elem.drop
		c.number()
		return 0
	case op == 8, op == 10, op == 12, op == 14: // init, copy
		c.numbers(2)
		return -3
	case op == 11, op == 17: // fill
		c.number()
		return -3
	case op == 15: // table.grow
		c.number()
		return -1
	case op == 16: // table.size
		c.number()
		return 1
	case op == 19, op == 20: // i64.add128, i64.sub128
		return -2
	case op == 21, op == 22: // i64.mul_wide
		return 0
	}
	c.bad = true
	return 0
}

// vectorTakes is by how much each operator after 0xfd that has no case of its own
// in vector makes the stack lower.
const vectorTakes = "" +
	"0000000000000110000000010010101010111111111111111111111111111111" + // 0x00
	"1111111111111011112011112222000000000110000111111111001111010000" + // 0x40
	"0010011000011111111101111111111100000000000111100100011111101111" + // 0x80
	"0000000000011110010001111111111100001111111100001111111100000000" + // 0xc0
	"10000222222221111112" // 0x100

// vector reads an operator after 0xfd.
func (c *cursor) vector(op uint64) int {
	switch {
	case op == 11: // v128.store
		c.memArg()
		return -2
	case op <= 10 || op == 92 || op == 93: // loads
		c.memArg()
		return 0
	case op == 12: // v128.const
		c.skip(16)
		return 1
	case op == 13: // i8x16.shuffle
		c.skip(16)
	case op >= 84 && op <= 91: // loads and stores of a lane
		c.memArg()
		c.skip(1)
	case op >= 21 && op <= 34: // lanes
		c.skip(1)
	case op >= uint64(len(vectorTakes)):
		c.bad = true
		return 0
	}
	return -int(vectorTakes[op] - '0')
}

// atomic reads an operator after 0xfe.
func (c *cursor) atomic(op uint64) int {
	switch {
	case op == 3: // atomic.fence
		c.skip(1)
		return 0
	case op > 0x4e || op > 3 && op < 0x10:
		c.bad = true
		return 0
	}
	c.memArg()
	switch {
	case op >= 0x10 && op <= 0x16: // loads
		return 0
	case op == 1 || op == 2 || op >= 0x17 && op <= 0x1d || op >= 0x48: // waits, stores, cmpxchg
		return -2
	}
	return -1
}

// aggregate reads what follows 0xfb, but for branches: by how much it makes the stack of
// operands higher, and how many fields or elements it sets. fieldsOf are the fields of types.
func (c *cursor) aggregate(fieldsOf []int) (effect, sets int) {
	op := c.number()
	switch op {
	case 20, 21, 22, 23: // ref.test, ref.cast
		c.heapType()
		return 0, 0
	case 15, 26, 27, 28, 29, 30: // array.len, conversions, ref.i31
		return 0, 0
	}
	if op > 19 {
		c.bad = true
		return 0, 0
	}
	kind := c.number()
	if op >= 2 && op <= 5 || op >= 8 && op <= 10 || op >= 17 {
		sets = int(min(c.number(), maxFields+1)) // a field, a length, a segment or another type
	}
	switch op {
	case 0, 1: // struct.new, struct.new_default
		sets = 0
		if kind < uint64(len(fieldsOf)) {
			sets = fieldsOf[kind]
		}
		if op == 0 {
			return 1 - sets, sets
		}
		return 1, sets
	case 8: // array.new_fixed
		return 1 - sets, sets
	}
	return aggregateEffects[op], 0
}

// maxFields is the most elements of array.new_fixed (WebAssembly JavaScript Interface,
// "Implementation-defined Limits").
const maxFields = 10_000

// aggregateEffects are those of the operators after 0xfb that always have the same.
var aggregateEffects = [20]int{
	5: -2,         // struct.set
	6: -1,         // array.new
	9: -1, 10: -1, // array.new_data, array.new_elem
	11: -1, 12: -1, 13: -1, // array.get
	14: -3,         // array.set
	16: -4, 17: -5, // array.fill, array.copy
	18: -4, 19: -4, // array.init_data, array.init_elem
}
