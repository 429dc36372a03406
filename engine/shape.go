package engine

import (
	varint "encoding/binary"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// shape is the WIT type that a Go type stands for, in the form that
// engine/internal/component/fit.c compares a component's with: a kind, then what it
// consists of, depth first.
//
//	list, option: the element
//	map: the key and the value
//	tuple: how many, and each
//	record: how many fields, and each one's name and type
//	variant: how many cases, and each one's name, whether it has a payload, and that
//	flags: how many names, and each
//	enum: its number among the host's, the size of what follows, which is as of flags
//	result: whether it has a value, and that; likewise of the error
//	own, borrow: the number of the host's resource type; 0 is any
//	function: how many parameters, and each; then whether it has a result, and that
//
// A name is its length and its bytes, a number is four bytes, whether is one.
type shape []byte

// anyShape fits all types.
func anyShape() shape { return shape{component.ShapeAny} }

// kindShape is a type that consists of others, or of nothing.
func kindShape(k component.NodeKind, parts ...shape) shape {
	s := shape{byte(k)}
	for _, p := range parts {
		s = append(s, p...)
	}
	return s
}

// valueShape is the type of values of a kind, whatever it consists of.
func valueShape(k component.Kind) shape { return shape{component.ShapeKind, byte(k.Node())} }

// handleShape is a handle to a resource of the host's; nil is any.
func handleShape(k component.NodeKind, t *resourceType) shape {
	if t == nil {
		return shape{byte(k)}.number(0)
	}
	return shape{byte(k)}.number(int(t.id))
}

// enumShape is an enum.
func enumShape(id uint32, names []string) shape {
	list := shape(nil).names(names)
	return append(shape{byte(component.NodeEnum)}.number(int(id)).number(len(list)), list...)
}

// flagsShape are flags.
func flagsShape(names []string) shape { return shape{byte(component.NodeFlags)}.names(names) }

func (s shape) names(names []string) shape {
	s = s.number(len(names))
	for _, n := range names {
		s = s.name(n)
	}
	return s
}

// membersShape is a record, a tuple or a variant.
func membersShape(k component.NodeKind, list []member) shape {
	s := shape{byte(k)}.number(len(list))
	for i := range list {
		m := &list[i]
		switch k {
		case component.NodeVariant:
			s = s.name(m.name).optional(m.unit, m.shape)
		case component.NodeRecord:
			s = append(s.name(m.name), m.shape...)
		default:
			s = append(s, m.shape...)
		}
	}
	return s
}

// resultShape is a result, of which either side may be absent.
func resultShape[T, E any](ok *codec[T], bad *codec[E]) shape {
	return shape{byte(component.NodeResult)}.optional(ok.unit, ok.shape).optional(bad.unit, bad.shape)
}

// funcShape is a function's.
func funcShape[R any](result *codec[R], params ...shape) shape {
	s := shape(nil).number(len(params))
	for _, p := range params {
		s = append(s, p...)
	}
	return s.optional(result.unit, result.shape)
}

// numberSize is that of a number, in bytes.
const numberSize = 4

func (s shape) number(n int) shape {
	return varint.NativeEndian.AppendUint32(s, uint32(n)) //nolint:gosec // a count of what the host's code has
}

func (s shape) name(name string) shape { return append(s.number(len(name)), name...) }

func (s shape) optional(absent bool, of shape) shape {
	if absent {
		return append(s, 0)
	}
	return append(append(s, 1), of...)
}
