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
		property.Description, property.Default, property.Examples = describe(here), defaultOf(here), examplesOf(here)
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
		advise(s.Items, patternMessage, adviceOf(name))
	default:
		s.Pattern = pattern
		advise(s, patternMessage, adviceOf(name))
		address(s, manifest.Schemes(name))
	}
}

// address allows only some schemes to what is written as a URL. A condition rather
// than a choice or a negation: of these, editors can't say what is wrong.
func address(s *jsonschema.Schema, schemes []string) {
	if schemes == nil {
		return
	}
	s.If = &jsonschema.Schema{Type: "string", Pattern: "^[A-Za-z0-9+.-]+://"}
	s.Then = &jsonschema.Schema{Pattern: "^(" + strings.Join(anyCases(schemes), "|") + ")://"}
	advise(s.Then, patternMessage, "A path, or a URL of one of these: "+strings.Join(schemes, ", ")+".")
}

// choices narrows the known values of a text.
func choices(s *jsonschema.Schema, fewer string) {
	if fewer != "" {
		s.Enum = anys(strings.Fields(fewer))
	}
}

// limits puts the limits of a size on its numeric form.
func limits(s *jsonschema.Schema, f reflect.StructField) {
	if f.Type != reflect.TypeFor[manifest.Size]() {
		return
	}
	for part := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
		switch key, value, _ := strings.Cut(part, "="); key {
		case "minimum":
			s.Minimum = json.Number(value)
		case "maximum":
			s.Maximum = json.Number(value)
		}
	}
}
