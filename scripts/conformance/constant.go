package main

import (
	"fmt"
	"unicode/utf8"

	"github.com/qyvol/qyvol/engine"
)

// constants reads values in the Go types of package engine; NaN patterns are a
// nanPattern.
func (s *script) constants(nodes []node) ([]any, error) {
	list := []any{}
	for i := range nodes {
		if nodes[i].kind != listNode {
			return nil, s.errorAt(&nodes[i], "a value is a list, such as (u32.const 1)")
		}
		value, err := s.constant(&nodes[i], nodes[i].items)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}

// constant reads the items of a value: a word and what belongs to it. at is
// where errors are.
func (s *script) constant(at *node, items []node) (any, error) {
	if len(items) == 0 || items[0].kind != atomNode {
		return nil, s.errorAt(at, "a value begins with a word, such as u32.const")
	}
	word, rest := items[0].text, items[1:]
	switch word {
	case "list.const":
		return s.constants(rest)
	case "tuple.const":
		list, err := s.constants(rest)
		return engine.Tuple(list), err
	case "flags.const":
		names, err := s.strings(rest)
		return engine.Flags(names), err
	case "record.const":
		return s.record(rest)
	case "variant.const":
		return s.variant(at, rest)
	case "option.none", "option.some", "result.ok", "result.err":
		return s.wrapped(at, word, rest)
	}
	if len(rest) != 1 {
		return nil, s.errorAt(at, "%s has one value", word)
	}
	value, err := scalar(word, &rest[0])
	if err != nil {
		return nil, s.errorAt(&rest[0], "%v", err)
	}
	return value, nil
}

// record reads `(field "name" value)`, whose value may do without parentheses.
func (s *script) record(nodes []node) (any, error) {
	record := engine.Record{}
	for i := range nodes {
		n := &nodes[i]
		if n.keyword() != "field" || len(n.items) < 3 || n.items[1].kind != stringNode {
			return nil, s.errorAt(n, `a record has fields: (field "name" u32.const 1)`)
		}
		items := n.items[2:]
		if len(items) == 1 && items[0].kind == listNode {
			items = items[0].items
		}
		value, err := s.constant(n, items)
		if err != nil {
			return nil, err
		}
		record = append(record, engine.Field{Name: n.items[1].text, Value: value})
	}
	return record, nil
}

func (s *script) variant(at *node, rest []node) (any, error) {
	if len(rest) == 0 || rest[0].kind != stringNode {
		return nil, s.errorAt(at, "a variant has a case, a string")
	}
	payload, err := s.payload(at, rest[1:])
	return engine.Variant{Case: rest[0].text, Value: payload}, err
}

func (s *script) wrapped(at *node, word string, rest []node) (any, error) {
	payload, err := s.payload(at, rest)
	switch {
	case err != nil:
		return nil, err
	case word == "result.ok":
		return engine.Result[any, any]{OK: true, Value: payload}, nil
	case word == "result.err":
		return engine.Result[any, any]{Err: payload}, nil
	case (word == "option.some") != (payload != nil):
		return nil, s.errorAt(at, "some has a value, none has not")
	default:
		return engine.Option[any]{Some: payload != nil, Value: payload}, nil
	}
}

// payload reads a value or nothing, which is nil.
func (s *script) payload(at *node, rest []node) (any, error) {
	list, err := s.constants(rest)
	switch {
	case err != nil || len(list) == 0:
		return nil, err
	case len(list) > 1:
		return nil, s.errorAt(at, "there is more than one payload")
	}
	return list[0], nil
}

// scalar reads what is neither made of values nor a list of names.
func scalar(word string, n *node) (any, error) {
	switch word {
	case "str.const", "enum.const", "char.const":
		if n.kind != stringNode {
			return nil, fmt.Errorf("%s has a string", word)
		}
		return textual(word, n.text)
	}
	if n.kind != atomNode {
		return nil, fmt.Errorf("%s has a number or a word", word)
	}
	if word == "bool.const" {
		if n.text != "true" && n.text != "false" {
			return nil, fmt.Errorf("%s is neither true nor false", n.text)
		}
		return n.text == "true", nil
	}
	return number(word, n.text)
}

func textual(word, text string) (any, error) {
	switch {
	case word == "enum.const":
		return engine.Enum(text), nil
	case !utf8.ValidString(text):
		return nil, fmt.Errorf("the text is not UTF-8")
	case word == "str.const":
		return text, nil
	case utf8.RuneCountInString(text) != 1:
		return nil, fmt.Errorf("%q is not one character", text)
	}
	c, _ := utf8.DecodeRuneInString(text)
	return engine.Char(c), nil
}
