package manifest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/loader/manifest"
)

func compiledSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	data, err := manifest.Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("qyv.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("qyv.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON reads a fixture the way an editor does before it applies the schema.
func asJSON(t testing.TB, path string) any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.Load(data, &value); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestSchemaAcceptsGoodFixtures(t *testing.T) {
	schema := compiledSchema(t)
	for _, path := range fixturePaths(t, "good") {
		if err := schema.Validate(asJSON(t, path)); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

// What is wrong in its keys, types or forms, or isn't available, is wrong for
// the schema too: it promises nothing that a run would refuse.
func TestSchemaRefusesBadFixtures(t *testing.T) {
	schema := compiledSchema(t)
	refused := 0
	for _, path := range fixturePaths(t, "bad") {
		_, err := parseFixture(t, path)
		if !structural(err) || strings.HasSuffix(path, "integer-notation.qyv") {
			continue // JSON has one notation for numbers
		}
		refused++
		if schema.Validate(asJSON(t, path)) == nil {
			t.Errorf("%s: the schema accepts it", filepath.Base(path))
		}
	}
	if refused < 40 {
		t.Errorf("only %d fixtures were tried", refused)
	}
}

func structural(err error) bool {
	if errors.Is(err, manifest.ErrDuplicateKey) {
		return false // JSON readers keep one of the two
	}
	for _, kind := range []manifest.Kind{
		manifest.ErrUnknownKey, manifest.ErrMissingKey, manifest.ErrType, manifest.ErrValue, manifest.ErrUnavailable,
	} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
