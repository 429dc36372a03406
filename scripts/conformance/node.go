package main

import "fmt"

type nodeKind uint8

const (
	atomNode nodeKind = iota
	stringNode
	listNode
)

// node is an S-expression of a script.
type node struct {
	kind  nodeKind
	text  string // an atom's letters, or a string's bytes
	items []node // of a list
	// begin and end are where it stands in the source, in bytes.
	begin, end int
}

// keyword is the atom that a list begins with, or "".
func (n *node) keyword() string {
	if n.kind != listNode || len(n.items) == 0 || n.items[0].kind != atomNode {
		return ""
	}
	return n.items[0].text
}

// isName tells a name of the script: $x.
func (n *node) isName() bool {
	return n.kind == atomNode && len(n.text) > 1 && n.text[0] == '$'
}

// position is a place in a file; both count from 1, columns in bytes.
type position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func positionOf(source []byte, offset int) position {
	p := position{1, 1}
	for _, c := range source[:min(offset, len(source))] {
		p.Column++
		if c == '\n' {
			p.Line++
			p.Column = 1
		}
	}
	return p
}

// syntaxError is a script that can't be read.
type syntaxError struct {
	file    string
	at      position
	message string
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.file, e.at.Line, e.at.Column, e.message)
}
