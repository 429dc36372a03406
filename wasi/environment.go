package wasi

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/loader/manifest"
)

// environment decides the guest's variables. Those that the manifest sets win
// over the host's that it passes through, and the user's win over both.
func environment(r Request, expanded []manifest.Expansion) ([]Variable, error) {
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
	e.pass(policy.Variables(patterns), r)
	if r.Manifest != nil {
		for i, v := range r.Manifest.Env {
			e.set(Variable{v.Name, expanded[i].Value, originOf(expanded[i]), expanded[i].Missing})
		}
	}
	for _, pair := range r.Allow.Set {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, &VariableError{Name: pair, Origin: FromFlag, Err: errNoPair}
		}
		e.set(Variable{Name: name, Value: value, Origin: FromFlag})
	}
	for _, v := range e.list {
		if err := checkText(v.Name + v.Value); err != nil {
			return nil, &VariableError{Name: v.Name, Origin: grantedBy(v, r.Allow.Env), Err: err}
		}
	}
	return e.list, nil
}

// expand puts the host's variables into what the manifest writes. What the user
// sets by hand needs none.
func (r *Request) expand() (manifest.Expanded, error) {
	if r.Manifest == nil {
		return manifest.Expanded{}, nil
	}
	replaced := make([]string, len(r.Allow.Set))
	for i, pair := range r.Allow.Set {
		replaced[i], _, _ = strings.Cut(pair, "=")
	}
	expanded, err := r.Manifest.Expand(r.lookup, replaced...)
	if r.Preview {
		err = nil
	}
	return expanded, err
}

func (r *Request) environ() []string {
	if r.Environ == nil {
		return os.Environ()
	}
	return r.Environ
}

// lookup finds a variable of the host. The last of several wins, as for a process
// that is started with them.
func (r *Request) lookup(name string) (string, bool) {
	if r.Environ == nil {
		return os.LookupEnv(name)
	}
	for _, pair := range slices.Backward(r.Environ) {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value, true
		}
	}
	return "", false
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
func (e *variables) pass(rules policy.Variables, r Request) {
	if len(rules) == 0 {
		return
	}
	for _, pair := range slices.Sorted(slices.Values(r.environ())) {
		name, value, _ := strings.Cut(pair, "=")
		if rules.Decide(name).Allowed {
			e.set(Variable{Name: name, Value: value, Origin: FromHost})
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

// noteUnset notes the variables that were to be passed, and that the guest gets from
// nowhere. What a user asks for by hand is worth a warning; a manifest permits, and may
// be written for many hosts: what it permits in vain is told in a preview. So is the
// beginning of names with a star, by whomever, which asks for what there is.
func (g *Grant) noteUnset(r Request) {
	unset := func(rule string) bool {
		return !slices.ContainsFunc(g.Env, func(v Variable) bool { return policy.Variables{rule}.Decide(v.Name).Allowed })
	}
	if m := r.Manifest; m != nil {
		for i, rule := range m.Permissions.Env {
			if !unset(rule) {
				continue
			}
			text := &message.WASIUnsetStar
			if !strings.HasSuffix(rule, "*") {
				text = &message.WASIUnsetManifest
				g.Unset = append(g.Unset, rule)
			}
			if r.Preview {
				w := m.Warning("permissions.env["+strconv.Itoa(i)+"]", text.With(message.Name(rule)), message.Text{})
				g.Warnings = append(g.Warnings, message.Saying(w))
			}
		}
	}
	for _, rule := range r.Allow.Env {
		star := strings.HasSuffix(rule, "*")
		switch {
		case !unset(rule), star && !r.Preview:
		case star:
			g.Warnings = append(g.Warnings, message.WASIUnsetFlagStar.With(message.Name(rule)))
		default:
			g.Warnings = append(g.Warnings, message.WASIUnsetFlag.With(message.Name(rule)))
		}
	}
}
