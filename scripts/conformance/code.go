package main

import "strings"

// code is a module or component of a script.
type code struct {
	name       string // $name, or ""
	definition bool   // to be compiled only
	// bytes are a text or a binary.
	bytes []byte
}

// code reads `(component definition? $name? …)` in its three forms: fields, or
// strings of a binary or of a text.
func (s *script) code(n *node) (*code, error) {
	word := n.keyword()
	if word != "module" && word != "component" {
		return nil, s.errorAt(n, "a module or a component is wanted here")
	}
	c, rest := &code{}, n.items[1:]
	fields := n.items[0].end // where what wasmtime reads goes on
	if len(rest) > 0 && rest[0].kind == atomNode && rest[0].text == "definition" {
		c.definition, fields, rest = true, rest[0].end, rest[1:]
	}
	if len(rest) > 0 && rest[0].isName() {
		c.name, rest = rest[0].text, rest[1:]
	}
	form := ""
	if len(rest) > 0 && rest[0].kind == atomNode {
		form = rest[0].text
	}
	switch form {
	case "binary":
		pieces, err := s.strings(rest[1:])
		c.bytes = []byte(strings.Join(pieces, ""))
		return c, err
	case "quote":
		pieces, err := s.strings(rest[1:])
		c.bytes = []byte(strings.Join(pieces, " "))
		if word == "component" { // only a module's fields may stand by themselves
			c.bytes = []byte("(component " + string(c.bytes) + ")")
		}
		c.bytes = older(c.bytes)
		return c, err
	default:
		c.bytes = older([]byte("(" + word + string(s.source[fields:n.end])))
		return c, nil
	}
}

func (s *script) strings(nodes []node) ([]string, error) {
	list := make([]string, len(nodes))
	for i := range nodes {
		if nodes[i].kind != stringNode {
			return nil, s.errorAt(&nodes[i], "a string is wanted here")
		}
		list[i] = nodes[i].text
	}
	return list, nil
}
