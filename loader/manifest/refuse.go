package manifest

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// Bounds on a document. Elements are keys, values, lists and mappings; depth is
// that of lists and mappings within each other.
const (
	maxElements = 20000
	maxDepth    = 32
)

// refusal looks for YAML that a manifest doesn't have. A manifest shows each
// permission where it is granted, so it can't have anything that takes a value from
// elsewhere: anchors, aliases, merge keys, tags.
type refusal struct {
	*report
	elements int
	done     bool // a bound was passed
}

// refuse reports everything in a document that isn't part of the format.
func (r *report) refuse(root *yaml.Node) {
	f := refusal{report: r}
	f.node(root, 1, false)
}

// node checks a node and those in it. braced means that a key could be written
// here, inside braces.
func (f *refusal) node(n *yaml.Node, depth int, braced bool) {
	if f.done || f.full() {
		return
	}
	f.elements++
	switch {
	case f.elements > maxElements:
		f.tooLarge(n, message.ManifestTooManyElements.With(maxElements))
	case depth > maxDepth && n.Kind != yaml.ScalarNode:
		f.tooLarge(n, message.ManifestTooDeep.With(maxDepth))
	case n.Kind == yaml.AliasNode, hasProperties(n):
		f.indicator(placeOf(n))
	case n.Kind == yaml.MappingNode:
		f.mapping(n, depth, braced || n.Style&yaml.FlowStyle != 0)
	case n.Kind == yaml.SequenceNode:
		for _, element := range n.Content {
			f.node(element, depth+1, braced)
		}
	case braced && isPlain(n):
		f.colon(n)
	}
}

// hasProperties reports whether a node has an anchor or a tag.
func hasProperties(n *yaml.Node) bool {
	return n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || n.Tag == "!"
}

func (f *refusal) tooLarge(n *yaml.Node, text message.Text) {
	f.fail(ErrTooLarge, f.src.marked(placeOf(n)), text, message.Text{})
	f.done = true
}

func (f *refusal) mapping(n *yaml.Node, depth int, braced bool) {
	for key, value := range pairs(n) {
		if f.done || f.full() {
			return
		}
		mark, complex := f.questionMark(n, key)
		switch {
		case key.Kind == yaml.AliasNode, hasProperties(key):
			f.indicator(placeOf(key))
		case complex || key.Kind == yaml.SequenceNode || key.Kind == yaml.MappingNode:
			f.fail(ErrSyntax, span{mark, 1}, message.ManifestComplexKey.With(), message.ManifestQuoteHint.With("?"))
		case isPlain(key) && key.Value == "<<":
			f.fail(ErrSyntax, span{placeOf(key), 1}, message.ManifestMergeKey.With(), message.ManifestMergeKeyHint.With())
		case !f.src.onOneLine(key):
			f.fail(ErrSyntax, f.src.spanOf(key, span{}), message.ManifestNoKey.With(), message.ManifestNoKeyHint.With())
		default:
			f.node(key, depth+1, braced)
		}
		f.node(value, depth+1, braced && value.Kind != yaml.ScalarNode)
	}
}

// questionMark returns the position of the question mark before a key, which makes
// it a complex key. In a block, all other keys begin in the column of the mapping.
func (f *refusal) questionMark(mapping, key *yaml.Node) (Position, bool) {
	at := placeOf(key)
	block := mapping.Style&yaml.FlowStyle == 0
	if block && key.Column == mapping.Column {
		return at, false
	}
	before, mark := strings.CutSuffix(strings.TrimRight(f.src.text[:f.src.offset(at)], " \t\n"), "?")
	if !mark || strings.Contains(before[strings.LastIndexByte(before, '\n')+1:], "#") { // or it ends a comment
		return at, block
	}
	return f.src.position(len(before)), true
}

// colon rejects a plain scalar that contains a colon, unless a slash follows it, as
// in an address. YAML reads {A:1} as a key without a value, but it is meant as a key
// and a value.
func (f *refusal) colon(n *yaml.Node) {
	for i := 1; i < len(n.Value); i++ {
		if n.Value[i] != ':' || strings.HasPrefix(n.Value[i+1:], "/") {
			continue
		}
		at := placeOf(n)
		if f.src.onOneLine(n) {
			at.Column += utf8.RuneCountInString(n.Value[:i])
		}
		f.fail(ErrSyntax, span{at, 1}, message.ManifestColon.With(), message.ManifestReservedHint.With())
		return
	}
}

// indicator rejects what begins with one of YAML's indicators.
func (r *report) indicator(at Position) {
	var text message.Text
	mark := r.src.charAt(at)
	switch mark {
	case "&":
		text = message.ManifestAnchor.With()
	case "*":
		text = message.ManifestAlias.With()
	case "%":
		text = message.ManifestDirective.With()
	case "?":
		text = message.ManifestComplexKey.With()
	default:
		text = message.ManifestTag.With()
	}
	r.fail(ErrSyntax, span{at, 1}, text, message.ManifestQuoteHint.With(mark))
}
