package main

import (
	"fmt"
	"strings"
)

// command is one directive of a script (the reference interpreter's "Scripts",
// and what wasm-tools adds for components).
type command struct {
	kind string // "component", "component definition", "assert_return"
	at   position

	code     *code     // to be compiled
	instance *instance // to be created of code that has a name
	action   *action
	expect   []any  // the results of assert_return
	message  string // of the other assertions
	name     string // that register gives
	of       string // the instance that register names, or "" for the last
}

// instance is `(component instance $name $of)`.
type instance struct{ name, of string }

// action is `(invoke $of "name" argument…)` or `(get $of "name")`.
type action struct {
	of, name string
	get      bool
	args     []any
}

// script is a file of directives.
type script struct {
	file   string
	source []byte
}

// parse reads a script. What it does not know is an error.
func parse(file string, source []byte) ([]command, error) {
	nodes, err := read(file, source)
	if err != nil {
		return nil, err
	}
	s := &script{file, source}
	commands := make([]command, len(nodes))
	for i := range nodes {
		if commands[i], err = s.command(&nodes[i]); err != nil {
			return nil, err
		}
		commands[i].at = positionOf(source, nodes[i].begin)
	}
	return commands, nil
}

func (s *script) errorAt(n *node, format string, args ...any) error {
	return &syntaxError{s.file, positionOf(s.source, n.begin), fmt.Sprintf(format, args...)}
}

func (s *script) command(n *node) (command, error) {
	switch word := n.keyword(); word {
	case "module", "component":
		return s.definition(n)
	case "invoke", "get":
		a, err := s.action(n)
		return command{kind: word, action: a}, err
	case "register":
		return s.register(n)
	case "assert_return":
		return s.assertReturn(n)
	case "assert_trap", "assert_exhaustion", "assert_exception", "assert_suspension":
		return s.assertRun(n)
	case "assert_invalid", "assert_malformed", "assert_unlinkable", "assert_invalid_custom", "assert_malformed_custom":
		return s.assertCode(n)
	case "":
		return command{}, s.errorAt(n, "a directive is a list that begins with a word")
	default:
		return command{}, s.errorAt(n, "the directive %s is not known", word)
	}
}

// definition reads a module or component, or the instance of one.
func (s *script) definition(n *node) (command, error) {
	word := n.keyword()
	if len(n.items) > 1 && n.items[1].kind == atomNode && n.items[1].text == "instance" {
		i, err := s.instance(n)
		return command{kind: word + " instance", instance: i}, err
	}
	c, err := s.code(n)
	if err != nil {
		return command{}, err
	}
	if c.definition {
		word += " definition"
	}
	return command{kind: word, code: c}, nil
}

func (s *script) instance(n *node) (*instance, error) {
	var names []string
	for i := range n.items[2:] {
		if item := &n.items[i+2]; item.isName() {
			names = append(names, item.text)
		} else {
			return nil, s.errorAt(item, "a name is wanted here")
		}
	}
	switch len(names) {
	case 1:
		return &instance{of: names[0]}, nil
	case 2:
		return &instance{name: names[0], of: names[1]}, nil
	default:
		return nil, s.errorAt(n, "an instance has a name, if any, and that of its code")
	}
}

func (s *script) action(n *node) (*action, error) {
	word := n.keyword()
	if word != "invoke" && word != "get" {
		return nil, s.errorAt(n, "an action is wanted here: invoke or get")
	}
	a, rest := &action{get: word == "get"}, n.items[1:]
	if len(rest) > 0 && rest[0].isName() {
		a.of, rest = rest[0].text, rest[1:]
	}
	if len(rest) == 0 || rest[0].kind != stringNode || a.get && len(rest) > 1 {
		return nil, s.errorAt(n, "an action has the name of an export, a string, and invoke has arguments")
	}
	a.name = rest[0].text
	var err error
	a.args, err = s.constants(rest[1:])
	return a, err
}

func (s *script) register(n *node) (command, error) {
	rest := n.items[1:]
	if len(rest) == 0 || len(rest) > 2 || rest[0].kind != stringNode || len(rest) == 2 && !rest[1].isName() {
		return command{}, s.errorAt(n, "register has a string, and the name of an instance, if any")
	}
	c := command{kind: "register", name: rest[0].text}
	if len(rest) == 2 {
		c.of = rest[1].text
	}
	return c, nil
}

func (s *script) assertReturn(n *node) (command, error) {
	if len(n.items) < 2 {
		return command{}, s.errorAt(n, "an action is missing")
	}
	a, err := s.action(&n.items[1])
	if err != nil {
		return command{}, err
	}
	expect, err := s.constants(n.items[2:])
	return command{kind: n.keyword(), action: a, expect: expect}, err
}

// assertRun reads an assertion on an action or on an instantiation.
func (s *script) assertRun(n *node) (command, error) {
	c, err := s.withMessage(n)
	if err != nil {
		return c, err
	}
	subject := &n.items[1]
	if word := subject.keyword(); word != "module" && word != "component" {
		c.action, err = s.action(subject)
		return c, err
	}
	d, err := s.definition(subject)
	c.code, c.instance = d.code, d.instance
	return c, err
}

func (s *script) assertCode(n *node) (command, error) {
	c, err := s.withMessage(n)
	if err != nil {
		return c, err
	}
	c.code, err = s.code(&n.items[1])
	return c, err
}

// withMessage checks that an assertion has a subject and a message.
func (s *script) withMessage(n *node) (command, error) {
	c := command{kind: n.keyword()}
	if len(n.items) == 2 && c.kind == "assert_exception" {
		return c, nil
	}
	// The custom assertions of annotations may give the place besides.
	if len(n.items) < 3 || n.items[2].kind != stringNode || len(n.items) > 3 && !strings.HasSuffix(c.kind, "_custom") {
		return c, s.errorAt(n, "%s has a subject and a message, a string", c.kind)
	}
	c.message = n.items[2].text
	return c, nil
}
