package manifest

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"

	"github.com/qyvol/qyvol/internal/message"
)

// Bounds on a document. The YAML parser recurses over nesting and over keys,
// and a stack overflow in Go can't be recovered from.
const (
	maxTokens = 20000
	maxDepth  = 32
)

// scan is one pass over the tokens that looks for what a manifest can't have.
// A manifest shows each permission where it is granted, so nothing of YAML that
// puts a value elsewhere than where it is read gets through: anchors, aliases,
// merge keys, tags, several documents.
type scan struct {
	*report
	count   int   // tokens other than comments
	content bool  // something was read
	ended   bool  // "..." was read
	flow    int   // open brackets
	columns []int // columns of the blocks that are open
	line    int   // line of the previous token
}

// refuseTokens reports constructs that aren't part of the format.
func (r *report) refuseTokens(tokens token.Tokens) {
	s := scan{report: r}
	for i, tk := range tokens {
		if tk.Type == token.CommentType {
			continue
		}
		if s.full() {
			return
		}
		if s.count++; s.count > maxTokens {
			s.refuse(ErrTooLarge, tk, message.ManifestTooManyElements.With(maxTokens))
			return
		}
		if s.document(tk); s.depth(tk) > maxDepth {
			s.refuse(ErrTooLarge, tk, message.ManifestTooDeep.With(maxDepth))
			return
		}
		if s.construct(tk); tk.Type == token.DirectiveType {
			return // what belongs to it isn't marked as such
		}
		s.tab(tokens, i)
		s.line = tk.Position.Line
	}
}

func (s *scan) refuse(kind Kind, tk *token.Token, text message.Text) {
	s.fail(kind, s.src.locate(place(tk), tk.Value), text, message.Text{})
}

func (s *scan) refuseWithHint(tk *token.Token, text, hint message.Text) {
	at := span{s.src.locate(place(tk), tk.Value).Position, 1}
	s.fail(ErrSyntax, at, text, hint)
}

// construct refuses a token by its type.
func (s *scan) construct(tk *token.Token) {
	switch tk.Type {
	case token.AnchorType:
		s.refuseWithHint(tk, message.ManifestAnchor.With(), message.ManifestQuoteHint.With("&"))
	case token.AliasType:
		s.refuseWithHint(tk, message.ManifestAlias.With(), message.ManifestQuoteHint.With("*"))
	case token.TagType:
		s.refuseWithHint(tk, message.ManifestTag.With(), message.ManifestQuoteHint.With("!"))
	case token.MergeKeyType:
		s.refuseWithHint(tk, message.ManifestMergeKey.With(), message.ManifestMergeKeyHint.With())
	case token.DirectiveType:
		s.refuseWithHint(tk, message.ManifestDirective.With(), message.ManifestQuoteHint.With("%"))
	case token.MappingKeyType:
		s.refuseWithHint(tk, message.ManifestComplexKey.With(), message.ManifestQuoteHint.With("?"))
	default:
	}
}

// document refuses everything after the end of the first document.
func (s *scan) document(tk *token.Token) {
	switch {
	case tk.Type == token.DocumentEndType:
		s.ended = true
	case tk.Type == token.DocumentHeaderType && !s.content && !s.ended:
	case s.ended || tk.Type == token.DocumentHeaderType:
		s.refuse(ErrSyntax, tk, message.ManifestSeveralDocuments.With())
		s.ended, s.content = false, false
		return
	}
	s.content = true
}

// depth returns an upper bound of the nesting at a token: open brackets, and
// the columns at which open blocks began.
func (s *scan) depth(tk *token.Token) int {
	switch tk.Type {
	case token.MappingStartType, token.SequenceStartType:
		s.flow++
	case token.MappingEndType, token.SequenceEndType:
		s.flow--
	default:
	}
	first := tk.Position.Line != s.line
	if column := tk.Position.Column; s.flow <= 0 && (first || tk.Type == token.SequenceEntryType) {
		for len(s.columns) > 0 && s.columns[len(s.columns)-1] >= column {
			s.columns = s.columns[:len(s.columns)-1]
		}
		s.columns = append(s.columns, column)
	}
	return s.flow + len(s.columns)
}

// tab refuses a tab outside of single quotes, blocks of text and comments. YAML
// has no tabs for indentation, and the reader gets others wrong: it drops those
// inside an unquoted text, and after one in double quotes it skips the character
// that follows the closing quote.
func (s *scan) tab(tokens token.Tokens, i int) {
	tk := tokens[i]
	origin := strings.TrimRight(tk.Origin, " \t\n")
	if !strings.Contains(origin, "\t") {
		return
	}
	switch tk.Type {
	case token.SingleQuoteType:
		origin, _, _ = strings.Cut(origin, "'")
	case token.StringType:
		if i > 0 && (tokens[i-1].Type == token.LiteralType || tokens[i-1].Type == token.FoldedType) {
			return
		}
	default:
	}
	if strings.Contains(origin, "\t") {
		s.tabAt(place(tk))
	}
}

// tabAt points at the first tab from the start of a line on.
func (r *report) tabAt(at Position) {
	line := r.src.line(at.Line)
	for strings.IndexByte(line, '\t') < 0 && at.Line < len(r.src.starts) {
		at.Line++
		line = r.src.line(at.Line)
	}
	before, _, _ := strings.Cut(line, "\t")
	at.Column = utf8.RuneCountInString(before) + 1
	r.fail(ErrSyntax, span{at, 1}, message.ManifestTab.With(), message.ManifestTabHint.With())
}

func place(tk *token.Token) Position {
	return Position{tk.Position.Line, tk.Position.Column}
}
