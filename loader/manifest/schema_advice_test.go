package manifest_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/qyvol/qyvol/loader/manifest"
)

// Every pattern comes with a sentence to say in its place, and every default and
// example is what it is an example of, for the schema and for the decoder.
func TestSchemaAdvises(t *testing.T) {
	text, err := manifest.Schema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("qyv.schema.json", document); err != nil {
		t.Fatal(err)
	}
	a := &advised{t: t, compiler: c}
	a.look(document, "", nil)
	if a.patterns < 15 || a.values < 40 {
		t.Errorf("only %d patterns and %d values were found", a.patterns, a.values)
	}
}

// advised looks through a schema.
type advised struct {
	t                *testing.T
	compiler         *jsonschema.Compiler
	patterns, values int
}

// look takes a schema, its place in the document, and the keys that lead there in
// manifests; nil where a list is on the way.
func (a *advised) look(v any, pointer string, keys []string) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			a.look(item, pointer+"/"+string(rune('0'+i)), keys)
		}
	case map[string]any:
		a.advice(v, pointer)
		a.examples(v, pointer, keys)
		for key, item := range v {
			switch key {
			case "properties":
				for name, property := range item.(map[string]any) {
					a.look(property, pointer+"/properties/"+name, append(keys[:len(keys):len(keys)], name))
				}
			case "items", "additionalProperties", "propertyNames":
				a.look(item, pointer+"/"+key, []string{"[]"})
			case "oneOf", "then":
				a.look(item, pointer+"/"+key, nil)
			}
		}
	}
}

func (a *advised) advice(s map[string]any, pointer string) {
	if _, ok := s["pattern"].(string); !ok {
		return
	}
	a.patterns++
	if text, _ := s["patternErrorMessage"].(string); text == "" || strings.ContainsAny(text, `^[]\`) {
		a.t.Errorf("%s: the pattern says %q", pointer, text)
	}
}

func (a *advised) examples(s map[string]any, pointer string, keys []string) {
	examples, _ := s["examples"].([]any)
	if value, ok := s["default"]; ok {
		examples = append(examples, value)
	}
	if len(examples) == 0 {
		return
	}
	schema, err := a.compiler.Compile("qyv.schema.json#" + pointer)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, value := range examples {
		a.values++
		if err := schema.Validate(value); err != nil {
			a.t.Errorf("%s: %v: %v", pointer, value, err)
		}
		if len(keys) > 0 && !strings.Contains(strings.Join(keys, ""), "[]") {
			a.decode(keys, value)
		}
	}
}

// decode puts a value into a manifest, where nothing is to be wrong with the key.
func (a *advised) decode(keys []string, value any) {
	for i := len(keys) - 1; i > 0; i-- {
		value = map[string]any{keys[i]: value}
	}
	fields := map[string]any{"name": "test", "entrypoint": "test.wasm", "runtime": "wasi"}
	fields[keys[0]] = value
	text, err := json.Marshal(fields)
	if err != nil {
		a.t.Fatal(err)
	}
	_, err = manifest.Parse(text, manifest.Options{})
	if structural(err) && !strings.Contains(err.Error(), "missing") {
		a.t.Errorf("%v: %s: %v", keys, text, err)
	}
}

// What newcomers write gets the sentence, not a type that would do as well.
func TestSchemaOfSizes(t *testing.T) {
	schema := compiledSchema(t)
	for _, value := range []any{"64M", "64m", "64Mi", "many", true, json.Number("1.5"), json.Number("-1"), nil} {
		err := schema.Validate(map[string]any{
			"name": "test", "entrypoint": "test.wasm", "runtime": "wasi", "resources": map[string]any{"memory": value},
		})
		_, isText := value.(string)
		if err == nil || isText != strings.Contains(err.Error(), "does not match pattern") || strings.Contains(err.Error(), "oneOf") {
			t.Errorf("%v: %v", value, err)
		}
	}
}
