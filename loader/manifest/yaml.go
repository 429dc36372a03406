package manifest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/qyvol/qyvol/internal/message"
)

// parseYAML returns the document's top node. It is nil, with errors in the
// report, when the text isn't YAML that a manifest can have.
func (r *report) parseYAML() ast.Node {
	if r.bounded(); len(r.errors) > 0 {
		return nil
	}
	var tokens token.Tokens
	if err := guard(func() error { tokens = lexer.Tokenize(r.src.text); return nil }); err != nil {
		r.syntax(err)
		return nil
	}
	if r.refuseTokens(tokens); len(r.errors) > 0 {
		return nil
	}
	if r.replayTokens(tokens); len(r.errors) > 0 {
		return nil
	}
	var file *ast.File
	err := guard(func() (err error) {
		file, err = parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
		return err
	})
	if err != nil {
		r.syntax(err)
		return nil
	}
	return r.body(file)
}

// body returns the top node of the only document.
func (r *report) body(file *ast.File) ast.Node {
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType {
			return doc.Body
		}
	}
	e := &Error{Kind: ErrEmpty, Notice: Notice{
		Path: r.src.path, Text: message.ManifestEmpty.With(), HintText: message.ManifestEmptyHint.With(),
	}}
	r.errors = append(r.errors, e)
	return nil
}

// panicError is a panic of the YAML reader, turned into an error.
type panicError struct{ value any }

func (e panicError) Error() string { return fmt.Sprintf("panic in the YAML reader: %v", e.value) }

// guard runs a part of the YAML reader. Panics have been reported in it, and a
// manifest can come from anybody.
func guard(read func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicError{v}
		}
	}()
	return read()
}

// yamlError is what the errors of the YAML reader offer.
type yamlError interface {
	error
	GetToken() *token.Token
	GetMessage() string
}

// syntax reports an error of the YAML reader in the user's language, where it
// happened. The reader's own words stay reachable as the cause.
func (r *report) syntax(err error) {
	var ye yamlError
	if !errors.As(err, &ye) || ye.GetToken() == nil {
		text := message.ManifestReaderFailed.With()
		r.fail(ErrSyntax, span{}, text, message.ManifestReaderFailedHint.With())
		r.because(err)
		return
	}
	text, hint := syntaxText(ye.GetMessage())
	tk := ye.GetToken()
	at := r.inside(place(tk))
	if text.Template == &message.ManifestTab {
		r.tabAt(at)
	} else {
		r.fail(ErrSyntax, r.culprit(tk, at), text, hint)
	}
	r.because(err)
}

// culprit returns what a token stands for in an error. A text over several
// lines ends where it shouldn't have gone on, so its last line is meant.
func (r *report) culprit(tk *token.Token, at Position) span {
	origin := strings.TrimSpace(tk.Origin)
	if more := strings.Count(origin, "\n"); more > 0 && tk.Type == token.StringType {
		at.Line, at.Column = at.Line+more, 1
		return r.src.locate(r.inside(at), origin[strings.LastIndexByte(origin, '\n')+1:])
	}
	return r.src.locate(at, tk.Value)
}

// inside keeps a position that the reader made up within the text.
func (r *report) inside(at Position) Position {
	last := len(r.src.starts)
	for last > 1 && strings.TrimSpace(r.src.line(last)) == "" {
		last--
	}
	at.Line = max(1, min(at.Line, last))
	at.Column = max(1, at.Column)
	return at
}
