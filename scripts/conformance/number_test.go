package main

import (
	"math"
	"reflect"
	"testing"
)

func TestIntegers(t *testing.T) {
	for _, tt := range []struct {
		word, literal string
		want          any
	}{
		{"i32.const", "-2147483648", int32(math.MinInt32)},
		{"i32.const", "0xffff_ffff", int32(-1)},
		{"i64.const", "18446744073709551615", int64(-1)},
		{"u8.const", "255", uint8(255)},
		{"s8.const", "-128", int8(-128)},
		{"s8.const", "+127", int8(127)},
		{"u16.const", "65_535", uint16(65535)},
		{"s16.const", "-0x8000", int16(-32768)},
		{"u32.const", "4294967295", uint32(math.MaxUint32)},
		{"s32.const", "-1", int32(-1)},
		{"u64.const", "18446744073709551615", uint64(math.MaxUint64)},
		{"s64.const", "-9223372036854775808", int64(math.MinInt64)},
	} {
		if got, err := number(tt.word, tt.literal); err != nil || got != tt.want {
			t.Errorf("%s %s: got %#v, %v", tt.word, tt.literal, got, err)
		}
	}
	for _, tt := range []struct{ word, literal string }{
		{"i32.const", "4294967296"},
		{"i32.const", "-2147483649"},
		{"u8.const", "256"},
		{"u8.const", "-1"},
		{"s8.const", "128"},
		{"s8.const", "-129"},
		{"u32.const", ""},
		{"u32.const", "_1"},
		{"u32.const", "1_"},
		{"u32.const", "1__0"},
		{"u32.const", "0x"},
		{"u32.const", "1.0"},
		{"u32.const", "--1"},
		{"u32.const", "+-1"},
		{"s64.const", "9223372036854775808"},
		{"u32.const", "0b1"},
	} {
		if got, err := number(tt.word, tt.literal); err == nil {
			t.Errorf("%s %s: got %#v", tt.word, tt.literal, got)
		}
	}
}

func TestFloats(t *testing.T) {
	for literal, want := range map[string]uint32{
		"0": 0, "-0": 0x8000_0000, "1.5": 0x3fc0_0000, "0x1.8p1": 0x4040_0000, "0x18": 0x41c0_0000, "1_0e-1": 0x3f80_0000, "1.": 0x3f80_0000,
		"inf": 0x7f80_0000, "-inf": 0xff80_0000, "nan": 0x7fc0_0000, "-nan": 0xffc0_0000, "nan:0x1": 0x7f80_0001,
	} {
		got, err := number("f32.const", literal)
		f, ok := got.(float32)
		if err != nil || !ok || math.Float32bits(f) != want {
			t.Errorf("f32 %s: got %v, %v", literal, got, err)
		}
	}
	for literal, want := range map[string]uint64{
		"-nan": 0xfff8 << 48, "nan:0x8000000000000": 0x7ff8 << 48, "0x1p-1074": 1, "inf": 0x7ff0 << 48,
	} {
		got, err := number("f64.const", literal)
		f, ok := got.(float64)
		if err != nil || !ok || math.Float64bits(f) != want {
			t.Errorf("f64 %s: got %v, %v", literal, got, err)
		}
	}
	for _, literal := range []string{"", "infinity", "Inf", "NaN", "nan:0x0", "nan:0x800000", "1e39", ".5", "0x", "1__0", "--1", "nan:weird"} {
		if got, err := number("f32.const", literal); err == nil {
			t.Errorf("f32 %s: got %v", literal, got)
		}
	}
	for literal, want := range map[string]nanPattern{"nan:canonical": {32, true}, "nan:arithmetic": {32, false}} {
		if got, err := number("f32.const", literal); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, %v", literal, got, err)
		}
	}
}
