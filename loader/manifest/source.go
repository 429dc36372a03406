package manifest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// source is a manifest's text: UTF-8 without a byte order mark, each line
// ended by \n.
type source struct {
	path   string
	text   string
	starts []int // byte offset at which each line starts
	// The last offset that was asked for, and its place. Offsets are asked for
	// in the order of the text, so that a long line isn't counted again and
	// again.
	lastOffset int
	last       Position
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

// position returns the place of a byte offset.
func (s *source) position(offset int) Position {
	line, exact := slices.BinarySearch(s.starts, offset)
	if exact {
		line++
	}
	start, column := s.starts[line-1], 1
	if s.last.Line == line && s.lastOffset <= offset {
		start, column = s.lastOffset, s.last.Column
	}
	s.lastOffset = offset
	s.last = Position{Line: line, Column: column + utf8.RuneCountInString(s.text[start:offset])}
	return s.last
}

// spanAt returns the place of a token that was replayed, up to the end of its
// first line.
func (s *source) spanAt(tk *token.Token) span {
	at := s.position(tk.Position.Offset)
	line := s.text[tk.Position.Offset:s.end(at.Line)]
	shown := tk.Value
	if shown == "" || !strings.HasPrefix(line, shown) {
		shown = written(line)
	}
	return span{at, max(1, utf8.RuneCountInString(shown))}
}

// locate returns where a text stands on a line, for tokens that weren't
// replayed. The YAML reader's columns are off after a tab and in some scalars of
// several lines, so the text is looked for where the reader says, then anywhere
// on the line.
func (s *source) locate(at Position, text string) span {
	line := s.line(at.Line)
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	text = strings.TrimRight(text, " \t")
	i := byteOffset(line, at.Column-1)
	if text == "" || !strings.HasPrefix(line[i:], text) {
		i = find(line, text, i)
		text = written(line[i:])
	}
	column := utf8.RuneCountInString(line[:i]) + 1
	return span{Position{at.Line, column}, max(1, utf8.RuneCountInString(text))}
}

// find looks for a text that the reader may have garbled: whole, then by its
// first character, then the first thing on the line that isn't blank.
func find(line, text string, near int) int {
	if text != "" {
		if i := strings.Index(line, text); i >= 0 {
			return i
		}
		first := text[:1]
		if strings.HasPrefix(line[near:], first) {
			return near
		}
		if i := strings.Index(line, first); i >= 0 && utf8.RuneStart(first[0]) {
			return i
		}
	}
	return len(line) - len(strings.TrimLeft(line, " \t"))
}

// written returns what a reader of YAML would take for one scalar at the start of
// a text: up to the closing quote, or up to a comment or the end.
func written(text string) string {
	if text == "" {
		return ""
	}
	if quote := text[0]; quote == '"' || quote == '\'' {
		for i := 1; i < len(text); i++ {
			switch {
			case text[i] == '\\' && quote == '"':
				i++
			case text[i] == quote:
				return text[:i+1]
			}
		}
	}
	text, _, _ = strings.Cut(text, " #")
	return strings.TrimRight(text, " \t")
}
