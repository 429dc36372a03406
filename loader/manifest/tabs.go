package manifest

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// tabs refuses tabs outside of single quotes, blocks of text and comments, since
// nobody can tell them from blanks. It reports the first of each line.
func (r *report) tabs(root *yaml.Node) {
	if !strings.Contains(r.src.text, "\t") {
		return
	}
	nodes := nodesIn(root, nil)
	for at := 0; !r.full(); {
		next := strings.IndexByte(r.src.text[at:], '\t')
		if next < 0 {
			return
		}
		at += next
		for len(nodes) > 1 && r.src.offset(placeOf(nodes[1])) <= at {
			nodes = nodes[1:]
		}
		fine, end := r.src.tabAt(at, nodes)
		if !fine {
			r.tab(at)
		}
		at = end
	}
}

func (r *report) tab(offset int) {
	r.fail(ErrSyntax, span{r.src.position(offset), 1}, message.ManifestTab.With(), message.ManifestTabHint.With())
}

// nodesIn appends a node and all that are in it, in the order of the text.
func nodesIn(n *yaml.Node, list []*yaml.Node) []*yaml.Node {
	list = append(list, n)
	for _, child := range n.Content {
		list = nodesIn(child, list)
	}
	return list
}

// tabAt reports whether a tab can stand at an offset, and up to where there is
// nothing more to say about tabs. The first of the nodes is the last one that
// begins before it.
func (s *source) tabAt(offset int, nodes []*yaml.Node) (fine bool, end int) {
	n := nodes[0]
	line := s.position(offset).Line
	start, end := s.starts[line-1], s.end(line)
	switch begin := s.offset(placeOf(n)); {
	case begin > offset:
	case isQuoted(n):
		closed := begin + quotedLength(s.text[begin:])
		if offset < closed {
			return n.Style&yaml.SingleQuotedStyle != 0, max(end, closed)
		}
		start = max(start, closed)
	case isBlock(n) && line > n.Line && len(nodes) == 1:
		return true, len(s.text)
	case isBlock(n) && line > n.Line && line < nodes[1].Line:
		return true, s.end(nodes[1].Line - 1)
	default:
		start = max(start, begin)
	}
	rest := strings.TrimLeft(s.text[offset:end], " \t")
	inComment := strings.Contains(" "+s.text[start:offset], " #")
	return inComment || rest == "" || rest[0] == '#', end
}
