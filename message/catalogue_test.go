package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// Every Template of the catalogue has both languages, and both take the same
// arguments.
func TestCatalogueIsComplete(t *testing.T) {
	fset := token.NewFileSet()
	pkgs, err := parser.ParseDir(fset, ".", func(f fs.FileInfo) bool { //nolint:staticcheck // no build tags here
		return !strings.HasSuffix(f.Name(), "_test.go")
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, pkg := range pkgs {
		ast.Inspect(pkg, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isTemplate(lit.Type) {
				return true
			}
			count++
			checkTemplate(t, fset.Position(lit.Pos()).String(), lit)
			return false
		})
	}
	if count < 10 {
		t.Fatalf("found %d templates: the catalogue is not where this test looks", count)
	}
}

func isTemplate(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "Template"
}

func checkTemplate(t *testing.T, where string, lit *ast.CompositeLit) {
	t.Helper()
	texts := map[string]string{}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			t.Errorf("%s: write EN: and ES: by name", where)
			return
		}
		texts[kv.Key.(*ast.Ident).Name] = constant(kv.Value)
	}
	if texts["EN"] == "" || texts["ES"] == "" {
		t.Errorf("%s: a language is missing: %q", where, texts)
	}
	if en, es := verbs(texts["EN"]), verbs(texts["ES"]); en != es {
		t.Errorf("%s: the verbs differ: en %s, es %s", where, en, es)
	}
}

// constant evaluates a string literal or a sum of them.
func constant(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return constant(e.X) + constant(e.Y)
	}
	return ""
}

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*[\d.]*[a-zA-Z%]`)

// verbs lists the verbs by argument position, so that reordering is allowed.
func verbs(format string) string {
	var found []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if strings.HasSuffix(m[0], "%") {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(strings.Trim(m[1], "[]"))
		}
		found = append(found, strconv.Itoa(next)+":"+m[0][len(m[0])-1:])
		next++
	}
	sort.Strings(found)
	return strings.Join(found, " ")
}
