package manifest

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// syntax reports an error of the YAML reader in the user's language, where it
// happened. The reader's own words stay reachable as the cause.
func (r *report) syntax(err error) {
	var e *yaml.LoadError
	if !errors.As(err, &e) || e.Mark.Line == 0 {
		r.fail(ErrSyntax, span{}, message.ManifestReaderFailed.With(), message.ManifestReaderFailedHint.With())
	} else {
		r.misread(e, r.src.inside(e.Mark), r.src.inside(e.ContextMark))
	}
	r.because(err)
}

// misread says which of a dozen things the user has to fix. at is where the reader
// stopped, context is where the construct began. Messages that aren't listed mean
// that something is where YAML doesn't allow it.
func (r *report) misread(e *yaml.LoadError, at, context Position) {
	fail := func(at span, text, hint message.Text) { r.fail(ErrSyntax, at, text, hint) }
	here := r.src.from(at)
	switch said := e.Message; {
	case said == errTooDeep.Error():
		if strings.HasPrefix(here, ":") {
			at = context // the key, whose colon makes the mapping
		}
		r.fail(ErrTooLarge, span{at, 1}, message.ManifestTooDeep.With(maxDepth), message.Text{})
	case strings.HasPrefix(here, "\t"):
		r.tab(r.src.offset(at))
	case strings.Contains(e.ContextMsg, "a tag"), strings.Contains(e.ContextMsg, "directive"),
		strings.Contains(e.ContextMsg, "an anchor"), strings.Contains(e.ContextMsg, "an alias"):
		r.indicator(context)
	case strings.Contains(said, "unknown anchor"), strings.Contains(said, "tag handle"), strings.Contains(said, "directive"),
		strings.Contains(said, "YAML document"), strings.Contains(said, "mapping keys are not allowed"):
		r.indicator(at)
	case strings.Contains(said, "end of stream"), strings.Contains(said, "document indicator"):
		fail(r.src.marked(context), message.ManifestUnclosedQuote.With(r.src.charAt(context)), message.Text{})
	case strings.Contains(said, "escape character"):
		fail(r.src.marked(context), message.ManifestBadEscape.With(), message.ManifestBadEscapeHint.With())
	case strings.Contains(said, "hexadecimal"), strings.Contains(said, "escape code"):
		at.Column -= 2 // the backslash and the letter
		fail(span{at, 1}, message.ManifestBadEscape.With(), message.ManifestBadEscapeHint.With())
	case strings.Contains(said, "expected ',' or"):
		r.unclosed(at, context)
	case strings.Contains(said, "expected ':'"):
		r.noColon(context)
	case strings.Contains(said, "mapping values are not allowed"):
		r.secondColon(at)
	case strings.HasPrefix(here, "]"):
		fail(span{at, 1}, message.ManifestUnopened.With("]", "["), message.Text{})
	case strings.HasPrefix(here, "}"):
		fail(span{at, 1}, message.ManifestUnopened.With("}", "{"), message.Text{})
	case strings.Contains(said, "node content"), strings.Contains(said, "start any token"):
		fail(span{at, 1}, message.ManifestReserved.With(), message.ManifestReservedHint.With())
	default:
		fail(span{at, 1}, message.ManifestNotYAML.With(), message.ManifestIndentHint.With())
	}
}

// unclosed reports a bracket that isn't closed, or what is written where a comma
// should be.
func (r *report) unclosed(at, opened Position) {
	offset := r.src.offset(at)
	before := r.src.text[:offset]
	switch {
	case strings.TrimRight(r.src.text[offset:], " \n") == "":
		open := r.src.charAt(opened)
		shut := map[string]string{"[": "]", "{": "}"}[open]
		r.fail(ErrSyntax, span{opened, 1}, message.ManifestUnclosed.With(open, shut), message.Text{})
	case strings.HasSuffix(before, `"`), strings.HasSuffix(before, `'`):
		r.fail(ErrSyntax, span{at, 1}, message.ManifestNotYAML.With(), message.ManifestIndentHint.With())
	default:
		r.fail(ErrSyntax, r.src.marked(at), message.ManifestMissingComma.With(), message.ManifestMissingCommaHint.With())
	}
}

// noColon reports what is written where a key should be: a key without a colon, an
// indicator alone, or a value that isn't indented.
func (r *report) noColon(at Position) {
	before := strings.TrimRight(r.src.text[:r.src.offset(at)], " \t\n")
	switch {
	case strings.ContainsAny(r.src.charAt(at), "&*!"):
		r.indicator(at)
	case strings.HasSuffix(before, ":"), strings.HasSuffix(before, "\n-"), strings.HasSuffix(before, " -"):
		r.fail(ErrSyntax, span{at, 1}, message.ManifestNotIndented.With(), message.ManifestIndentHint.With())
	default:
		width := utf8.RuneCountInString(written(r.src.from(at)))
		r.fail(ErrSyntax, span{at, max(1, width)}, message.ManifestNoKey.With(), message.ManifestNoKeyHint.With())
	}
}

// secondColon reports a colon after a value: one on the same line, or one on the
// line above, which continues here.
func (r *report) secondColon(at Position) {
	line := r.src.line(at.Line)[:byteOffset(r.src.line(at.Line), at.Column-1)]
	text := strings.TrimLeft(line, " ")
	switch {
	case text == "":
		r.fail(ErrSyntax, span{at, 1}, message.ManifestNotYAML.With(), message.ManifestIndentHint.With())
	case strings.Contains(text, ": "):
		r.fail(ErrSyntax, span{at, 1}, message.ManifestColon.With(), message.ManifestReservedHint.With())
	default:
		start := Position{at.Line, at.Column - len([]rune(text))}
		r.fail(ErrSyntax, span{start, len([]rune(text))}, message.ManifestNotAllowedHere.With(), message.ManifestIndentHint.With())
	}
}
