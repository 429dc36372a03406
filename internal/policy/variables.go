package policy

import (
	"strings"
	"unicode/utf8"
)

// Variables are the rules about the variables of the host: the names of those that
// pass, or beginnings of names with a star after them, APP_*.
type Variables []string

// Decide tells whether a variable passes, by its name. Rules are elements of
// permissions.env.
func (v Variables) Decide(name string) Decision {
	if name == "" {
		return Decision{}
	}
	for _, rule := range v {
		if passes(rule, name) {
			return Decision{Allowed: true, Rule: flow(rule)}
		}
	}
	return Decision{Would: newVariable(name)}
}

// passes reports whether a rule lets a name pass. An invalid rule lets none pass.
func passes(rule, name string) bool {
	prefix, isPrefix := strings.CutSuffix(rule, "*")
	return IsVariable(rule) && (rule == name || isPrefix && strings.HasPrefix(name, prefix))
}

// newVariable is a rule that lets a name pass: the name itself or, if it has a
// star in it, its beginning.
func newVariable(name string) string {
	if before, _, found := strings.Cut(name, "*"); found {
		name = before + "*"
	}
	if !IsVariable(name) || !utf8.ValidString(name) || strings.Contains(name, "${") {
		return ""
	}
	return flow(name)
}

// IsVariable tells a rule: the name of a variable, or the beginning of one with a
// star after it.
func IsVariable(rule string) bool {
	return rule != "" && !strings.ContainsAny(strings.TrimSuffix(rule, "*"), "*=\x00")
}
