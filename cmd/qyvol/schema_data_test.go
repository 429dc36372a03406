package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/runner"
)

// resultKinds are all that error.kind can be.
func resultKinds() []any {
	return []any{
		runner.KindExit, runner.KindTrap, runner.KindTimeout, runner.KindMemoryLimit, runner.KindFuel, runner.KindInstances, runner.KindInterrupted,
		runner.KindPipeClosed, runner.KindLink, runner.KindPermission, runner.KindOutput, runner.KindLoad, runner.KindGrant, runner.KindManifest, "usage",
	}
}

// The schemas are those of the types, with their comments as descriptions, and
// docs/result.md has every key and kind of the result.
func TestDataSchemasAreCurrent(t *testing.T) {
	for path, c := range map[string]struct {
		value any
		title string
	}{
		"result.schema.json":  {&result{}, "What qyvol run --format json prints"},
		"explain.schema.json": {&grantData{}, "What qyvol run --explain --format json prints"},
	} {
		r := &jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
		must(t, r.AddGoComments("github.com/qyvol/qyvol/cmd/qyvol", "./"))
		schema := r.Reflect(c.value)
		schema.Title = c.title
		if d, ok := schema.Definitions["resultError"]; ok {
			kind, _ := d.Properties.Get("kind")
			kind.Enum = resultKinds()
		}
		want, err := json.MarshalIndent(schema, "", "  ")
		must(t, err)
		if *update {
			must(t, os.WriteFile(path, append(want, '\n'), 0o644))
			continue
		}
		if got := read(t, path); !bytes.Equal(bytes.TrimSpace([]byte(got)), want) {
			t.Errorf("%s is not the schema of the types: run `make golden`", path)
		}
		if path == "result.schema.json" {
			checkDocumented(t, schema)
		}
	}
}

func checkDocumented(t *testing.T, schema *jsonschema.Schema) {
	t.Helper()
	page := read(t, "../../docs/result.md")
	all := []*jsonschema.Schema{schema}
	for _, d := range schema.Definitions {
		all = append(all, d)
	}
	for _, s := range all {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			if !strings.Contains(page, "`"+p.Key+"`") && !strings.Contains(page, "."+p.Key+"`") {
				t.Errorf("docs/result.md has no %s", p.Key)
			}
		}
	}
	for _, kind := range schema.Definitions["resultError"].Properties.Value("kind").Enum {
		if name, err := json.Marshal(kind); err != nil || !strings.Contains(page, "| `"+strings.Trim(string(name), `"`)+"` |") {
			t.Errorf("docs/result.md has no kind %s: %v", name, err)
		}
	}
}
