package policy_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
)

func TestVariables(t *testing.T) {
	rules := policy.Variables{"LANG", "APP_*", "no=rule", "A*B", ""}
	for name, want := range map[string]policy.Decision{
		"LANG":     {Allowed: true, Rule: "LANG"},
		"APP_":     {Allowed: true, Rule: "APP_*"},
		"APP_A":    {Allowed: true, Rule: "APP_*"},
		"APP":      {Would: "APP"},
		"LANGUAGE": {Would: "LANGUAGE"},
		"lang":     {Would: "lang"},
		"on":       {Would: `'on'`},
		"A*B":      {Would: "A*"},
		"*":        {Would: `'*'`},
		"A B":      {Would: `'A B'`},
		"no=rule":  {},
		"${A}":     {},
		"\xff":     {},
		"":         {},
	} {
		if got := rules.Decide(name); got != want {
			t.Errorf("%q: %+v, want %+v", name, got, want)
		}
	}
	if d := (policy.Variables{"*"}).Decide("anything"); !d.Allowed || d.Rule != `'*'` {
		t.Errorf("*: %+v", d)
	}
}

func TestIsVariable(t *testing.T) {
	for rule, want := range map[string]bool{
		"A": true, "A*": true, "*": true, "A B": true, "": false, "A=": false, "A**": false, "A*B": false, "**": false, "\x00": false,
	} {
		if got := policy.IsVariable(rule); got != want {
			t.Errorf("%q: %v", rule, got)
		}
	}
}
