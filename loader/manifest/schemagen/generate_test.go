package schemagen_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/loader/manifest/schemagen"
)

var update = flag.Bool("update", false, "rewrite golden files")

const checkedIn = "../qyv.schema.json"

// The schema that is embedded is the one that the types make.
func TestSchemaIsUpToDate(t *testing.T) {
	want, err := schemagen.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(checkedIn, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := manifest.Schema()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
		t.Errorf("%s is out of date: go test ./loader/manifest/schemagen -update", checkedIn)
	}
}

// Every key says what it is for, and no mapping takes keys that it doesn't name.
func TestSchemaIsComplete(t *testing.T) {
	data, err := schemagen.Generate()
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	if n := inspect(t, "", root); n < 20 {
		t.Errorf("found %d keys: the schema is not what this test looks for", n)
	}
}

func inspect(t *testing.T, path string, v any) int {
	t.Helper()
	count := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			count += inspect(t, path, item)
		}
	case map[string]any:
		properties, isObject := v["properties"].(map[string]any)
		if isObject && v["additionalProperties"] != false {
			t.Errorf("%q takes unknown keys", path)
		}
		for name, property := range properties {
			count++
			if d, _ := property.(map[string]any)["description"].(string); d == "" {
				t.Errorf("%q has no description", path+"."+name)
			}
			count += inspect(t, path+"."+name, property)
		}
		for _, key := range []string{"items", "oneOf"} {
			count += inspect(t, path+"[]", v[key])
		}
	}
	return count
}
