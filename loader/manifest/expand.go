package manifest

import (
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/message"
)

// expansion is a template with the variables put in.
type expansion struct {
	value    string
	fromHost bool
}

// variableProblem is a variable that can't be put in.
type variableProblem struct {
	// written is the part of the template that is wrong.
	written    string
	text, hint message.Text
}

// expand puts variables of the host into a template:
//
//	${NAME}           the variable, an error if it isn't set
//	${NAME:-default}  the default if the variable isn't set or is empty
//	$$                one $
//
// Every other $ is itself. What a variable or a default holds isn't expanded
// again. The first problem ends the expansion.
func expand(template string, lookup func(string) (string, bool)) (expansion, *variableProblem) {
	var out expansion
	var b strings.Builder
	for rest := template; ; {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			b.WriteString(rest)
			out.value = b.String()
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
				return expansion{}, problem
			}
			b.WriteString(value)
			out.fromHost = out.fromHost || used.fromHost
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
			written, message.ManifestVariableUnset.With(name),
			message.ManifestVariableUnsetHint.With("${" + name + ":-…}"),
		}
	case !utf8.ValidString(value):
		return "", usage{}, &variableProblem{written, message.ManifestVariableNotUTF8.With(name), message.Text{}}
	}
	return value, usage{end + 1, true}, nil
}

func malformed(written string, text message.Text) *variableProblem {
	return &variableProblem{written, text, message.ManifestVariableHint.With()}
}

// isVariableName holds for the names that POSIX gives to variables (XBD 8.1).
func isVariableName(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && onlyIn(s, func(c byte) bool {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_'
	})
}
