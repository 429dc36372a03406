package main

import (
	"math"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// matched are values with others that they are not.
var matched = []struct {
	expect, got any
	others      []any
}{
	{uint8(1), uint8(1), []any{uint8(2), int8(1), uint32(1), nil, "1"}},
	{int32(-1), int32(-1), []any{int32(1), uint32(math.MaxUint32)}},
	{true, true, []any{false, uint8(1)}},
	{engine.Char('a'), engine.Char('a'), []any{engine.Char('b'), int32('a'), "a"}},
	{"a", "a", []any{"b", engine.Enum("a")}},
	{engine.Enum("a"), engine.Enum("a"), []any{engine.Enum("b"), "a"}},
	{engine.Flags{"a", "b"}, engine.Flags{"b", "a"}, []any{engine.Flags{"a"}, engine.Flags{"a", "b", "c"}, []any{"a", "b"}}},
	{float32(1), float32(1), []any{float32(2), float64(1)}},
	{math.Copysign(0, -1), math.Copysign(0, -1), []any{0.0, float32(0)}},
	{math.Float32frombits(0x7fc0_0000), math.Float32frombits(0x7fc0_0000), []any{math.Float32frombits(0x7fc0_0001), float32(0)}},
	{nanPattern{32, true}, math.Float32frombits(0xffc0_0000), []any{math.Float32frombits(0x7fc0_0001), float32(1), math.NaN(), "nan"}},
	{nanPattern{32, false}, math.Float32frombits(0x7fc0_0001), []any{math.Float32frombits(0x7f80_0001), float32(math.Inf(1))}},
	{nanPattern{64, true}, math.Float64frombits(0x7ff8 << 48), []any{math.Float64frombits(0x7ff8<<48 | 1), math.Inf(1), float32(1)}},
	{nanPattern{64, false}, math.Float64frombits(0x7ff8<<48 | 1), []any{math.Float64frombits(0x7ff0<<48 | 1), 1.0}},
	{[]any{uint8(1)}, []any{uint8(1)}, []any{[]any{}, []any{uint8(2)}, []any{uint8(1), uint8(1)}, engine.Tuple{uint8(1)}}},
	{engine.Tuple{uint8(1), "a"}, engine.Tuple{uint8(1), "a"}, []any{engine.Tuple{uint8(1), "b"}, engine.Tuple{uint8(1)}}},
	{
		engine.Record{{Name: "a", Value: uint8(1)}},
		engine.Record{{Name: "a", Value: uint8(1)}},
		[]any{engine.Record{{Name: "b", Value: uint8(1)}}, engine.Record{{Name: "a", Value: uint8(2)}}, engine.Record{}},
	},
	{
		engine.Variant{Case: "a", Value: uint8(1)},
		engine.Variant{Case: "a", Value: uint8(1)},
		[]any{engine.Variant{Case: "b", Value: uint8(1)}, engine.Variant{Case: "a", Value: uint8(2)}, engine.Variant{Case: "a"}},
	},
	{
		engine.Option[any]{Some: true, Value: uint8(1)},
		engine.Option[any]{Some: true, Value: uint8(1)},
		[]any{engine.Option[any]{}, engine.Option[any]{Some: true, Value: uint8(2)}},
	},
	{engine.Option[any]{}, engine.Option[any]{}, []any{engine.Option[any]{Some: true, Value: uint8(0)}}},
	{
		engine.Result[any, any]{OK: true, Value: "a"},
		engine.Result[any, any]{OK: true, Value: "a"},
		[]any{engine.Result[any, any]{Err: "a"}, engine.Result[any, any]{OK: true, Value: "b"}, engine.Result[any, any]{OK: true}},
	},
	{engine.Result[any, any]{Err: "a"}, engine.Result[any, any]{Err: "a"}, []any{engine.Result[any, any]{Err: "b"}}},
}

func TestMatch(t *testing.T) {
	for _, tt := range matched {
		if err := match([]any{tt.expect}, tt.got); err != nil {
			t.Errorf("%#v: %v", tt.expect, err)
		}
		for _, other := range tt.others {
			if match([]any{tt.expect}, other) == nil {
				t.Errorf("%#v is taken for %#v", other, tt.expect)
			}
		}
	}
}

// The number of results counts.
func TestMatchResults(t *testing.T) {
	if err := match([]any{}, nil); err != nil {
		t.Error(err)
	}
	if err := match([]any{int32(1), int64(2)}, engine.Tuple{int32(1), int64(2)}); err != nil {
		t.Error(err)
	}
	if match([]any{}, int32(1)) == nil || match([]any{int32(1)}, nil) == nil || match([]any{int32(1), int64(2)}, engine.Tuple{int32(1)}) == nil {
		t.Error("another number of results is not seen")
	}
}
