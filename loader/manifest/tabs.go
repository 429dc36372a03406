package manifest

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// tabs rejects tabs outside single quotes, block scalars and comments, since nobody
// can tell them from spaces. It reports the first in each line.
func (r *report) tabs(root *yaml.Node) {
	if !strings.Contains(r.src.text, "\t") {
		return
	}
	nodes := r.src.startsIn(root, nil)
	for at := 0; !r.full(); {
		next := strings.IndexByte(r.src.text[at:], '\t')
		if next < 0 {
			return
		}
		at += next
		for len(nodes) > 1 && nodes[1].at <= at {
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

// nodeStart is the offset at which a node begins.
type nodeStart struct {
	*yaml.Node
	at     int
	closed int // after its closing quote, if it is quoted
}

// startsIn appends a node and all that are in it, in the order of the text.
func (s *source) startsIn(n *yaml.Node, list []nodeStart) []nodeStart {
	start := nodeStart{Node: n, at: s.offset(placeOf(n))}
	if isQuoted(n) {
		start.closed = start.at + quotedLength(s.text[start.at:])
	}
	list = append(list, start)
	for _, child := range n.Content {
		list = s.startsIn(child, list)
	}
	return list
}

// tabAt reports whether a tab is allowed at an offset, and the offset up to which
// there is nothing more to report. nodes[0] is the last node that begins before it.
func (s *source) tabAt(offset int, nodes []nodeStart) (fine bool, end int) {
	n, begin, closed := nodes[0].Node, nodes[0].at, nodes[0].closed
	line := s.lineAt(offset)
	start, end := s.starts[line-1], s.end(line)
	switch {
	case begin > offset:
	case isQuoted(n):
		switch {
		case offset < closed && n.Style&yaml.SingleQuotedStyle != 0:
			return true, closed
		case offset < closed:
			return false, max(end, closed)
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
