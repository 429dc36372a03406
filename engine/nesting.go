package engine

import (
	"errors"
	"fmt"
)

// wasmtime 44 walks types and components by recursion, and refuses what is
// nested too deeply only after it has been there: forty kilobytes of a type
// made of the one before it exhaust the stack and end the process. So the
// nesting is measured before wasmtime sees a component.
const (
	// maxTypeNesting is far more than the 100 levels of a value's type that
	// wasmtime accepts in the end, and than instances of instances need.
	maxTypeNesting = 1000
	// maxComponentNesting: the time that wasmtime takes grows with the square.
	maxComponentNesting = 100
	// maxUnknown bounds the bytes of definitions that can't be measured.
	maxUnknown = 4000
)

var errNesting = errors.New("types or components are nested too deeply")

// checkNesting refuses a component whose types or components are nested too
// deeply. What can't be read is left to wasmtime if it is too short for that.
func checkNesting(component []byte) error {
	w := nesting{in: component}
	_, err := w.component(0)
	switch {
	case errors.Is(err, errNesting):
		return &Error{Op: "compile", Message: errNesting.Error()}
	case err != nil && definitions(component) > maxUnknown:
		return &Error{Op: "compile", Message: fmt.Sprintf("the component can't be read: %v", err)}
	}
	return nil
}

// definitions counts the bytes in which types could be, whatever they are.
func definitions(component []byte) int {
	w := nesting{in: component, at: min(preambleSize, len(component))}
	total := 0
	for w.at < len(w.in) {
		begin := w.at
		id, body, err := w.next()
		switch {
		case err != nil:
			return total + len(w.in) - begin
		case id == sectionComponent:
			total += definitions(body)
		case id > sectionModule:
			total += len(body)
		}
	}
	return total
}

// nesting reads a component's binary format (Component Model, Binary.md), as
// far as types are concerned.
type nesting struct {
	in     []byte
	at     int
	scopes []*scope
}

// scope is what a component, or the type of one, has defined so far: the depths
// of its types and of the types of its instances, by index.
type scope struct {
	types, instances []int
	deepest          int
}

func (s *scope) addType(depth int)     { s.types = append(s.types, depth); s.note(depth) }
func (s *scope) addInstance(depth int) { s.instances = append(s.instances, depth); s.note(depth) }
func (s *scope) note(depth int)        { s.deepest = max(s.deepest, depth) }

// depthOf is that of an index, or of the deepest if there is no such.
func (s *scope) depthOf(list []int, index uint32) int {
	if uint64(index) < uint64(len(list)) {
		return list[index]
	}
	return s.deepest
}

func (w *nesting) top() *scope { return w.scopes[len(w.scopes)-1] }

// scoped runs fn in a scope of its own and returns the depth of the deepest of
// what that defines.
func (w *nesting) scoped(fn func() error) (int, error) {
	s := &scope{}
	w.scopes = append(w.scopes, s)
	err := fn()
	w.scopes = w.scopes[:len(w.scopes)-1]
	if s.deepest > maxTypeNesting {
		err = errNesting
	}
	return s.deepest, err
}

// component reads the sections of one, which may hold others.
func (w *nesting) component(level int) (int, error) {
	if level > maxComponentNesting {
		return 0, errNesting
	}
	return w.scoped(func() error {
		if _, err := w.bytes(preambleSize); err != nil {
			return err
		}
		for w.at < len(w.in) {
			if err := w.section(level); err != nil {
				return err
			}
		}
		return nil
	})
}

const preambleSize = 8

// The sections that matter, and that of a core module.
const (
	sectionModule    = 1
	sectionComponent = 4
	sectionInstance  = 5
	sectionAlias     = 6
	sectionType      = 7
	sectionImport    = 10
	sectionExport    = 11
)

// next reads a section.
func (w *nesting) next() (id byte, body []byte, err error) {
	if id, err = w.byte(); err != nil {
		return id, nil, err
	}
	size, err := w.u32()
	if err != nil {
		return id, nil, err
	}
	body, err = w.bytes(size)
	return id, body, err
}

func (w *nesting) section(level int) error {
	id, body, err := w.next()
	if err != nil {
		return err
	}
	inner := nesting{in: body, scopes: w.scopes}
	switch id {
	case sectionComponent:
		_, err = inner.component(level + 1)
	case sectionInstance:
		err = inner.vec(inner.instance)
	case sectionAlias:
		err = inner.vec(inner.alias)
	case sectionType:
		err = inner.vec(inner.typeDefinition)
	case sectionImport:
		err = inner.vec(inner.extern)
	case sectionExport:
		err = inner.vec(inner.export)
	}
	return err
}
