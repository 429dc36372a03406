package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// refused checks that code does not compile. For which reason is a note: the
// message is not part of any specification.
func (p *player) refused(c *command) (string, error) {
	component, err := p.engine.Compile(c.code.bytes)
	if err == nil {
		component.Close() //nolint:errcheck // nothing was done with it
		return "", fmt.Errorf("it compiles, and %q was to be refused", c.message)
	}
	return remark(c.message, err), nil
}

// unlinkable checks that code compiles, and can't be instantiated.
func (p *player) unlinkable(c *command) (string, error) {
	r := &running{}
	if r.code, r.err = p.engine.Compile(c.code.bytes); r.err != nil {
		return "", r.err
	}
	if p.lazy {
		return "", nil
	}
	if p.instantiate(r); r.err == nil {
		return "", fmt.Errorf("it links, and %q was to be refused", c.message)
	}
	return remark(c.message, r.err), nil
}

// stopped checks that an action or an instantiation ends in a trap with the
// message that is expected.
func (p *player) stopped(c *command) error {
	err := p.run(c)
	var waiting *dependsError
	switch {
	case errors.As(err, &waiting):
		return err
	case err == nil:
		return fmt.Errorf("it ends well, and %q was to stop it", c.message)
	case c.kind == "assert_exception" || c.kind == "assert_suspension":
		return fmt.Errorf("engine does not tell exceptions and suspensions from traps: %w", err)
	}
	return trapped(c.message, err)
}

// trapped compares the end of a guest with the message of a trap.
func trapped(expected string, err error) error {
	var trap *engine.Trap
	if !errors.As(err, &trap) {
		return fmt.Errorf("it ends in no trap: %w", err)
	}
	if text := "wasm trap: " + trap.Message; !strings.Contains(text, expected) {
		return fmt.Errorf("it ends with %q, not %q", text, expected)
	}
	return nil
}

// run does what an assertion is about.
func (p *player) run(c *command) error {
	var r *running
	switch {
	case c.action != nil:
		_, err := p.act(c.action)
		return err
	case c.instance != nil:
		r = p.start(c.instance)
	default:
		r = &running{}
		if r.code, r.err = p.engine.Compile(c.code.bytes); r.err != nil {
			return depends(r.err)
		}
		p.instantiate(r)
	}
	return r.err
}

// remark returns the message of a refusal if it is another than a script
// expects: if half of the words are not in it.
func remark(expected string, err error) string {
	got := strings.ToLower(err.Error())
	words := strings.FieldsFunc(strings.ToLower(expected), func(c rune) bool { return strings.ContainsRune(" `'\":,()", c) })
	found := 0
	for _, word := range words {
		if strings.Contains(got, word) {
			found++
		}
	}
	if 2*found > len(words) || len(words) == 0 {
		return ""
	}
	return err.Error()
}
