package engine

import (
	"fmt"
	"strings"
)

// Labels are the names of fields, cases and flags. wasmtime copies them for each value
// that it makes of what a guest gives, and counts the values alone: three million of
// them, with labels of the guest's choosing, are gigabytes.
const (
	labelCost = 24 // bytes of each besides its letters; all of it twice while a list grows
	// maxLabelsOfValue bounds what labels add to each value of a list. It is as
	// internal/wasm/lift.go has it for imports.
	maxLabelsOfValue = 128
)

// boundLabels refuses a type of the guest's own in whose lists labels take the host's
// memory.
func boundLabels(name string, t *ValType) error {
	var l listLabels
	l.excess(t)
	if !l.refused {
		return nil
	}
	return &Error{Op: "call", Message: fmt.Sprintf("%s gives a list of values with more than %d bytes of labels each: call it with a TypedFunc",
		name, maxLabelsOfValue)}
}

// listLabels judges the lists of a type.
type listLabels struct{ refused bool }

// excess is by how many bytes the labels of a value at most go beyond what all of its
// values may have, those of its lists' elements apart.
func (l *listLabels) excess(t *ValType) int {
	if t == nil {
		return 0
	}
	sum := -maxLabelsOfValue
	switch t.Kind {
	case TypeList, TypeMap:
		l.refused = l.excess(t.Key)+l.excess(t.Elem) > 0 || l.refused
	case TypeEnum, TypeVariant:
		sum += l.worst(t)
	case TypeOption, TypeResult:
		sum += max(l.excess(t.Elem), l.excess(t.Err))
	default:
		for i := range t.Members {
			sum += l.member(&t.Members[i])
		}
	}
	return sum
}

// worst is that of the worst of the cases of a variant or an enum.
func (l *listLabels) worst(t *ValType) int {
	most := 0
	for i := range t.Members {
		if one := l.member(&t.Members[i]); i == 0 || one > most {
			most = one
		}
	}
	return most
}

// member is that of a field, a case, a flag, or an element of a tuple.
func (l *listLabels) member(m *Member) int {
	if m.Name == "" {
		return l.excess(m.Type)
	}
	return 2*(labelCost+len(m.Name)) + l.excess(m.Type)
}

// label gives a label of a value that is being lifted, which all values share.
func (s *Store) label(name string) string {
	label, _ := s.labelled(name).(Enum)
	return string(label)
}

// maxLabels is how many labels a store keeps.
const maxLabels = 1024

// labelled is label as the value of an enum.
func (s *Store) labelled(name string) any {
	if known, ok := s.labels[name]; ok {
		return known
	}
	if s.labels == nil || len(s.labels) == maxLabels {
		s.labels = map[string]any{}
	}
	name = strings.Clone(name)
	var label any = Enum(name)
	s.labels[name] = label
	return label
}
