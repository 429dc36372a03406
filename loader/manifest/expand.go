package manifest

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/message"
)

// Template is a string of a manifest into which variables of the host go when
// what a run gets is decided, and not before:
//
//	${NAME}           the variable, an error if it isn't set
//	${NAME:-default}  the default if the variable isn't set or is empty
//	$$                one $
//
// Every other $ is itself. What a variable or a default holds isn't expanded
// again. What leaves this machine (a deployment, a log) takes the Template, never
// what it expands to.
type Template string

// Expansion is a Template with the variables put in.
type Expansion struct {
	// Value is empty where a variable is Missing.
	Value string
	// FromHost reports whether a variable of the host went into Value.
	FromHost bool
	// Missing is the first variable that can't be put in, since it isn't set or
	// isn't UTF-8; empty if there is none.
	Missing string
}

// Expanded is what a manifest's templates come to, in the order of Args and Env.
type Expanded struct{ Args, Env []Expansion }

// Expand puts variables of the host into args and env; lookup is os.LookupEnv or
// the like. The variables of the guest that are in replaced get no value here, so
// nothing is looked up for them. Variables that can't be put in are [Errors] of
// kind [ErrVariable], at their places, and the Expansions say which they are.
func (m *Manifest) Expand(lookup func(string) (string, bool), replaced ...string) (Expanded, error) {
	var errs Errors
	one := func(t Template, path string) Expansion {
		e, problem := t.expand(lookup)
		if problem != nil {
			errs = append(errs, m.variableError(path, problem))
		}
		return e
	}
	var out Expanded
	for i, t := range m.Args {
		out.Args = append(out.Args, one(t, "args["+strconv.Itoa(i)+"]"))
	}
	for _, v := range m.Env {
		if slices.Contains(replaced, v.Name) {
			out.Env = append(out.Env, Expansion{})
			continue
		}
		out.Env = append(out.Env, one(v.Value, join("env", v.Name)))
	}
	if len(errs) > 0 {
		return out, errs.sorted().capped()
	}
	return out, nil
}

// variableError is an error about a part of the value at a path.
func (m *Manifest) variableError(path string, problem *variableProblem) *Error {
	at := m.find(path).value
	if m.src != nil && !at.IsZero() {
		at = m.src.within(at, problem.written)
	}
	return &Error{Kind: ErrVariable, Notice: m.noticeAt(at, problem.text, problem.hint)}
}

// variableProblem is a variable that can't be put in.
type variableProblem struct {
	// name is that of the variable; empty where what is written names none.
	name string
	// written is the part of the template that is wrong.
	written    string
	text, hint message.Text
}

// anyVariable has every variable. It stands for the host where only the form of
// a template matters.
func anyVariable(string) (string, bool) { return "", true }

// expand puts variables into a template. The first problem ends it.
func (t Template) expand(lookup func(string) (string, bool)) (Expansion, *variableProblem) {
	var out Expansion
	var b strings.Builder
	for rest := string(t); ; {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			b.WriteString(rest)
			out.Value = b.String()
			return out, nil
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		switch {
		case strings.HasPrefix(rest, "$$"):
			b.WriteByte('$')
			rest = rest[2:]
		case strings.HasPrefix(rest, "${"):
			value, used, problem := reference(rest, lookup)
			if problem != nil {
				return Expansion{Missing: problem.name}, problem
			}
			b.WriteString(value)
			out.FromHost = out.FromHost || used.fromHost
			rest = rest[used.length:]
		default:
			b.WriteByte('$')
			rest = rest[1:]
		}
	}
}

// usage is how a reference was resolved: its length in the template, and
// whether the host's variable was used rather than the default.
type usage struct {
	length   int
	fromHost bool
}

// reference resolves the ${…} at the start of a text.
func reference(text string, lookup func(string) (string, bool)) (string, usage, *variableProblem) {
	end := strings.IndexByte(text, '}')
	if end < 0 {
		return "", usage{}, malformed(text, message.ManifestVariableUnclosed.With())
	}
	written := text[:end+1]
	name, fallback, hasDefault := strings.Cut(text[2:end], ":-")
	switch {
	case strings.Contains(fallback, "${"):
		return "", usage{}, malformed(written, message.ManifestVariableNested.With())
	case !isVariableName(name):
		return "", usage{}, malformed(written, message.ManifestVariableMalformed.With(shown(written)))
	}
	value, set := lookup(name)
	switch {
	case hasDefault && value == "":
		return fallback, usage{end + 1, false}, nil
	case !set:
		return "", usage{}, &variableProblem{
			name, written, message.ManifestVariableUnset.With(name),
			message.ManifestVariableUnsetHint.With("${" + name + ":-…}"),
		}
	case !utf8.ValidString(value):
		return "", usage{}, &variableProblem{name, written, message.ManifestVariableNotUTF8.With(name), message.Text{}}
	}
	return value, usage{end + 1, true}, nil
}

func malformed(written string, text message.Text) *variableProblem {
	return &variableProblem{"", written, text, message.ManifestVariableHint.With()}
}

// isVariableName holds for the names that POSIX gives to variables (XBD 8.1).
func isVariableName(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && onlyIn(s, func(c byte) bool {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_'
	})
}
