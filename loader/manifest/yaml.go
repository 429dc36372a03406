package manifest

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// parseYAML returns the document's top node. It is nil, with errors in the
// report, when the text isn't YAML that a manifest can have.
func (r *report) parseYAML() *yaml.Node {
	if at := r.src.directive(); !at.IsZero() {
		r.indicator(at)
		return nil
	}
	if at, text := r.src.crowded(); !at.IsZero() {
		r.fail(ErrTooLarge, r.src.marked(at), text, message.Text{})
		return nil
	}
	var first, second *yaml.Node
	err := guard(func() (err error) {
		first, second, err = r.src.load()
		return err
	})
	switch {
	case err != nil:
		r.syntax(err)
	case second != nil:
		r.fail(ErrSyntax, r.src.marked(Position{second.Line, second.Column}), message.ManifestSeveralDocuments.With(), message.Text{})
	case first == nil || isNothing(first):
		r.errors = append(r.errors, &Error{Kind: ErrEmpty, Notice: Notice{
			Path: r.src.path, Text: message.ManifestEmpty.With(), HintText: message.ManifestEmptyHint.With(),
		}})
	default:
		r.refuse(first)
		r.tabs(first)
	}
	if len(r.errors) > 0 {
		return nil
	}
	return first
}

// directive returns the position of a directive before the document, which the YAML
// reader would apply.
func (s *source) directive() Position {
	for n := range s.starts {
		line := strings.TrimLeft(s.line(n+1), " \t")
		switch {
		case strings.HasPrefix(s.line(n+1), "%"):
			return Position{n + 1, 1}
		case line != "" && line[0] != '#':
			return Position{}
		}
	}
	return Position{}
}

// load reads the first document and, if there is one, the second.
func (s *source) load() (first, second *yaml.Node, err error) {
	text, hidden := hidePairs(s.text)
	loader, err := yaml.NewLoader(strings.NewReader(text), yaml.WithPlugin(&depthLimit{}))
	if err != nil {
		return nil, nil, err
	}
	var one, another yaml.Node
	switch err := loader.Load(&one); {
	case errors.Is(err, io.EOF):
		return nil, nil, nil
	case err != nil:
		return nil, nil, err
	}
	first = one.Content[0]
	if hidden {
		err = s.readPairs(first)
	}
	switch more := loader.Load(&another); {
	case errors.Is(more, io.EOF):
		return first, nil, err
	case more != nil:
		return nil, nil, more
	}
	return first, &another, err
}

// depthLimit keeps the YAML reader from recursing deeper than a manifest can be.
type depthLimit struct{ block bool }

var errTooDeep = errors.New("too deep")

// CheckDepth is called with the number of open brackets, or of open blocks.
func (l *depthLimit) CheckDepth(depth int, at *yaml.DepthContext) error {
	switch {
	case at.Kind == yaml.DepthKindBlock:
		l.block = true
	case l.block:
		depth++ // the brackets are in at least one block
	}
	if depth > maxDepth {
		return errTooDeep
	}
	return nil
}

// CheckAlias is never called: aliases are not resolved.
func (*depthLimit) CheckAlias(int, int) error { return nil }

// panicError is a panic of the YAML reader, turned into an error.
type panicError struct{ value any }

func (e panicError) Error() string { return fmt.Sprintf("panic in the YAML reader: %v", e.value) }

// guard runs the YAML reader. Anybody can write a manifest, so a panic in the reader
// must not end the process.
func guard(read func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicError{v}
		}
	}()
	return read()
}
