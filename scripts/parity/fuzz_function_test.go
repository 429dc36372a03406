package main

import (
	"encoding/binary"
	"math"
	"slices"
)

// snippets are valid at the start of any function of a module that has a memory.
var snippets = [][]byte{
	{0x00},                               // unreachable
	{0x01},                               // nop
	{0x03, 0x40, 0x0c, 0x00, 0x0b},       // a loop without an end
	{0x41, 0x7f, 0x28, 0x02, 0x00, 0x1a}, // a load beyond any memory
	{0x41, 0x01, 0x40, 0x00, 0x1a},       // a memory that grows by a page,
	{0x41, 0x80, 0x20, 0x40, 0x00, 0x1a}, // by all of the limit, and
	{0x41, 0x7f, 0x40, 0x00, 0x1a},       // by more than there is
	{0x10, 0x00},                         // a call of the first function
	{0x41, 0x00, 0x2d, 0x00, 0x00, 0x1a}, // a load of the first byte
}

// function changes an instruction of a function's body, or adds some at its
// start (WebAssembly's binary format, 5.4 and 5.5.13).
func (m mutator) function(body []byte) []byte {
	start, ok := afterLocals(body)
	if !ok {
		return body
	}
	body = slices.Clone(body)
	if m.IntN(8) == 0 {
		return slices.Insert(body, start, snippets[m.IntN(len(snippets))]...)
	}
	var all []int
	for at := start; at < len(body); {
		all = append(all, at)
		n := length(body[at:])
		if n <= 0 || at+n > len(body) {
			break
		}
		at += n
	}
	if len(all) == 0 {
		return body
	}
	at := all[m.IntN(len(all))]
	for try := 0; try < 4 && !tame(body[at]); try++ {
		at = all[m.IntN(len(all))]
	}
	return m.instruction(body, at)
}

// tame tells the instructions of which every change is valid.
func tame(op byte) bool {
	return alike(op) != nil || op == 0x41 || op == 0x42 || op >= 0x28 && op <= 0x3e
}

func afterLocals(body []byte) (int, bool) {
	groups, at := binary.Uvarint(body)
	if at <= 0 || groups > uint64(len(body)) {
		return 0, false
	}
	for range groups {
		_, n := binary.Uvarint(body[at:])
		if n <= 0 || at+n+1 > len(body) {
			return 0, false
		}
		at += n + 1
	}
	return at, at < len(body)
}

// instruction changes one: its operation to another of the same type, or what
// it is applied to.
func (m mutator) instruction(body []byte, at int) []byte {
	op := body[at]
	if like := alike(op); like != nil {
		body[at] = like[0] + byte(m.IntN(int(like[1]-like[0])+1))
		return body
	}
	end := at + length(body[at:])
	switch {
	case end <= at+1 || end > len(body): // one without operands
		if m.IntN(4) == 0 {
			body[at] = byte(m.IntN(256))
		}
	case op == 0x41 || op == 0x42: // a constant
		return slices.Replace(body, at+1, end, m.number()...)
	case op >= 0x28 && op <= 0x3e: // where memory is read or written
		_, n := binary.Uvarint(body[at+1:])
		return slices.Replace(body, at+1+n, end, binary.AppendUvarint(nil, uint64(m.Uint32()>>m.IntN(32)))...)
	default: // an index, a depth, a type
		body[at+1+m.IntN(end-at-1)] += byte(2*m.IntN(2)) - 1
	}
	return body
}

// number is one at which something may happen, as a signed LEB128.
func (m mutator) number() []byte {
	edges := []int64{0, 1, -1, math.MaxInt32, math.MinInt32, 65535, 65536, int64(int32(m.Uint32())) >> m.IntN(32)}
	v := edges[m.IntN(len(edges))]
	var out []byte
	for v < -64 || v > 63 {
		out, v = append(out, byte(v)|0x80), v>>7
	}
	return append(out, byte(v)&0x7f)
}

// alike returns the first and the last of the operations without operands that
// take and give what this one does, nil if there are no others.
func alike(op byte) []byte {
	for _, r := range [][]byte{
		{0x46, 0x4f}, {0x51, 0x5a}, {0x5b, 0x60}, {0x61, 0x66}, // comparisons
		{0x67, 0x69}, {0x6a, 0x78}, {0x79, 0x7b}, {0x7c, 0x8a}, // integers
		{0x8b, 0x91}, {0x92, 0x98}, {0x99, 0x9f}, {0xa0, 0xa6}, // floats
		{0xa8, 0xa9}, {0xaa, 0xab}, {0xac, 0xad}, {0xae, 0xaf}, {0xb0, 0xb1}, {0xc0, 0xc1}, {0xc2, 0xc4},
	} {
		if op >= r[0] && op <= r[1] {
			return r
		}
	}
	return nil
}

// length is that of an instruction, 0 if it isn't known.
func length(in []byte) int {
	switch op := in[0]; {
	case op == 0x0e || op == 0x1c: // br_table, select t*: a list, and one more for the first
		count, n := binary.Uvarint(in[1:])
		if n <= 0 || count > uint64(len(in)) {
			return 0
		}
		if op == 0x0e {
			count++
		}
		return 1 + n + operands(in[1+n:], int(count))
	case op == 0x43:
		return 1 + 4
	case op == 0x44:
		return 1 + 8
	case op == 0x11 || op == 0x13 || op >= 0x28 && op <= 0x3e:
		return 1 + operands(in[1:], 2)
	case op == 0xfc && len(in) > 1: // saturating truncations, bulk memory and tables
		of := []int{8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}
		return 2 + operands(in[2:], of[min(int(in[1]), len(of)-1)])
	case op >= 0xfb: // proposals
		return 0
	case op >= 0x02 && op <= 0x04, op == 0x0c, op == 0x0d, op == 0x10, op == 0x12, op >= 0x20 && op <= 0x26,
		op >= 0x3f && op <= 0x42, op == 0xd0, op == 0xd2:
		return 1 + operands(in[1:], 1)
	default:
		return 1
	}
}

// operands is how long so many numbers are together.
func operands(in []byte, count int) int {
	at := 0
	for range count {
		for at < len(in) && in[at]&0x80 != 0 {
			at++
		}
		at++
	}
	return at
}
