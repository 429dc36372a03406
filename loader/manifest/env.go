package manifest

import (
	"strings"

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
	if !isMapping(at.node) {
		d.wrongType(at, message.ManifestMapping.With())
		return
	}
	lines := make(map[string]int)
	vars := make(EnvVars, 0, len(at.node.Content)/2)
	for key, value := range pairs(at.node) {
		if d.full() {
			return
		}
		name, here := key.Value, d.src.spanOf(key, span{placeOf(key), 1})
		if line, twice := lines[name]; twice {
			d.duplicateKey(here, name, line)
			continue
		}
		lines[name] = here.Line
		vars = append(vars, d.variable(at, d.member(at, here, value, field{name: name}), name))
	}
	*e = vars
}

// variable decodes one variable, whose value has no form, since any text will do.
func (d *decoder) variable(at, here visit, name string) EnvVar {
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
