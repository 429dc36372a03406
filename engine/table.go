package engine

import "fmt"

// Table holds host values by the 32-bit representations that stand for them in
// a guest's handles, as wasmtime's ResourceTable does. The zero value is an
// empty table.
type Table struct {
	entries []any
	free    []uint32
}

// Push adds a value and returns its representation.
func (t *Table) Push(value any) uint32 {
	if n := len(t.free); n > 0 {
		rep := t.free[n-1]
		t.free = t.free[:n-1]
		t.entries[rep] = tableEntry{value}
		return rep
	}
	t.entries = append(t.entries, tableEntry{value})
	return uint32(len(t.entries) - 1) //nolint:gosec // bounded by memory
}

// tableEntry tells a nil value from a free place.
type tableEntry struct{ value any }

// Get returns a value; an unknown representation is an error.
func (t *Table) Get(rep uint32) (any, error) {
	if int(rep) < len(t.entries) {
		if e, ok := t.entries[rep].(tableEntry); ok {
			return e.value, nil
		}
	}
	return nil, fmt.Errorf("unknown resource %d", rep)
}

// Delete removes a value and returns it.
func (t *Table) Delete(rep uint32) (any, error) {
	value, err := t.Get(rep)
	if err == nil {
		t.entries[rep] = nil
		t.free = append(t.free, rep)
	}
	return value, err
}

// Len counts the values.
func (t *Table) Len() int { return len(t.entries) - len(t.free) }
