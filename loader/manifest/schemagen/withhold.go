package schemagen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/loader/manifest"
)

// withhold takes a feature that isn't available out of a schema. A feature that
// the schema doesn't have is an error: the list and the types have drifted
// apart.
func withhold(root *jsonschema.Schema, f manifest.Feature) error {
	keys := strings.Split(f.Path, ".")
	parent := root
	for _, key := range keys[:len(keys)-1] {
		if parent = child(parent, key); parent == nil {
			return fmt.Errorf("schemagen: no %s in the schema", f.Path)
		}
	}
	last := keys[len(keys)-1]
	target, ok := parent.Properties.Get(last)
	if !ok {
		return fmt.Errorf("schemagen: no %s in the schema", f.Path)
	}
	switch f.Shape {
	case manifest.Anything:
		parent.Properties.Delete(last)
	case manifest.Literal:
		withholdLiteral(target, f.Value)
	case manifest.Scheme:
		withholdScheme(target, f.Value)
	case manifest.Rules:
		target.OneOf = slices.DeleteFunc(target.OneOf, isCollection)
		collapse(target)
	}
	return nil
}

// child returns the schema of a key, or of the elements of its list: "fs[]".
func child(s *jsonschema.Schema, key string) *jsonschema.Schema {
	name, isList := strings.CutSuffix(key, "[]")
	property, ok := s.Properties.Get(name)
	if !ok || !isList {
		return property
	}
	for _, branch := range append(property.OneOf, property) {
		if branch.Items != nil {
			return branch.Items
		}
	}
	return nil
}

func isCollection(s *jsonschema.Schema) bool { return s.Type == "array" || s.Type == "object" }

// withholdLiteral takes away one known value, or the one that would be true.
func withholdLiteral(s *jsonschema.Schema, value string) {
	for _, branch := range append(s.OneOf, s) {
		switch {
		case branch.Type == "boolean":
			branch.Type, branch.Const = "", value != "true"
		case branch.Enum != nil:
			branch.Enum = slices.DeleteFunc(branch.Enum, func(v any) bool { return v == value })
		case branch.Type == "string":
			forbid(branch, "^"+value+"$")
		}
	}
}

func withholdScheme(s *jsonschema.Schema, scheme string) {
	left := slices.DeleteFunc(strings.Split(between(s.Then.Pattern, "^(", ")://"), "|"), func(s string) bool { return s == anyCase(scheme) })
	if s.Then.Pattern = "^(" + strings.Join(left, "|") + ")://"; len(left) == 0 {
		s.Then.Pattern = "^$" // which no URL is
		advise(s.Then, patternMessage, addressAdvice)
	}
}

func between(s, before, after string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, before), after)
}

func anyCases(words []string) []string {
	patterns := make([]string, len(words))
	for i, word := range words {
		patterns[i] = anyCase(word)
	}
	return patterns
}

// anyCase is a pattern of a word in capitals, small letters, or both: patterns
// of JSON Schema know no flags.
func anyCase(word string) string {
	pattern := ""
	for _, c := range word {
		pattern += "[" + strings.ToUpper(string(c)) + string(c) + "]"
	}
	return pattern
}

// forbid adds a pattern to those that a text must not have.
func forbid(s *jsonschema.Schema, pattern string) {
	if s.Not == nil {
		s.Not = &jsonschema.Schema{}
	}
	s.Not.AnyOf = append(s.Not.AnyOf, &jsonschema.Schema{Pattern: pattern})
}

// collapse replaces a choice of one by what it chooses.
func collapse(s *jsonschema.Schema) {
	if len(s.OneOf) != 1 {
		return
	}
	only := s.OneOf[0]
	only.Description, only.Default, only.Examples = s.Description, s.Default, s.Examples
	*s = *only
}
