package wasi

import (
	"slices"
	"sort"
	"strings"

	"github.com/qyvol/qyvol/wasi/policy"
)

// environment decides the guest's variables. Those that the manifest sets win
// over the host's that it passes through, and the user's win over both.
func environment(r Request, environ []string) ([]Variable, error) {
	for _, p := range r.Allow.Env {
		if !policy.IsVariable(p) {
			return nil, &VariableError{Name: p, Origin: FromFlag, Err: errNoPattern}
		}
	}
	patterns := r.Allow.Env
	if r.Manifest != nil {
		patterns = slices.Concat(r.Manifest.Permissions.Env, patterns)
	}
	e := variables{index: map[string]int{}}
	e.pass(policy.Variables(patterns), environ)
	if r.Manifest != nil {
		for _, v := range r.Manifest.Env {
			e.set(Variable{v.Name, v.Value, originOf(v.FromHost)})
		}
	}
	for _, pair := range r.Allow.Set {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, &VariableError{Name: pair, Origin: FromFlag, Err: errNoPair}
		}
		e.set(Variable{name, value, FromFlag})
	}
	for _, v := range e.list {
		if err := checkText(v.Name + v.Value); err != nil {
			return nil, &VariableError{Name: v.Name, Origin: grantedBy(v, r.Allow.Env), Err: err}
		}
	}
	return e.list, nil
}

type variables struct {
	list  []Variable
	index map[string]int
}

func (e *variables) set(v Variable) {
	if i, ok := e.index[v.Name]; ok {
		e.list[i] = v
		return
	}
	e.index[v.Name] = len(e.list)
	e.list = append(e.list, v)
}

// pass adds the host's variables that a rule names, in order of their names.
func (e *variables) pass(rules policy.Variables, environ []string) {
	if len(rules) == 0 {
		return
	}
	sorted := append([]string{}, environ...)
	sort.Strings(sorted)
	for _, pair := range sorted {
		name, value, _ := strings.Cut(pair, "=")
		if rules.Decide(name).Allowed {
			e.set(Variable{name, value, FromHost})
		}
	}
}

// grantedBy tells who let a variable pass, where its own origin is the host.
func grantedBy(v Variable, allowed []string) Origin {
	if v.Origin == FromFlag || v.Origin == FromHost && policy.Variables(allowed).Decide(v.Name).Allowed {
		return FromFlag
	}
	return FromManifest
}
