package manifest

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/token"

	"github.com/qyvol/qyvol/internal/message"
)

// plain goes past a text without quotes (YAML 1.2, section 7.3.3).
func (p *replay) plain(tk *token.Token) bool {
	value := tk.Value
	if value == "" || !canStart(value) {
		return p.refuse(p.at, message.ManifestReserved.With(), message.ManifestReservedHint.With())
	}
	if p.flow > 0 && strings.ContainsAny(value, ",[]{}") {
		return p.refuse(p.at, message.ManifestMissingComma.With(), message.ManifestMissingCommaHint.With())
	}
	if strings.Contains(value, ": ") || strings.Contains(value, " #") || strings.HasSuffix(value, ":") {
		return p.refuse(p.at, message.ManifestColon.With(), message.ManifestReservedHint.With())
	}
	return p.words(value) && p.afterPlain()
}

// canStart refuses texts that begin with a mark of YAML's. A dash, a question
// mark and a colon are fine when something follows them.
func canStart(value string) bool {
	if strings.IndexByte("-?:", value[0]) >= 0 {
		return len(value) > 1 && strings.IndexByte(" \t\n", value[1]) < 0
	}
	return strings.IndexByte(",[]{}#&*!|>'\"%@`", value[0]) < 0
}

// words goes past a text that may have been folded from several lines: the
// blanks between its words may differ, nothing else.
func (p *replay) words(value string) bool {
	if strings.HasPrefix(p.rest(), value) {
		p.at += len(value)
		return true
	}
	for word := range strings.FieldsSeq(value) {
		p.skipBlank()
		if !p.mark(word) {
			return false
		}
	}
	return true
}

// afterPlain holds what follows a text without quotes to be no part of it.
func (p *replay) afterPlain() bool {
	if p.blank() {
		return true
	}
	switch next := p.rest()[0]; {
	case next == ':' && p.next() != nil && p.next().Type == token.MappingValueType:
		return true
	case p.flow > 0 && strings.IndexByte(",[]{}", next) >= 0:
		return true
	}
	return p.stray()
}

// quoted goes past a text in quotes. On one line it must be exactly what the
// reader says.
func (p *replay) quoted(tk *token.Token) bool {
	start := p.at
	var value string
	end, bad := 0, -1
	if tk.Type == token.DoubleQuoteType {
		value, end, bad = unquoteDouble(p.rest())
	} else {
		value, end = unquoteSingle(p.rest())
	}
	if bad >= 0 {
		return p.refuse(start+bad, message.ManifestBadEscape.With(), message.ManifestBadEscapeHint.With())
	}
	p.at += end
	if end == 0 || !strings.Contains(p.src.text[start:p.at], "\n") && value != tk.Value {
		p.at = start
		return p.stray()
	}
	return p.afterQuoted()
}

// afterQuoted refuses what is glued to a closing quote.
func (p *replay) afterQuoted() bool {
	if p.blank() || p.rest()[0] == ':' || p.flow > 0 && strings.IndexByte(",]}", p.rest()[0]) >= 0 {
		return true
	}
	return p.stray()
}

// block goes past a literal or folded block, header and lines. The lines end
// before the first one that stands no further in than what the block belongs
// to (section 8.1).
func (p *replay) block() bool {
	owner := p.previous
	if owner != nil && owner.Type == token.MappingValueType {
		owner = p.beforePrevious
	}
	if owner == nil || p.flow > 0 {
		return p.stray()
	}
	column := p.src.position(owner.Position.Offset).Column
	p.at += len(p.line())
	start := p.at
	for p.at < len(p.src.text) && p.belongs(column) {
		p.at += 1 + len(p.nextLine())
	}
	return p.content(p.src.text[start:p.at], start)
}

// line returns the text up to the end of the line.
func (p *replay) line() string {
	line, _, _ := strings.Cut(p.rest(), "\n")
	return line
}

// nextLine returns the line after the line break that was reached.
func (p *replay) nextLine() string {
	line, _, _ := strings.Cut(p.rest()[1:], "\n")
	return line
}

// belongs reports whether the next line is part of a block whose owner stands at
// a column.
func (p *replay) belongs(column int) bool {
	line := p.nextLine()
	text := strings.TrimLeft(line, " ")
	return text == "" || len(line)-len(text) >= column
}

// content holds the lines of a block to the reader's words. A comment in the
// header is a token of its own, and an empty block may have none.
func (p *replay) content(lines string, start int) bool {
	for p.i+1 < len(p.tokens) && p.tokens[p.i+1].Type == token.CommentType && p.tokens[p.i+1].Position.Line == p.tokens[p.i].Position.Line {
		p.i++
		p.tokens[p.i].Position.Offset = start
	}
	var said []string
	if p.i+1 < len(p.tokens) && p.tokens[p.i+1].Type == token.StringType && p.followsHeader() {
		p.i++
		p.tokens[p.i].Position.Offset = start
		said = strings.Fields(p.tokens[p.i].Value)
	}
	if !slices.Equal(said, strings.Fields(lines)) {
		p.at = start
		return p.stray()
	}
	return true
}

// followsHeader tells the text of a block from the key that follows an empty
// one.
func (p *replay) followsHeader() bool {
	after := p.i + 2
	return after >= len(p.tokens) || p.tokens[after].Type != token.MappingValueType
}
