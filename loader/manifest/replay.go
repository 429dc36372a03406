package manifest

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"

	"github.com/qyvol/qyvol/internal/message"
)

// replay walks through the text along the reader's tokens and holds each to
// what is written. The reader is lenient: it drops a lone "!", takes \uZZZZ for
// a character, splits a:b inside braces, reads a value that isn't indented. A
// manifest grants permissions, so what the reader made of it must be what
// stands there, as YAML 1.2 has it.
//
// On the way each token gets its exact byte offset in Position.Offset, where the
// reader keeps a count of its own that nothing else uses.
type replay struct {
	*report
	tokens token.Tokens
	i      int // the token
	at     int // the byte offset that was reached
	flow   int // open brackets
	// The two tokens before it that aren't comments; nil when there are none.
	previous, beforePrevious *token.Token
}

// replayTokens reports the first place where tokens and text part.
func (r *report) replayTokens(tokens token.Tokens) {
	p := &replay{report: r, tokens: tokens}
	for ; p.i < len(tokens); p.i++ {
		if tokens[p.i].Type == token.InvalidType {
			return // the parser says what is wrong with it
		}
		p.skipBlank()
		tokens[p.i].Position.Offset = p.at
		tk := tokens[p.i]
		if !p.indented(tk) || !p.token(tk) {
			return
		}
		if tk.Type != token.CommentType {
			p.beforePrevious, p.previous = p.previous, tk
		}
	}
	if p.skipBlank(); p.at < len(r.src.text) {
		p.refuse(p.at, message.ManifestNotYAML.With(), message.ManifestIndentHint.With())
	}
}

func (p *replay) rest() string { return p.src.text[p.at:] }

func (p *replay) skipBlank() {
	p.at = len(p.src.text) - len(strings.TrimLeft(p.rest(), " \t\n"))
}

// refuse reports that tokens and text part at an offset. It returns false.
func (p *replay) refuse(offset int, text, hint message.Text) bool {
	p.fail(ErrSyntax, span{p.src.position(offset), 1}, text, hint)
	return false
}

func (p *replay) stray() bool {
	return p.refuse(p.at, message.ManifestNotYAML.With(), message.ManifestIndentHint.With())
}

// next returns the token after the current one; nil when there is none.
func (p *replay) next() *token.Token {
	for i := p.i + 1; i < len(p.tokens); i++ {
		if p.tokens[i].Type != token.CommentType {
			return p.tokens[i]
		}
	}
	return nil
}

// token goes past one token.
func (p *replay) token(tk *token.Token) bool {
	switch tk.Type {
	case token.CommentType:
		return p.comment()
	case token.MappingStartType, token.SequenceStartType:
		p.flow++
		return p.mark(tk.Value)
	case token.MappingEndType, token.SequenceEndType:
		p.flow--
		return p.mark(tk.Value)
	case token.CollectEntryType:
		return p.comma()
	case token.SequenceEntryType:
		return p.mark("-") && (p.blank() || p.stray())
	case token.DocumentHeaderType, token.DocumentEndType:
		return p.mark(tk.Value[len(tk.Value)-3:])
	case token.MappingValueType:
		return p.colon()
	case token.LiteralType, token.FoldedType:
		return p.block()
	case token.SingleQuoteType, token.DoubleQuoteType:
		return p.quoted(tk)
	default:
		return p.plain(tk)
	}
}

// mark goes past fixed characters.
func (p *replay) mark(s string) bool {
	if !strings.HasPrefix(p.rest(), s) {
		return p.stray()
	}
	p.at += len(s)
	return true
}

// comma goes past a comma, which needs something before it.
func (p *replay) comma() bool {
	switch p.previous.Type {
	case token.MappingStartType, token.SequenceStartType, token.CollectEntryType:
		return p.stray()
	default:
		return p.mark(",")
	}
}

// blank reports whether a blank, or the end, was reached.
func (p *replay) blank() bool {
	rest := p.rest()
	return rest == "" || strings.IndexByte(" \t\n", rest[0]) >= 0
}

func (p *replay) comment() bool {
	if p.at > 0 && strings.IndexByte(" \t\n", p.src.text[p.at-1]) < 0 || !strings.HasPrefix(p.rest(), "#") {
		return p.stray()
	}
	comment, _, _ := strings.Cut(p.rest(), "\n")
	p.at += len(comment)
	return true
}

// colon goes past the colon of a key. It needs a blank after it, but for keys in
// quotes between braces, as in JSON.
func (p *replay) colon() bool {
	key := p.previous
	if key == nil {
		return p.stray()
	}
	if i := strings.LastIndexByte(p.src.text[key.Position.Offset:p.at], '\n'); i >= 0 {
		return p.brokenKey(key.Position.Offset + i)
	}
	if !p.mark(":") {
		return false
	}
	asJSON := p.flow > 0 && (key.Type == token.SingleQuoteType || key.Type == token.DoubleQuoteType)
	ends := p.flow > 0 && p.at < len(p.src.text) && strings.IndexByte(",]}", p.src.text[p.at]) >= 0
	if !p.blank() && !asJSON && !ends {
		return p.refuse(p.at-1, message.ManifestColon.With(), message.ManifestReservedHint.With())
	}
	return true
}

// brokenKey refuses a key over several lines: it is a value that goes on where
// it shouldn't, up to the colon that was reached.
func (p *replay) brokenKey(lineBreak int) bool {
	line := p.src.text[lineBreak+1 : p.at]
	start := p.at - len(strings.TrimLeft(line, " \t"))
	at := span{p.src.position(start), max(1, utf8.RuneCountInString(p.src.text[start:p.at]))}
	p.fail(ErrSyntax, at, message.ManifestNotAllowedHere.With(), message.ManifestIndentHint.With())
	return false
}

// indented holds a value that starts on a later line than its key, or its dash,
// to stand further in. Lists may stand right below their key.
func (p *replay) indented(tk *token.Token) bool {
	mark := p.previous
	if p.flow > 0 || mark == nil || tk.Type == token.CommentType || tk.Type == token.SequenceEntryType ||
		tk.Type == token.DocumentHeaderType || tk.Type == token.DocumentEndType {
		return true
	}
	owner := mark
	switch mark.Type {
	case token.MappingValueType:
		owner = p.beforePrevious
	case token.SequenceEntryType:
	default:
		return true
	}
	isKey := p.next() != nil && p.next().Type == token.MappingValueType
	from, here := p.src.position(owner.Position.Offset), p.src.position(p.at)
	if here.Line == from.Line || here.Column > from.Column || isKey {
		return true
	}
	return p.refuse(p.at, message.ManifestNotIndented.With(), message.ManifestIndentHint.With())
}
