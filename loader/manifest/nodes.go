package manifest

import (
	"iter"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// pairs goes through the keys of a mapping and their values.
func pairs(mapping *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			if !yield(mapping.Content[i], mapping.Content[i+1]) {
				return
			}
		}
	}
}

func isMapping(n *yaml.Node) bool { return n.Kind == yaml.MappingNode }

func isList(n *yaml.Node) bool { return n.Kind == yaml.SequenceNode }

// isPlain holds for scalars without quotes.
func isPlain(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && !isQuoted(n) && !isBlock(n) }

func isQuoted(n *yaml.Node) bool { return n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 }

// isBlock holds for scalars that begin with | or >.
func isBlock(n *yaml.Node) bool { return n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 }

func placeOf(n *yaml.Node) Position { return Position{n.Line, n.Column} }

// textOf returns the value of a text; false when the node is something else.
func textOf(n *yaml.Node) (string, bool) { return n.Value, kindOf(n) == kindText }

// literalOf returns a scalar as it is written, numbers and booleans included;
// false when the node is a list, a mapping or nothing.
func literalOf(n *yaml.Node) (string, bool) {
	return n.Value, n.Kind == yaml.ScalarNode && !isNothing(n)
}

func isBoolean(n *yaml.Node) bool { return kindOf(n) == kindBool }

func isNothing(n *yaml.Node) bool { return kindOf(n) == kindNull }

// described names what a node is, for "must be …, not …".
func described(n *yaml.Node) message.Text {
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
