package manifest

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/qyvol/qyvol/internal/message"
)

// entries returns the pairs of a mapping; false when the node isn't one.
func entries(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// elements returns the values of a list; false when the node isn't one.
func elements(n ast.Node) ([]ast.Node, bool) {
	if seq, ok := n.(*ast.SequenceNode); ok {
		return seq.Values, true
	}
	return nil, false
}

// textOf returns the value of a text; false when the node is something else.
func textOf(n ast.Node) (string, bool) {
	if kindOf(n) != kindText {
		return "", false
	}
	return literalOf(n)
}

// literalOf returns a scalar as it is written, numbers and booleans included;
// false when the node is a list, a mapping or nothing.
func literalOf(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func isBoolean(n ast.Node) bool { return kindOf(n) == kindBool }

func isNothing(n ast.Node) bool { return kindOf(n) == kindNull }

// described names what a node is, for "must be …, not …".
func described(n ast.Node) message.Text {
	switch kindOf(n) {
	case kindMapping:
		return message.ManifestMapping.With()
	case kindList:
		return message.ManifestList.With()
	case kindBool:
		return message.ManifestABoolean.With()
	case kindInt:
		return message.ManifestNumber.With()
	case kindFloat:
		return message.ManifestDecimal.With()
	case kindText, kindNull: // a node of no value is reported before
	}
	return message.ManifestText.With()
}

// startOf returns the token that a node begins with; a block mapping begins
// with its first key, where the parser says its colon.
func startOf(n ast.Node) *token.Token {
	if pairs, ok := entries(n); ok && len(pairs) > 0 && n.GetToken().Type != token.MappingStartType {
		return pairs[0].Key.GetToken()
	}
	return n.GetToken()
}

// spanOf returns where a node stands; key is where its key stands. A node that
// has no line of its own, or starts on a later one, is shown at its key.
func (s *source) spanOf(n ast.Node, key span) span {
	tk := startOf(n)
	if n.Type() == ast.NullType && tk.Type == token.ImplicitNullType {
		return key
	}
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		if !key.IsZero() && tk.Position.Line != key.Line {
			return key
		}
		return span{s.spanAt(tk).Position, 1}
	}
	return s.spanAt(tk)
}
