package main

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/qyvol/qyvol/engine"
)

// match compares what a function returned with what a script expects.
func match(expect []any, got any) error {
	results := []any{got}
	if tuple, ok := got.(engine.Tuple); ok && len(expect) != 1 { // of a core function
		results = tuple
	}
	if got == nil {
		results = nil
	}
	return matchList(expect, results)
}

func matchList(expect, got []any) error {
	if len(expect) != len(got) {
		return fmt.Errorf("there are %d values, not %d: %v", len(got), len(expect), got)
	}
	for i := range expect {
		if err := matchValue(expect[i], got[i]); err != nil {
			return err
		}
	}
	return nil
}

func matchValue(expect, got any) error {
	differs := fmt.Errorf("the value is %#v, not %#v", got, expect)
	switch e := expect.(type) {
	case nanPattern:
		return e.match(got)
	case float32:
		if g, ok := got.(float32); ok && math.Float32bits(g) == math.Float32bits(e) {
			return nil
		}
		return differs
	case float64:
		if g, ok := got.(float64); ok && math.Float64bits(g) == math.Float64bits(e) {
			return nil
		}
		return differs
	case engine.Flags:
		if g, ok := got.(engine.Flags); ok && slices.Equal(slices.Sorted(slices.Values(e)), slices.Sorted(slices.Values(g))) {
			return nil
		}
		return differs
	}
	if reflect.TypeOf(expect) != reflect.TypeOf(got) {
		return differs
	}
	if matched, err := matchParts(expect, got); matched {
		return err
	}
	if !reflect.DeepEqual(expect, got) {
		return differs
	}
	return nil
}

// matchParts compares what is made of other values, and tells whether it is
// that. Both are of one type.
func matchParts(expect, got any) (bool, error) {
	switch e := expect.(type) {
	case []any:
		return true, matchList(e, got.([]any)) //nolint:forcetypeassert // of one type
	case engine.Tuple:
		return true, matchList(e, got.(engine.Tuple)) //nolint:forcetypeassert // of one type
	case engine.Record:
		g := got.(engine.Record) //nolint:forcetypeassert // of one type
		return true, matchRecord(e, g)
	case engine.Variant:
		g := got.(engine.Variant) //nolint:forcetypeassert // of one type
		return true, matchCase(e.Case, g.Case, e.Value, g.Value)
	case engine.Option[any]:
		g := got.(engine.Option[any]) //nolint:forcetypeassert // of one type
		return true, matchCase(e.Some, g.Some, e.Value, g.Value)
	case engine.Result[any, any]:
		g := got.(engine.Result[any, any]) //nolint:forcetypeassert // of one type
		return true, matchCase(e.OK, g.OK, engine.Tuple{e.Value, e.Err}, engine.Tuple{g.Value, g.Err})
	default:
		return false, nil
	}
}

func matchRecord(expect, got engine.Record) error {
	if len(expect) != len(got) {
		return fmt.Errorf("the record has %d fields, not %d", len(got), len(expect))
	}
	for i := range expect {
		if err := matchCase(expect[i].Name, got[i].Name, expect[i].Value, got[i].Value); err != nil {
			return err
		}
	}
	return nil
}

func matchCase[T comparable](expect, got T, value, gotValue any) error {
	if expect != got {
		return fmt.Errorf("the case or field is %v, not %v", got, expect)
	}
	return matchValue(value, gotValue)
}

func (p nanPattern) match(got any) error {
	size, fraction, bits := 64, 52, uint64(0)
	switch g := got.(type) {
	case float32:
		size, fraction, bits = 32, 23, uint64(math.Float32bits(g))
	case float64:
		bits = math.Float64bits(g)
	}
	bits &^= 1 << (size - 1) // of either sign
	canonical := (uint64(1)<<(size-fraction) - 1) << (fraction - 1)
	if p.size == size && (bits == canonical || !p.canonical && bits&canonical == canonical) {
		return nil
	}
	return fmt.Errorf("the value is %#v, and not that NaN", got)
}
