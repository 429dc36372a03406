package manifest

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/qyvol/qyvol/internal/message"
)

// EnvVar is one variable of the guest.
type EnvVar struct {
	Name  string
	Value Template
}

// EnvVars are variables in the order of the file, each name once.
type EnvVars []EnvVar

func (t *Template) decodeValue(d *decoder, at visit) { *t = d.template(at) }

func (e *EnvVars) decodeValue(d *decoder, at visit) {
	pairs, ok := entries(at.node)
	if !ok {
		d.wrongType(at, message.ManifestMapping.With())
		return
	}
	lines := make(map[string]int, len(pairs))
	vars := make(EnvVars, 0, len(pairs))
	for _, pair := range pairs {
		if d.full() {
			return
		}
		name, key := d.key(pair)
		if line, twice := lines[name]; twice {
			d.duplicateKey(key, name, line)
			continue
		}
		lines[name] = key.Line
		vars = append(vars, d.variable(at, pair, name))
	}
	*e = vars
}

// variable decodes one variable; field has no form, since any text will do.
func (d *decoder) variable(at visit, pair *ast.MappingValueNode, name string) EnvVar {
	here := d.member(at, pair, field{name: name})
	d.visited = append(d.visited, here)
	if name == "" || strings.ContainsAny(name, "=\x00") {
		d.reject(ErrValue, visit{spot: spot{path: at.path, value: here.key}},
			message.ManifestNotAVariableName.With(shown(name)), message.Text{})
	}
	return EnvVar{name, d.template(here)}
}

// template takes any scalar as it is written (8080, true and 1.0 stay as they
// are), with the variables of the host by name.
func (d *decoder) template(at visit) Template {
	if isNothing(at.node) {
		d.reject(ErrType, at, message.ManifestNoValue.With(at.path), message.ManifestEmptyTextHint.With())
		return ""
	}
	written, ok := literalOf(at.node)
	if !ok {
		d.wrongType(at, message.ManifestText.With())
		return ""
	}
	if strings.Contains(written, "\x00") {
		d.reject(ErrValue, at, message.ManifestNulInText.With(at.path), message.Text{})
		return ""
	}
	if _, problem := Template(written).expand(anyVariable); problem != nil {
		at.value = d.src.within(at.value, problem.written)
		d.reject(ErrVariable, at, problem.text, problem.hint)
	}
	return Template(written)
}

// within narrows a span to a part of the text that starts on its line.
func (s *source) within(at span, part string) span {
	line := s.line(at.Line)
	start := byteOffset(line, at.Column-1)
	i := strings.Index(line[start:], part)
	if i < 0 {
		return at
	}
	at.Column += len([]rune(line[start : start+i]))
	at.width = len([]rune(part))
	return at
}
