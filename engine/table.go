package engine

import "fmt"

// Table holds host values by the 32-bit representations that stand for them in
// a guest's handles, as wasmtime's ResourceTable does. The zero value is an
// empty table.
type Table struct {
	entries []tableEntry
	free    []uint32
}

type tableEntry struct {
	value any
	used  bool
	drop  dropFunc // what to do if the store is closed before a guest drops it
	// recall takes the value back from C, which knows it by its representation; nil: C
	// doesn't.
	recall func()
}

type dropFunc func(*Store, any) error

// Push adds a value and returns its representation.
func (t *Table) Push(value any) uint32 { return t.push(value, nil) }

func (t *Table) push(value any, drop dropFunc) uint32 {
	e := tableEntry{value: value, used: true, drop: drop}
	if n := len(t.free); n > 0 {
		rep := t.free[n-1]
		t.free = t.free[:n-1]
		t.entries[rep] = e
		return rep
	}
	t.entries = append(t.entries, e)
	return uint32(len(t.entries) - 1) //nolint:gosec // bounded by memory
}

// Get returns a value; an unknown representation is an error.
func (t *Table) Get(rep uint32) (any, error) {
	if uint64(rep) < uint64(len(t.entries)) && t.entries[rep].used {
		return t.entries[rep].value, nil
	}
	return nil, fmt.Errorf("unknown resource %d", rep)
}

// Delete removes a value and returns it.
func (t *Table) Delete(rep uint32) (any, error) {
	value, err := t.Get(rep)
	if err == nil {
		if recall := t.entries[rep].recall; recall != nil {
			recall()
		}
		t.entries[rep] = tableEntry{}
		t.free = append(t.free, rep)
	}
	return value, err
}

// Len counts the values.
func (t *Table) Len() int { return len(t.entries) - len(t.free) }

// clear drops what a closed store's guests have left, the youngest first:
// those are made from the older ones. Nobody is left to be told of an error.
func (t *Table) clear(s *Store) {
	for n := len(t.entries); n > 0; n = min(n-1, len(t.entries)) {
		if e := t.entries[n-1]; e.used && e.drop != nil {
			t.entries[n-1] = tableEntry{}
			t.free = append(t.free, uint32(n-1)) //nolint:gosec // an index
			dropQuietly(s, e)
		}
	}
}

func dropQuietly(s *Store, e tableEntry) {
	defer func() { _ = recover() }() // as from a guest's drop, it must not end the process
	_ = e.drop(s, e.value)
}
