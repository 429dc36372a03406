package manifest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// text returns a text of one of the known values or of the form that the
// field's tag names.
func (d *decoder) text(at visit, t reflect.Type) string {
	s, ok := textOf(at.node)
	if !ok {
		d.wrongType(at, message.ManifestText.With())
		return ""
	}
	if strings.Contains(s, "${") {
		d.reject(ErrVariable, at, message.ManifestVariableHere.With(at.path), message.ManifestVariableHereHint.With())
		return ""
	}
	if c, ok := reflect.Zero(t).Interface().(choice); ok {
		return d.choose(at, s, choicesOf(c, at.tag))
	}
	if problem, hint := formOf(at.tag.Get("form")).check(s); !problem.IsZero() {
		d.reject(ErrValue, at, message.ManifestInvalid.With(at.path, problem), hint)
		return ""
	}
	return s
}

// choicesOf returns the values of a type, or those of a field that takes fewer.
func choicesOf(c choice, tag reflect.StructTag) []string {
	if fewer := strings.Fields(tag.Get("choices")); len(fewer) > 0 {
		return fewer
	}
	return c.Choices()
}

// choose holds a text to the known values.
func (d *decoder) choose(at visit, s string, choices []string) string {
	if slices.Contains(choices, s) {
		return s
	}
	hint := message.Text{}
	if near := nearest(strings.ToLower(s), choices); near != "" {
		hint = message.ManifestDidYouMean.With(near)
	}
	text := message.ManifestNotAChoice.With(at.path, quoted(choices), shown(s))
	if len(choices) == 1 {
		text = message.ManifestNotTheChoice.With(at.path, quoted(choices), shown(s))
	}
	d.reject(ErrValue, at, text, hint)
	return ""
}

func (d *decoder) boolean(at visit) bool {
	if !isBoolean(at.node) {
		d.wrongType(at, message.ManifestBoolean.With())
		return false
	}
	written, _ := literalOf(at.node)
	return strings.EqualFold(written, "true")
}

// integer returns a whole number within the minimum and maximum of the field's
// jsonschema tag. Decimal digits only: 0700 and 1_000 are numbers in one
// version of YAML and not in another.
func (d *decoder) integer(at visit) uint64 {
	written, _ := literalOf(at.node)
	digits := strings.TrimPrefix(written, "-")
	if !isInteger(at.node) {
		d.wrongType(at, message.ManifestWholeNumber.With())
		return 0
	}
	low, high := bounds(at.tag)
	if !allDigits(digits) || len(digits) > 1 && digits[0] == '0' {
		d.reject(ErrValue, at, message.ManifestNotation.With(at.path, written), message.Text{})
		return 0
	}
	n, err := strconv.ParseUint(written, 10, 64)
	if err != nil || n < low || n > high {
		d.reject(ErrRange, at, message.ManifestOutOfRange.With(at.path, low, high), message.Text{})
		return 0
	}
	return n
}

// isInteger holds for whole numbers, and for what another YAML takes for one
// (1_000, 0b11), to be told how it is written here.
func isInteger(n *yaml.Node) bool { return kindOf(n) == kindInt || isPlain(n) && n.Tag == "!!int" }

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// bounds reads "minimum=1,maximum=9" from a jsonschema tag.
func bounds(tag reflect.StructTag) (low, high uint64) {
	high = 1<<63 - 1
	for part := range strings.SplitSeq(tag.Get("jsonschema"), ",") {
		name, value, _ := strings.Cut(part, "=")
		n, err := strconv.ParseUint(value, 10, 64)
		switch {
		case err != nil:
		case name == "minimum":
			low = n
		case name == "maximum":
			high = n
		}
	}
	return low, high
}

// duration returns a positive duration in Go's syntax: 1m30s, 200ms.
func (d *decoder) duration(at visit) time.Duration {
	s, ok := textOf(at.node)
	if !ok {
		d.wrongType(at, message.ManifestDuration.With())
		return 0
	}
	value, err := time.ParseDuration(s)
	switch {
	case err != nil || strings.HasPrefix(s, "+"):
		problem := message.ManifestNotADuration.With(shown(s))
		d.reject(ErrValue, at, message.ManifestInvalid.With(at.path, problem), message.ManifestDurationHint.With())
		return 0
	case value <= 0:
		d.reject(ErrRange, at, message.ManifestNotPositive.With(at.path), message.Text{})
		return 0
	}
	return value
}

// shown is a value as an error shows it: short, and safe to print.
func shown(s string) string {
	const limit = 60
	s = printable(s)
	if i := byteOffset(s, limit); i < len(s) {
		s = s[:i] + "…"
	}
	return s
}
