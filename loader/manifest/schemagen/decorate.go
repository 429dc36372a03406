package schemagen

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/loader/manifest"
)

// decorate adds to the properties of a struct's schema what the reflector
// doesn't know: descriptions, the forms of texts, the limits of sizes.
func decorate(s *jsonschema.Schema, t reflect.Type, path string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("yaml")
		if name == "" || name == "-" {
			continue
		}
		property, _ := s.Properties.Get(name)
		here := strings.TrimPrefix(path+"."+name, ".")
		property.Description = describe(here)
		form(property, f.Tag.Get("form"))
		choices(property, f.Tag.Get("choices"))
		limits(property, f)
		descend(property, f.Type, here)
	}
}

// descend finds the structs inside a property.
func descend(s *jsonschema.Schema, t reflect.Type, path string) {
	switch {
	case t.Kind() == reflect.Pointer:
		descend(s, t.Elem(), path)
	case s.Items != nil:
		descend(s.Items, t.Elem(), path+"[]")
	case t == reflect.TypeFor[manifest.FSPermission]():
		descend(s.OneOf[1], reflect.TypeFor[[]manifest.Mount](), path)
	case t == reflect.TypeFor[manifest.NetPermission]():
		descend(s.OneOf[1], reflect.TypeFor[manifest.NetRules](), path)
	case t == reflect.TypeFor[manifest.ExecPermission]():
		descend(s.OneOf[1], reflect.TypeFor[[]manifest.Program](), path)
	case t == reflect.TypeFor[manifest.ConnectRule]():
		descend(s.OneOf[1], reflect.TypeFor[manifest.ConnectDetail](), path)
	case s.Properties != nil:
		decorate(s, t, path)
	}
}

// form puts a pattern on a text, or on each text of a list.
func form(s *jsonschema.Schema, name string) {
	pattern := manifest.Pattern(name)
	switch {
	case pattern == "":
	case s.Items != nil:
		s.Items.Pattern = pattern
	default:
		s.Pattern = pattern
		address(s, manifest.Schemes(name))
	}
}

// address allows only some schemes to what is written as a URL.
func address(s *jsonschema.Schema, schemes []string) {
	if schemes == nil {
		return
	}
	list := make([]string, len(schemes))
	for i, scheme := range schemes {
		list[i] = anyCase(scheme)
	}
	s.AnyOf = []*jsonschema.Schema{
		{Not: &jsonschema.Schema{Pattern: "^[A-Za-z0-9+.-]+://"}},
		{Pattern: "^(" + strings.Join(list, "|") + ")://"},
	}
}

// choices narrows the known values of a text.
func choices(s *jsonschema.Schema, fewer string) {
	if fewer != "" {
		s.Enum = anys(strings.Fields(fewer))
	}
}

// limits moves the limits of a size to its numeric form.
func limits(s *jsonschema.Schema, f reflect.StructField) {
	if f.Type != reflect.TypeFor[manifest.Size]() {
		return
	}
	for part := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
		switch key, value, _ := strings.Cut(part, "="); key {
		case "minimum":
			s.OneOf[0].Minimum = json.Number(value)
		case "maximum":
			s.OneOf[0].Maximum = json.Number(value)
		}
	}
}
