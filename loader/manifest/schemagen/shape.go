package schemagen

import (
	"reflect"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/loader/manifest"
)

// durationPattern is the syntax of time.ParseDuration without a sign.
const durationPattern = `^(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$`

// shapeOf returns the schema of the types that their Go kind doesn't tell:
// texts with known values, and those that decode themselves. nil leaves the
// others to the reflector.
func shapeOf(t reflect.Type) *jsonschema.Schema {
	if c, ok := reflect.Zero(t).Interface().(interface{ Choices() []string }); ok {
		return &jsonschema.Schema{Type: "string", Enum: anys(c.Choices())}
	}
	switch t {
	case reflect.TypeFor[time.Duration]():
		s := &jsonschema.Schema{Type: "string", Pattern: durationPattern}
		advise(s, patternMessage, durationAdvice)
		advise(s, errorMessage, durationAdvice)
		return s
	case reflect.TypeFor[manifest.Size]():
		s := several("integer", "string")
		s.Pattern = manifest.SizePattern
		advise(s, patternMessage, sizeAdvice)
		advise(s, errorMessage, sizeAdvice)
		return s
	case reflect.TypeFor[manifest.FSPermission]():
		return oneOf(reflected[manifest.Access](), reflected[[]manifest.Mount]())
	case reflect.TypeFor[manifest.NetPermission]():
		return oneOf(reflected[bool](), reflected[manifest.NetRules]())
	case reflect.TypeFor[manifest.ExecPermission]():
		return oneOf(reflected[bool](), reflected[[]manifest.Program]())
	case reflect.TypeFor[manifest.ConnectRule]():
		return oneOf(reflected[string](), reflected[manifest.ConnectDetail]())
	case reflect.TypeFor[manifest.ListenRule](), reflect.TypeFor[manifest.DenyRule]():
		return reflected[string]()
	case reflect.TypeFor[manifest.Template]():
		return scalar()
	case reflect.TypeFor[manifest.EnvVars]():
		return variables()
	}
	return nil
}

// scalar is what the decoder takes as it is written.
func scalar() *jsonschema.Schema {
	s := several("string", "number", "boolean")
	s.Pattern = `^[^\x00]*$`
	advise(s, patternMessage, textAdvice)
	return s
}

func variables() *jsonschema.Schema {
	names := &jsonschema.Schema{Pattern: `^[^=\x00]+$`}
	advise(names, patternMessage, variableAdvice)
	return &jsonschema.Schema{
		Type:                 "object",
		PropertyNames:        names,
		AdditionalProperties: scalar(),
	}
}

// reflected returns the schema of a type by itself, without the marks of a
// whole document.
func reflected[T any]() *jsonschema.Schema {
	s := reflector().ReflectFromType(reflect.TypeFor[T]())
	s.Version = ""
	return s
}

func oneOf(list ...*jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{OneOf: list}
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
