package schemagen

import (
	"encoding/json"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/loader/manifest"
)

// Generate returns the JSON Schema (2020-12), indented, with a line break at
// its end.
func Generate() ([]byte, error) {
	t := reflect.TypeFor[manifest.Manifest]()
	schema := reflector().ReflectFromType(t)
	schema.ID = id
	schema.Title = "Qyvol manifest"
	schema.Description = "A .qyv file: which component to run, and what it may do."
	decorate(schema, t, "")
	for _, f := range manifest.Features() {
		if err := withhold(schema, f); err != nil {
			return nil, err
		}
	}
	data, err := json.MarshalIndent(schema, "", "  ")
	return append(data, '\n'), err
}

func reflector() *jsonschema.Reflector {
	return &jsonschema.Reflector{
		Anonymous:                  true,
		DoNotReference:             true,
		RequiredFromJSONSchemaTags: true,
		FieldNameTag:               "yaml",
		Mapper:                     shapeOf,
	}
}
