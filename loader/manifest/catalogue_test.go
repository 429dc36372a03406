package manifest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

var verb = regexp.MustCompile(`%(\\\[\d+\\\])?[-+# 0]*[\d.]*[a-zA-Z]`)

// catalogue returns a pattern for the English of each template of this room.
func catalogue(t *testing.T) map[string]*regexp.Regexp {
	t.Helper()
	files, err := filepath.Glob("../../internal/message/manifest*.go")
	if err != nil {
		t.Fatal(err)
	}
	patterns := map[string]*regexp.Regexp{}
	for _, path := range files {
		addTemplates(t, patterns, path)
	}
	return patterns
}

func addTemplates(t *testing.T, patterns map[string]*regexp.Regexp, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		english := english(spec.Values[0])
		pattern := verb.ReplaceAllString(regexp.QuoteMeta(english), `[^\n]*`)
		patterns[spec.Names[0].Name] = regexp.MustCompile(pattern)
		return false
	})
}

func english(e ast.Expr) string {
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return ""
	}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok || kv.Key.(*ast.Ident).Name != "EN" {
			continue
		}
		if basic, ok := kv.Value.(*ast.BasicLit); ok {
			s, _ := strconv.Unquote(basic.Value)
			return s
		}
	}
	return ""
}
