package info_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/qyvol/qyvol/info"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The schema is that of the types, with their comments as descriptions.
func TestSchemaIsCurrent(t *testing.T) {
	r := &jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
	if err := r.AddGoComments("github.com/qyvol/qyvol/info", "./"); err != nil {
		t.Fatal(err)
	}
	schema := r.Reflect(&info.Description{})
	schema.Title = "What qyvol inspect --format json prints"
	want, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("description.schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(bytes.TrimSpace(want), info.Schema()) {
		t.Error("description.schema.json is not the schema of the types: run `make golden`")
	}
}

// schemaOf compiles the published schema.
func schemaOf(t *testing.T) *validator.Schema {
	t.Helper()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(info.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("description.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("description.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *validator.Schema, data string) error {
	t.Helper()
	value, err := validator.UnmarshalJSON(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestSchemaRefuses(t *testing.T) {
	schema := schemaOf(t)
	for _, data := range []string{`{}`, `[]`, `{"path": 1}`} {
		if validate(t, schema, data) == nil {
			t.Errorf("%s is valid", data)
		}
	}
}
