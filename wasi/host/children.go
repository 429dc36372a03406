package host

import "errors"

// ErrHasChildren traps a guest that drops a resource before those that were made
// from it, as wasmtime does.
var ErrHasChildren = errors.New("resource has children")

// Children counts the resources that a guest made from another one, and still
// has. The zero value is none.
type Children struct{ count int }

// Add counts a child more.
func (c *Children) Add() { c.count++ }

// Remove counts one less; a nil Children has no count.
func (c *Children) Remove() {
	if c != nil {
		c.count--
	}
}

// Err is ErrHasChildren if there are any.
func (c *Children) Err() error {
	if c.count > 0 {
		return ErrHasChildren
	}
	return nil
}
