package engine

import (
	"encoding/binary"
	"errors"
	"math"
)

var (
	errTruncated   = errors.New("it ends too early")
	errUnknownItem = errors.New("unknown kind of item")
)

// The sorts of items.
const (
	sortCore     = 0
	sortType     = 3
	sortInstance = 5
)

// declaration reads one of the type of an instance or component: a type, an
// alias, an import or an export.
func (w *nesting) declaration() error {
	kind, err := w.byte()
	if err != nil {
		return err
	}
	switch kind {
	case 0:
		return w.coreType()
	case 1:
		return w.typeDefinition()
	case 2:
		return w.alias()
	case 3, 4:
		return w.extern()
	default:
		return errUnknownItem
	}
}

// extern reads an import, or an export of a type, by name and description.
func (w *nesting) extern() error {
	if err := w.externName(); err != nil {
		return err
	}
	return w.description()
}

// externName reads a name with what kind of name it is.
func (w *nesting) externName() error {
	kind, err := w.byte()
	if err != nil {
		return err
	}
	if err := w.name(); err != nil {
		return err
	}
	switch kind {
	case 0, 1:
		return nil
	case 2: // a suffix of its version
		return w.name()
	default:
		return errUnknownItem
	}
}

// description reads what an import or export is, and adds it to the scope.
func (w *nesting) description() error {
	sort, err := w.byte()
	if err != nil {
		return err
	}
	if sort == sortCore {
		if _, err := w.byte(); err != nil {
			return err
		}
	}
	s := w.top()
	if sort != sortType {
		index, err := w.u32()
		if sort == sortInstance {
			s.addInstance(s.depthOf(s.types, index))
		} else {
			s.note(s.depthOf(s.types, index))
		}
		return err
	}
	bound, err := w.byte()
	switch {
	case err != nil:
		return err
	case bound == 1: // a resource of its own
		s.addType(1)
		return nil
	case bound != 0:
		return errUnknownItem
	}
	index, err := w.u32()
	s.addType(s.depthOf(s.types, index))
	return err
}

// alias adds a name for an item of an instance, or of an outer scope.
func (w *nesting) alias() error {
	sort, err := w.sort()
	if err != nil {
		return err
	}
	target, err := w.byte()
	if err != nil {
		return err
	}
	index, err := w.u32()
	if err != nil {
		return err
	}
	s := w.top()
	depth := s.depthOf(s.instances, index)
	switch target {
	case 0, 1: // an export of an instance, or of a core instance
		if err := w.name(); err != nil {
			return err
		}
	case 2: // an outer scope's: the first number was how far out
		if depth, err = w.outer(index); err != nil {
			return err
		}
	default:
		return errUnknownItem
	}
	w.define(sort, depth)
	return nil
}

func (w *nesting) outer(out uint32) (int, error) {
	index, err := w.u32()
	if err != nil {
		return 0, err
	}
	if uint64(out) >= uint64(len(w.scopes)) {
		return 0, errUnknownItem
	}
	s := w.scopes[len(w.scopes)-1-int(out)]
	return s.depthOf(s.types, index), nil
}

// export reads an export of a component, which defines the item once more.
func (w *nesting) export() error {
	if err := w.externName(); err != nil {
		return err
	}
	sort, err := w.sort()
	if err != nil {
		return err
	}
	index, err := w.u32()
	if err != nil {
		return err
	}
	s := w.top()
	depth := s.depthOf(s.types, index)
	if sort == sortInstance {
		depth = s.depthOf(s.instances, index)
	}
	described, err := w.byte()
	switch {
	case err != nil:
		return err
	case described == 1:
		return w.description()
	case described != 0:
		return errUnknownItem
	}
	w.define(sort, depth)
	return nil
}

// instance reads one that is made here; it is as deep as anything before it.
func (w *nesting) instance() error {
	kind, err := w.byte()
	if err != nil {
		return err
	}
	if kind == 0 { // of a component, with arguments
		if _, err := w.u32(); err != nil {
			return err
		}
		err = w.vec(func() error { return errors.Join(w.name(), w.sortIndex()) })
	} else {
		err = w.vec(func() error { return errors.Join(w.externName(), w.sortIndex()) })
	}
	w.top().addInstance(w.top().deepest + 1)
	return err
}

func (w *nesting) sortIndex() error {
	if _, err := w.sort(); err != nil {
		return err
	}
	_, err := w.u32()
	return err
}

func (w *nesting) define(sort byte, depth int) {
	switch sort {
	case sortType:
		w.top().addType(depth)
	case sortInstance:
		w.top().addInstance(depth)
	}
}

// sort reads the sort of an item; that of a core one takes two bytes.
func (w *nesting) sort() (byte, error) {
	sort, err := w.byte()
	if err == nil && sort == sortCore {
		_, err = w.byte()
	}
	return sort, err
}

// vec reads a number, and as many items as it says.
func (w *nesting) vec(item func() error) error {
	n, err := w.u32()
	for ; n > 0 && err == nil; n-- {
		err = item()
	}
	return err
}

func (w *nesting) name() error {
	n, err := w.u32()
	if err == nil {
		_, err = w.bytes(n)
	}
	return err
}

func (w *nesting) byte() (byte, error) {
	if w.at >= len(w.in) {
		return 0, errTruncated
	}
	w.at++
	return w.in[w.at-1], nil
}

func (w *nesting) u32() (uint32, error) {
	n, size := binary.Uvarint(w.in[w.at:])
	if size <= 0 || n > math.MaxUint32 {
		return 0, errTruncated
	}
	w.at += size
	return uint32(n), nil
}

func (w *nesting) bytes(n uint32) ([]byte, error) {
	if uint64(n) > uint64(len(w.in)-w.at) {
		return nil, errTruncated
	}
	w.at += int(n)
	return w.in[w.at-int(n) : w.at], nil
}
