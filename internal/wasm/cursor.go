package wasm

// cursor goes over the body of a function. It doesn't allocate, unlike a reader,
// and says nothing of what is wrong: the compiler does.
type cursor struct {
	code []byte
	pos  int
	bad  bool // what follows can't be read
	far  bool // an access of memory was read whose offset is beyond farOffset
}

func (c *cursor) byte() byte {
	if c.pos >= len(c.code) {
		c.bad = true
		return 0
	}
	c.pos++
	return c.code[c.pos-1]
}

func (c *cursor) skip(n int) {
	if n > len(c.code)-c.pos {
		c.bad = true
		return
	}
	c.pos += n
}

// number reads an unsigned LEB128 number of at most 64 bits.
func (c *cursor) number() uint64 {
	value := uint64(0)
	for shift := 0; shift < 70; shift += 7 {
		b := c.byte()
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value
		}
	}
	c.bad = true
	return 0
}

// numbers reads over n numbers, signed or not.
func (c *cursor) numbers(n int) {
	for range n {
		c.number()
	}
}

// valueType reads over a value type.
func (c *cursor) valueType() {
	if code := c.byte(); code == codeRefNull || code == codeRef {
		c.heapType()
	}
}

// mayRefer tells whether the type that follows, of values or of a heap, is of references that
// the garbage collector may count: neither numbers nor funcref.
func (c *cursor) mayRefer() bool {
	return c.pos < len(c.code) && c.code[c.pos] < firstNumber && c.code[c.pos] != 0x70
}

// heapType reads over a heap type: a code or the index of a type.
func (c *cursor) heapType() {
	if c.pos < len(c.code) && c.code[c.pos] == codeShared {
		c.pos++
	}
	c.number()
}

// memArg reads over the alignment and the offset of an access. Core specification,
// "Binary Format", "Memory Instructions".
func (c *cursor) memArg() {
	if c.number()&0x40 != 0 {
		c.number() // the memory
	}
	c.far = c.number() >= farOffset
}
