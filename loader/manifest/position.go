package manifest

import "strings"

// Position is a place in the manifest's text. Lines and columns start at 1;
// columns count characters (Unicode code points), not bytes. The zero Position
// is no place.
type Position struct {
	Line, Column int
}

// IsZero reports whether the position is no place.
func (p Position) IsZero() bool { return p.Line == 0 }

func (p Position) before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// span is a position and the number of characters that a caret line marks.
type span struct {
	Position
	width int
}

// spot is where one value of the document was written.
type spot struct {
	path       string
	key, value span
}

// Position returns where the value at a path was written: "name",
// "permissions.fs[0].from", "env.API_KEY", "args[2]". A mapping or a list that
// starts on a later line than its key has the position of the key. The zero
// Position means that the manifest doesn't have the path.
func (m *Manifest) Position(path string) Position { return m.find(path).value.Position }

// KeyPosition returns where the key of a path was written. An element of a
// list has the position of its value.
func (m *Manifest) KeyPosition(path string) Position { return m.find(path).key.Position }

// Has reports whether the manifest spells out the path.
func (m *Manifest) Has(path string) bool { return m.find(path).path != "" }

func (m *Manifest) find(path string) spot {
	for _, s := range m.spots {
		if s.path == path {
			return s
		}
	}
	return spot{}
}

// under reports whether a path is the other one or lies below it.
func under(path, parent string) bool {
	rest, ok := strings.CutPrefix(path, parent)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
