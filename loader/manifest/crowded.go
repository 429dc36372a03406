package manifest

import (
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// maxMarks is more than as many elements need.
const maxMarks = 2 * maxElements

// crowded returns the position from which on there are more elements than a manifest
// can have, going by the characters that separate them, or deeper ones. The YAML reader
// takes a kilobyte for each, before anybody can count them.
func (s *source) crowded() (Position, message.Text) {
	l := lexer{text: s.text, key: -1}
	l.run()
	switch {
	case l.count <= maxMarks:
		return Position{}, message.Text{}
	case l.tooDeep:
		return s.position(l.deep), message.ManifestTooDeep.With(maxDepth)
	}
	return s.position(l.last), message.ManifestTooManyElements.With(maxElements)
}

// tally counts the marks: the characters that separate elements, and brackets.
type tally struct {
	count   int
	depth   int  // of brackets
	deep    int  // offset of the last bracket at maxDepth
	last    int  // offset of the first mark that is one too many
	tooDeep bool // at the last mark
}

// bracket counts a bracket at an offset.
func (t *tally) bracket(c byte, at int) {
	switch c {
	case '[', '{':
		if t.depth++; t.depth == maxDepth { // in a mapping, most likely
			t.deep = at
		}
	default:
		t.depth = max(t.depth-1, 0)
	}
	t.mark(at)
}

// mark counts any mark at an offset.
func (t *tally) mark(at int) {
	if t.count++; t.count == maxMarks+1 {
		t.last, t.tooDeep = at, t.depth >= maxDepth
	}
}

// rest counts the marks of a text of which nobody knows what is a scalar: all, from the
// first bracket on. A bracket that is closed may be one in a scalar, so that others stay
// open. What takes memory without a mark counts, too: anchors, aliases, and in brackets
// quotes and dashes in a row, and comments.
func (t *tally) rest(text string, at int) {
	open, quote := t.depth > 0, false
	for ; at < len(text); at++ {
		c := text[at]
		switch c {
		case '[', '{', ']', '}':
			t.bracket(c, at)
			open = true
		case '!', '&', '*':
			t.mark(at)
		case '#':
			if open && isBlankAt(text, at-1) {
				t.mark(at)
			}
		case ',', ':', '?':
			if open { // otherwise as in text
				t.mark(at)
			}
		case '-':
			if open && isBlankAt(text, at+1) {
				t.mark(at)
			}
		case '\'', '"':
			if open && quote {
				t.mark(at)
			}
		}
		quote = c == '\'' || c == '"' || quote && isBlankAt(text, at)
	}
}

// isBlankAt reports whether a space, a tab or the end of the line or text is at an
// offset.
func isBlankAt(text string, at int) bool {
	return at >= len(text) || strings.IndexByte(" \t\n", text[at]) >= 0
}
