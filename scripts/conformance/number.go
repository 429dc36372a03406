package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// number reads `i32.const`, `u8.const` and the like, and their literals (Core
// Specification, "Integers" and "Floating-Point").
func number(word, literal string) (any, error) {
	switch word {
	case "i32.const": // of either sign, as s and u are not told apart
		n, err := integer(literal, 32, true, true)
		return int32(n), err
	case "i64.const":
		n, err := integer(literal, 64, true, true)
		return int64(n), err
	case "u8.const":
		n, err := integer(literal, 8, false, true)
		return uint8(n), err
	case "s8.const":
		n, err := integer(literal, 8, true, false)
		return int8(n), err
	case "u16.const":
		n, err := integer(literal, 16, false, true)
		return uint16(n), err
	case "s16.const":
		n, err := integer(literal, 16, true, false)
		return int16(n), err
	case "u32.const":
		n, err := integer(literal, 32, false, true)
		return uint32(n), err
	case "s32.const":
		n, err := integer(literal, 32, true, false)
		return int32(n), err
	case "u64.const":
		return integer(literal, 64, false, true)
	case "s64.const":
		n, err := integer(literal, 64, true, false)
		return int64(n), err
	case "f32.const", "f64.const":
		return float(word, literal)
	default:
		return nil, fmt.Errorf("values of %s are not known", word)
	}
}

// integer returns the bits of an integer, which may be negative, or as large as
// an unsigned one.
func integer(literal string, size int, negative, unsigned bool) (uint64, error) {
	bad := fmt.Errorf("%s is not in the range of these integers", literal)
	digits, minus := strings.CutPrefix(literal, "-")
	if !minus {
		digits = strings.TrimPrefix(digits, "+")
	}
	digits, err := plain(digits)
	if err != nil {
		return 0, err
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "0x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, size)
	limit := uint64(1) << (size - 1)
	switch {
	case err != nil, minus && !negative, minus && n > limit, !minus && !unsigned && n >= limit:
		return 0, bad
	case minus:
		return -n, nil
	}
	return n, nil
}

// plain takes the underscores out of a literal; they stand between digits.
func plain(digits string) (string, error) {
	if strings.HasPrefix(digits, "_") || strings.HasSuffix(digits, "_") || strings.Contains(digits, "__") {
		return "", fmt.Errorf("%s has an underscore that is not between digits", digits)
	}
	return strings.ReplaceAll(digits, "_", ""), nil
}

// nanPattern expects one of several NaNs, of 32 or 64 bits.
type nanPattern struct {
	size      int
	canonical bool // or any with the top bit of the payload
}

func float(word, literal string) (any, error) {
	size := 64
	if word == "f32.const" {
		size = 32
	}
	if literal == "nan:canonical" || literal == "nan:arithmetic" {
		return nanPattern{size, literal == "nan:canonical"}, nil
	}
	bits, err := floatBits(literal, size)
	if err != nil {
		return nil, err
	}
	if size == 32 {
		return math.Float32frombits(uint32(bits)), nil
	}
	return math.Float64frombits(bits), nil
}

// floatBits are those of a literal, NaNs with their payloads.
func floatBits(literal string, size int) (uint64, error) {
	digits, minus := strings.CutPrefix(literal, "-")
	if !minus {
		digits = strings.TrimPrefix(digits, "+")
	}
	exponent, fraction := uint64(0x7ff), 52
	if size == 32 {
		exponent, fraction = 0xff, 23
	}
	bits := exponent << fraction
	if payload, ok := strings.CutPrefix(digits, "nan:0x"); ok {
		n, err := strconv.ParseUint(payload, 16, fraction)
		if err != nil || n == 0 {
			return 0, fmt.Errorf("%s is no NaN", literal)
		}
		bits |= n
	} else if digits == "nan" {
		bits |= 1 << (fraction - 1)
	} else if digits != "inf" {
		var err error
		if bits, err = decimal(digits, size); err != nil {
			return 0, err
		}
	}
	if minus {
		bits |= 1 << (size - 1)
	}
	return bits, nil
}

// decimal reads a number in either base. Go wants an exponent in base 16.
func decimal(literal string, size int) (uint64, error) {
	digits, err := plain(literal)
	if err != nil {
		return 0, err
	}
	if digits == "" || digits[0] < '0' || digits[0] > '9' {
		return 0, fmt.Errorf("%s is no number", literal)
	}
	if strings.HasPrefix(digits, "0x") && !strings.ContainsAny(digits, "pP") {
		digits += "p0"
	}
	f, err := strconv.ParseFloat(digits, size)
	if err != nil {
		return 0, fmt.Errorf("%s is no number of %d bits", literal, size)
	}
	if size == 32 {
		return uint64(math.Float32bits(float32(f))), nil
	}
	return math.Float64bits(f), nil
}
