package main

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// reader reads S-expressions as WebAssembly's text format has them (Core
// Specification, "Lexical Format"): atoms, strings, lists, comments.
type reader struct {
	file string
	in   []byte
	at   int
	open [][]node // the items so far of each list that is open, outermost first
	from []int    // where those lists begin
}

// read returns what stands in a script, outermost.
func read(file string, source []byte) ([]node, error) {
	r := &reader{file: file, in: source, open: [][]node{nil}}
	for at := 0; at < len(source); {
		c, size := utf8.DecodeRune(source[at:])
		if c == utf8.RuneError && size == 1 {
			return nil, r.errorAt(at, "this is not UTF-8")
		}
		at += size
	}
	for r.at < len(r.in) {
		if err := r.next(); err != nil {
			return nil, err
		}
	}
	if n := len(r.from); n > 0 {
		return nil, r.errorAt(r.from[n-1], "this parenthesis is not closed")
	}
	return r.open[0], nil
}

func (r *reader) errorAt(at int, format string, args ...any) error {
	return &syntaxError{r.file, positionOf(r.in, at), fmt.Sprintf(format, args...)}
}

func (r *reader) next() error {
	c := r.in[r.at]
	switch {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		r.at++
		return nil
	case c == ';':
		return r.lineComment()
	case c == '(' && r.peek(1) == ';':
		return r.blockComment()
	case c == '(':
		r.open, r.from = append(r.open, nil), append(r.from, r.at)
		r.at++
		return nil
	case c == ')':
		return r.closing()
	case c == '"':
		return r.string()
	default:
		return r.atom()
	}
}

func (r *reader) peek(ahead int) byte {
	if r.at+ahead < len(r.in) {
		return r.in[r.at+ahead]
	}
	return 0
}

func (r *reader) add(n node) {
	last := len(r.open) - 1
	r.open[last] = append(r.open[last], n)
}

func (r *reader) closing() error {
	last := len(r.from) - 1
	if last < 0 {
		return r.errorAt(r.at, "this parenthesis closes nothing")
	}
	r.at++
	list := node{kind: listNode, items: r.open[last+1], begin: r.from[last], end: r.at}
	r.open, r.from = r.open[:last+1], r.from[:last]
	r.add(list)
	return nil
}

func (r *reader) lineComment() error {
	if r.peek(1) != ';' {
		return r.errorAt(r.at, "a comment begins with two semicolons")
	}
	end := bytes.IndexByte(r.in[r.at:], '\n')
	if end < 0 {
		end = len(r.in) - r.at
	}
	r.at += end
	return nil
}

func (r *reader) blockComment() error {
	begin, depth := r.at, 0
	for r.at < len(r.in) {
		switch {
		case r.in[r.at] == '(' && r.peek(1) == ';':
			depth++
			r.at += 2
		case r.in[r.at] == ';' && r.peek(1) == ')':
			depth--
			r.at += 2
		default:
			r.at++
		}
		if depth == 0 {
			return nil
		}
	}
	return r.errorAt(begin, "this comment is not closed")
}

// atom reads what is neither string nor parenthesis. $"..." is a name as well.
func (r *reader) atom() error {
	begin := r.at
	for r.at < len(r.in) && isAtomByte(r.in[r.at]) {
		r.at++
	}
	text := string(r.in[begin:r.at])
	switch {
	case text == "":
		return r.errorAt(begin, "%q can't stand here", r.in[begin])
	case r.peek(0) != '"':
	case text != "$" && text != "@":
		return r.errorAt(r.at, "a space is missing between %s and this string", text)
	default:
		quoted, err := r.quoted()
		if err != nil {
			return err
		}
		text += quoted
	}
	r.add(node{kind: atomNode, text: text, begin: begin, end: r.at})
	return nil
}

// isAtomByte takes more than names may hold: annotations, whose tokens are
// anybody's, stand in code, which wasmtime reads.
func isAtomByte(c byte) bool {
	return c > ' ' && c != 0x7f && c != '(' && c != ')' && c != '"' && c != ';'
}
