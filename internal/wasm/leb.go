package wasm

// unsigned reads an unsigned LEB128 number of so many bits. Core specification,
// "Binary Format", "Integers".
func (r *reader) unsigned(bits int, what string) uint64 {
	start, value := r.pos, uint64(0)
	for shift := 0; shift < bits; shift += 7 {
		b := r.byte(what)
		if rest := bits - shift; rest < 7 && b>>rest != 0 {
			r.fail(start, "expected %s, found a number of more than %d bits", what, bits)
			return 0
		}
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value
		}
	}
	r.fail(start, "expected %s, found a number of more than %d bits", what, bits)
	return 0
}

func (r *reader) u32(what string) uint32 {
	return uint32(r.unsigned(32, what)) //nolint:gosec // unsigned checks the width
}

// signed33 reads a signed LEB128 number of 33 bits, the form of type indices
// beside negative codes.
func (r *reader) signed33(what string) int64 {
	start, value := r.pos, int64(0)
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte(what)
		value |= int64(b&0x7f) << shift
		if b >= 0x80 {
			continue
		}
		value = value << (57 - shift) >> (57 - shift)
		if value < -1<<32 || value >= 1<<32 {
			break
		}
		return value
	}
	r.fail(start, "expected %s, found a number of more than 33 bits", what)
	return 0
}

// signed64 reads a signed LEB128 number of at most 64 bits, and as many as there are.
func (r *reader) signed64(what string) int64 {
	value := int64(0)
	for shift := 0; shift < 70; shift += 7 {
		b := r.byte(what)
		value |= int64(b&0x7f) << shift
		if b >= 0x80 {
			continue
		}
		if b&0x40 != 0 && shift < 57 {
			value |= -1 << (shift + 7)
		}
		return value
	}
	r.failf("expected %s, found a number of more than 64 bits", what)
	return 0
}

// skipLEB reads over a number of any width up to 64 bits.
func (r *reader) skipLEB(what string) {
	for range 10 {
		if r.byte(what) < 0x80 {
			return
		}
	}
	r.failf("expected %s, found a number of more than 64 bits", what)
}
