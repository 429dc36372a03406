package command

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/program"
)

// resultKinds are all that error.kind can be.
func resultKinds() []any {
	return []any{
		program.KindExit, program.KindTrap, program.KindTimeout, program.KindMemoryLimit, program.KindFuel, program.KindInstances, program.KindInterrupted,
		program.KindPipeClosed, program.KindLink, program.KindPermission, program.KindOutput, program.KindLoad, program.KindGrant, program.KindManifest, program.KindCompileTime, program.KindCompileMemory, program.KindLeftBehind, "usage",
	}
}

// The schemas are those of the types, with their comments as descriptions, and
// docs/result.md has every key and kind of the result.
func TestDataSchemasAreCurrent(t *testing.T) {
	for path, c := range map[string]struct {
		value any
		title string
	}{
		"result.schema.json":   {&result{}, "What qyvol run --format json prints"},
		"explain.schema.json":  {&grantData{}, "What qyvol run --explain --format json prints"},
		"validate.schema.json": {&diagnosis{}, "What qyvol validate --format json prints"},
		"deploy.schema.json":   {&deployResult{}, "What qyvol deploy --format json prints"},
	} {
		r := &jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
		r.LookupComment = commentsOf(t, "*.go")
		schema := r.Reflect(c.value)
		schema.Title = c.title
		if d, ok := schema.Definitions["resultError"]; ok {
			kind, _ := d.Properties.Get("kind")
			kind.Enum = resultKinds()
		}
		if d, ok := schema.Definitions["diagnostic"]; ok {
			enumerate(d, "severity", severityError, severityWarning)
			enumerate(d, "kind", diagnosticKinds(t)...)
		}
		if d, ok := schema.Definitions["deployError"]; ok {
			enumerate(d, "kind", constants(t, "../../deploy/kind.go", "Kind")...)
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
		switch path {
		case "result.schema.json":
			checkDocumented(t, schema)
		case "validate.schema.json":
			checkKeys(t, schema, "../../docs/validate.md")
			for _, kind := range append(constants(t, "../../loader/manifest/error.go", "Kind"), kindDoubtful) {
				if !strings.Contains(read(t, "../../docs/validate.md"), "`"+strings.ReplaceAll(kind.(string), " ", "-")+"`") {
					t.Errorf("docs/validate.md has no kind %s", kind)
				}
			}
		}
	}
}

func enumerate(s *jsonschema.Schema, key string, values ...any) {
	property, _ := s.Properties.Get(key)
	property.Enum = values
}

// diagnosticKinds are all that the kind of a diagnostic can be.
func diagnosticKinds(t *testing.T) []any {
	t.Helper()
	list := []any{kindDoubtful}
	for _, kind := range constants(t, "../../loader/manifest/error.go", "Kind") {
		list = append(list, strings.ReplaceAll(kind.(string), " ", "-"))
	}
	return append(list, resultKinds()...)
}

// constants are the values of a type's constants in a file.
func constants(t *testing.T, path, of string) []any {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	must(t, err)
	var values []any
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == of {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			must(t, err)
			values = append(values, value)
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("%s has no %s", path, of)
	}
	return values
}

// commentsOf finds the comments of fields: those of types that are not exported, which the
// reflector leaves out by itself.
func commentsOf(t *testing.T, pattern string) func(reflect.Type, string) string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	must(t, err)
	found := map[string]string{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		must(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						found[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
					}
				}
			}
			return true
		})
	}
	return func(t reflect.Type, field string) string { return found[t.Name()+"."+field] }
}

// checkKeys looks for every key of a schema in a page of the documentation.
func checkKeys(t *testing.T, schema *jsonschema.Schema, path string) {
	t.Helper()
	page := read(t, path)
	all := []*jsonschema.Schema{schema}
	for _, d := range schema.Definitions {
		all = append(all, d)
	}
	for _, s := range all {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			if p.Value.Description == "" && p.Value.Ref == "" {
				t.Errorf("%s has no description", p.Key)
			}
			if !strings.Contains(page, "`"+p.Key+"`") && !strings.Contains(page, "."+p.Key+"`") {
				t.Errorf("%s has no %s", path, p.Key)
			}
		}
	}
}

func checkDocumented(t *testing.T, schema *jsonschema.Schema) {
	t.Helper()
	checkKeys(t, schema, "../../docs/result.md")
	page := read(t, "../../docs/result.md")
	for _, kind := range schema.Definitions["resultError"].Properties.Value("kind").Enum {
		if name, err := json.Marshal(kind); err != nil || !strings.Contains(page, "| `"+strings.Trim(string(name), `"`)+"` |") {
			t.Errorf("docs/result.md has no kind %s: %v", name, err)
		}
	}
}

// Each kind of program.Kind is one that a result can have, or is known to be the library's.
func TestEveryKindHasAPlace(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "program", "kind.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := map[program.Kind]string{
		program.KindNone:   "no error",
		program.KindStream: "a reader or writer of a program that uses the library",
		program.KindCall:   "a call of an export by name, which the command has none of",
	}
	var seen int
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			if !strings.HasPrefix(name.Name, "Kind") || i >= len(spec.Values) {
				continue
			}
			text, err := strconv.Unquote(spec.Values[i].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			kind := program.Kind(text)
			if _, known := elsewhere[kind]; !known && !slices.Contains(resultKinds(), any(kind)) {
				t.Errorf("%s (%q) is in no schema", name.Name, text)
			}
		}
		return true
	})
	if seen < 15 {
		t.Errorf("only %d kinds were found", seen)
	}
}
