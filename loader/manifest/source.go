package manifest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// source is a manifest's text: UTF-8 without a byte order mark, each line
// ended by \n.
type source struct {
	path   string
	text   string
	starts []int // byte offset at which each line starts
	// The last position that was asked for, and its offset. Positions are asked for
	// in the order of the text, so that a long line isn't counted again and again.
	last       Position
	lastOffset int
}

func newSource(path, text string) *source {
	s := &source{path: path, text: text, starts: make([]int, 1, strings.Count(text, "\n")+1)}
	for i := range len(text) {
		if text[i] == '\n' {
			s.starts = append(s.starts, i+1)
		}
	}
	return s
}

// line returns the text of a line, counted from 1, or nothing when there is no
// such line.
func (s *source) line(n int) string {
	if n < 1 || n > len(s.starts) {
		return ""
	}
	return s.text[s.starts[n-1]:s.end(n)]
}

// end returns the byte offset at which a line ends.
func (s *source) end(n int) int {
	if n < len(s.starts) {
		return s.starts[n] - 1
	}
	return len(s.text)
}

// lineAt returns the line that a byte offset is in.
func (s *source) lineAt(offset int) int {
	line, exact := slices.BinarySearch(s.starts, offset)
	if exact {
		line++
	}
	return line
}

// position returns the position of a byte offset.
func (s *source) position(offset int) Position {
	line := s.lineAt(offset)
	return Position{line, utf8.RuneCountInString(s.text[s.starts[line-1]:offset]) + 1}
}

// offset returns the byte offset of a position; the end of the text if it is
// beyond.
func (s *source) offset(at Position) int {
	if at.Line > len(s.starts) {
		return len(s.text)
	}
	from, skip := s.starts[at.Line-1], at.Column-1
	if s.last.Line == at.Line && s.last.Column <= at.Column {
		from, skip = s.lastOffset, at.Column-s.last.Column
	}
	s.last, s.lastOffset = at, from+byteOffset(s.text[from:s.end(at.Line)], skip)
	return s.lastOffset
}

// from returns the rest of the line from a position on.
func (s *source) from(at Position) string { return s.text[s.offset(at):s.end(at.Line)] }

// charAt returns the ASCII character at a position, or nothing at the end of a line.
func (s *source) charAt(at Position) string {
	rest := s.from(at)
	return rest[:min(1, len(rest))]
}

// inside keeps a position from the YAML reader within the text: to the reader, the
// end of the text is on a line of its own.
func (s *source) inside(mark yaml.Mark) Position {
	at := Position{max(1, min(mark.Line, len(s.starts))), max(1, mark.Column)}
	if last := utf8.RuneCountInString(s.line(at.Line)) + 1; at.Line < mark.Line || at.Column > last {
		at.Column = last
	}
	return at
}

// marked returns what carets mark at a position: a whole quoted string, the start
// of a document, or one character.
func (s *source) marked(at Position) span {
	switch rest := s.from(at); {
	case strings.HasPrefix(rest, `"`), strings.HasPrefix(rest, `'`):
		return span{at, utf8.RuneCountInString(written(rest))}
	case strings.HasPrefix(rest, "---"):
		return span{at, 3}
	}
	return span{at, 1}
}

// onOneLine reports whether a scalar ends on the line on which it begins.
func (s *source) onOneLine(n *yaml.Node) bool {
	rest := s.from(placeOf(n))
	if isPlain(n) {
		return strings.HasPrefix(rest, n.Value)
	}
	return quotedLength(rest) > 0
}

// spanOf returns where a node is written; key is where its key is. An empty node,
// and a list or mapping that begins on a later line, is shown at its key.
func (s *source) spanOf(n *yaml.Node, key span) span {
	at := placeOf(n)
	switch {
	case isPlain(n) && n.Value == "":
		return key
	case n.Kind != yaml.ScalarNode && !key.IsZero() && at.Line != key.Line:
		return key
	case n.Kind != yaml.ScalarNode:
		return span{at, 1}
	case isPlain(n) && s.onOneLine(n):
		return span{at, utf8.RuneCountInString(n.Value)}
	}
	return span{at, max(1, utf8.RuneCountInString(written(s.from(at))))}
}

// written returns the scalar at the start of the rest of a line: up to the closing
// quote, or up to a comment or the end.
func written(rest string) string {
	if n := quotedLength(rest); n > 0 {
		return rest[:n]
	}
	rest, _, _ = strings.Cut(rest, " #")
	return strings.TrimRight(rest, " \t")
}

// quotedLength returns the length of the quoted string at the start of a text,
// including its quotes; 0 if there is none or it isn't closed.
func quotedLength(text string) int {
	if text == "" || text[0] != '"' && text[0] != '\'' {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[0] == '"':
			i++
		case text[i] == text[0] && text[0] == '\'' && strings.HasPrefix(text[i+1:], "'"):
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return 0
}
