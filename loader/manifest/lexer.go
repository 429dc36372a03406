package manifest

import "strings"

// lexer counts the marks that aren't in quoted scalars, block scalars, plain scalars
// outside of brackets, or comments. It goes through a text as the scanner of the YAML
// reader does, with the same rules for where each of these begins and ends. Where
// it doesn't follow them all it gives up, and from there on every mark counts: what
// is skipped here but isn't a scalar to the reader would take gigabytes of memory.
//
// The text has neither \r nor other characters that the reader takes for a line break
// (decodeText), and no directives.
type lexer struct {
	tally
	text string
	at   int
	line int // offset at which the line starts
	// Offsets in their lines at which the open block collections begin, the innermost last.
	indents []int
	plain   bool // a plain scalar ended with the last line, unless this one goes on with it
	key     int  // offset of what is a key if a colon follows, or -1
	begun   bool // there was a token
}

// run counts the marks of the whole text.
func (l *lexer) run() {
	for l.at < len(l.text) {
		if !l.nextLine() {
			l.rest(l.text, l.at)
			return
		}
	}
}

// The methods below return false where they give up, and leave at before anything that
// may not be what it seems.

// nextLine passes over a line that begins outside of brackets and scalars, and over
// what begins in it.
func (l *lexer) nextLine() bool {
	l.line, l.key = l.at, -1
	for l.char() == ' ' {
		l.at++
	}
	column := l.at - l.line
	first := l.at
	l.blanks()
	switch {
	case l.char() == '\n' || l.at == len(l.text):
		return l.lineEnds()
	case l.char() == '#':
		l.plain = false
		l.toBreak()
		return l.lineEnds()
	case l.at > first: // a tab in the indentation
		return false
	case column == 0 && l.isDocument():
		if l.begun || l.char() != '-' {
			return false
		}
		l.begun = true
		l.at += 3
		l.blanks()
		return l.value()
	}
	l.begun = true
	if l.plain && column > l.indent() {
		return l.plainScalar()
	}
	l.plain = false
	for len(l.indents) > 0 && l.indent() > column {
		l.indents = l.indents[:len(l.indents)-1]
	}
	return l.entry()
}

// entry passes over the rest of a line from where a list's element or a key may begin.
func (l *lexer) entry() bool {
	for l.char() == '-' && isBlankAt(l.text, l.at+1) {
		l.roll(l.at - l.line)
		l.at++
		l.blanks()
	}
	l.key = l.at
	return l.value()
}

// value passes over the rest of a line from where a token begins, or nothing more.
func (l *lexer) value() bool {
	switch c := l.char(); c {
	case 0, '\n':
		return l.lineEnds()
	case '#':
		if !isBlankAt(l.text, l.at-1) {
			return false
		}
		l.toBreak()
		return l.lineEnds()
	case '[', '{':
		l.key = -1
		return l.flow() && l.end()
	case '|', '>':
		return l.blockScalar()
	case '\'', '"':
		return l.quoted() && l.end()
	case '-', '?', ':':
		if isBlankAt(l.text, l.at+1) {
			return false
		}
	default:
		if strings.IndexByte("!&*%@`],}", c) >= 0 {
			return false
		}
	}
	return l.plainScalar()
}

// end passes over the rest of a line after a value or a quoted key.
func (l *lexer) end() bool {
	after := l.at
	l.blanks()
	switch {
	case l.char() == '\n' || l.at == len(l.text):
		return l.lineEnds()
	case l.char() == '#' && l.at > after:
		l.toBreak()
		return l.lineEnds()
	case l.char() == ':':
		return l.colon()
	}
	return false
}

// colon passes over the colon after a key, and the rest of the line.
func (l *lexer) colon() bool {
	if l.key < l.line || !isBlankAt(l.text, l.at+1) {
		return false
	}
	l.roll(l.key - l.line)
	l.key = -1
	l.at++
	l.blanks()
	return l.value()
}

// plainScalar passes over what a line has of a plain scalar, and over what follows.
func (l *lexer) plainScalar() bool {
	for start := l.at; ; l.at++ {
		switch {
		case l.at >= len(l.text) || l.text[l.at] == '\n':
			l.plain = true
			return l.lineEnds()
		case l.text[l.at] == ':' && isBlankAt(l.text, l.at+1):
			l.plain = false
			return l.colon()
		case l.text[l.at] == '#' && l.at > start && isBlankAt(l.text, l.at-1):
			l.plain = false
			l.toBreak()
			return l.lineEnds()
		}
	}
}

// blockScalar passes over a literal or folded scalar.
func (l *lexer) blockScalar() bool {
	header := l.text[l.at+1:]
	header, _, _ = strings.Cut(header, "\n")
	content := l.at + 1 + len(header) + 1
	if header != "" && (header[0] == '+' || header[0] == '-') {
		header = header[1:]
	}
	if rest := strings.TrimLeft(header, " \t"); rest != "" && (rest[0] != '#' || len(rest) == len(header)) {
		return false
	}
	column, blank := -1, 0
	for at := content; at < len(l.text); {
		line, _, _ := strings.Cut(l.text[at:], "\n")
		spaces := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case spaces == len(line):
			blank = max(blank, spaces)
		case column < 0 && (spaces < blank || spaces <= max(l.indent(), 0)):
			return false // it has no content, or looks as if it had
		case column < 0:
			column = spaces
		case spaces < column:
			l.at = at
			return true
		}
		at += len(line) + 1
	}
	l.at = len(l.text)
	return true
}

// quoted passes over a quoted scalar, which may have many lines.
func (l *lexer) quoted() bool {
	n := quotedLength(l.text[l.at:])
	if n == 0 {
		return false
	}
	line := strings.LastIndexByte(l.text[l.at:l.at+n], '\n')
	if line >= 0 {
		l.line = l.at + line + 1
	}
	l.at += n
	return true
}

// flowState is what the last token in brackets was, as far as the next depends on it.
type flowState int

const (
	afterMark  flowState = iota // a bracket that opens, a comma or a colon
	inPlain                     // a plain scalar, which may go on
	afterValue                  // what else ends here: a colon needs no blank
)

// flow passes over a list or mapping in brackets. The marks in its plain scalars
// count.
func (l *lexer) flow() bool {
	for last := afterMark; l.at < len(l.text); {
		c := l.text[l.at]
		switch {
		case c == '\n':
			l.at++
			if l.line = l.at; l.isDocument() {
				return false
			}
		case c == ' ' || c == '\t':
			l.at++
		case c == '#' && isBlankAt(l.text, l.at-1):
			if last == inPlain {
				last = afterValue
			}
			l.toBreak()
		default:
			var fine bool
			if last, fine = l.flowToken(c, last); !fine {
				return false
			}
			if l.depth == 0 {
				return true
			}
		}
	}
	return true
}

// flowToken passes over a token in brackets, or a character of a plain scalar, and
// returns what it is.
func (l *lexer) flowToken(c byte, last flowState) (token flowState, fine bool) {
	spaced := isBlankAt(l.text, l.at+1)
	switch {
	case c == '[' || c == '{' || c == ']' || c == '}':
		l.bracket(c, l.at)
		if c == ']' || c == '}' {
			token = afterValue
		}
	case c == ',', c == ':' && last == afterValue, c == ':' && spaced,
		c == ':' && last == inPlain && strings.IndexByte(",]}", l.text[l.at+1]) >= 0:
		l.mark(l.at)
	case last == inPlain:
		if c == ':' || c == '?' || c == '!' {
			l.mark(l.at)
		}
		token = inPlain
	case last == afterValue: // two in a row
		return last, false
	case c == '\'' || c == '"':
		return afterValue, l.quoted()
	case (c == '-' || c == '?') && !spaced:
		token = inPlain
	case strings.IndexByte("-?:!&*|>%@`#", c) >= 0:
		return last, false
	default:
		token = inPlain
	}
	l.at++
	return token, true
}

// indent returns the offset in its line at which the innermost block collection begins.
func (l *lexer) indent() int {
	if len(l.indents) == 0 {
		return -1
	}
	return l.indents[len(l.indents)-1]
}

// roll opens a block collection, unless it is open.
func (l *lexer) roll(column int) {
	if l.indent() < column {
		l.indents = append(l.indents, column)
	}
}

// char returns the character that is next, or 0 at the end.
func (l *lexer) char() byte {
	if l.at >= len(l.text) {
		return 0
	}
	return l.text[l.at]
}

func (l *lexer) blanks() {
	for l.char() == ' ' || l.char() == '\t' {
		l.at++
	}
}

// lineEnds passes over the line break.
func (l *lexer) lineEnds() bool {
	l.at = min(l.at+1, len(l.text))
	return true
}

// toBreak passes over the rest of the line, but for the line break.
func (l *lexer) toBreak() {
	if end := strings.IndexByte(l.text[l.at:], '\n'); end >= 0 {
		l.at += end
		return
	}
	l.at = len(l.text)
}

// isDocument reports whether a document begins or ends here, at the start of a line.
func (l *lexer) isDocument() bool {
	rest := l.text[l.at:]
	return (strings.HasPrefix(rest, "---") || strings.HasPrefix(rest, "...")) && isBlankAt(rest, 3)
}
