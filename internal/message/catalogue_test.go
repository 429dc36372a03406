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
	if texts["EN"] == texts["ES"] && !inBoth(texts["EN"]) {
		t.Errorf("%s: English and Spanish are the same: %q", where, texts["EN"])
	}
	if words := english.FindString(unquoted(texts["ES"])); words != "" {
		t.Errorf("%s: English words in Spanish: %q", where, words)
	}
	if en, es := verbs(texts["EN"]), verbs(texts["ES"]); en != es {
		t.Errorf("%s: the verbs differ: en %s, es %s", where, en, es)
	}
}

// inBoth tells a text that is the same in both languages: no word of it is one, or
// all are those of both.
func inBoth(text string) bool {
	text = unquoted(verb.ReplaceAllString(text, ""))
	for _, word := range letters.FindAllString(text, -1) {
		switch word {
		case "error", "reactor", "env", "allow": // --env, --allow-env
		default:
			return false
		}
	}
	return true
}

// unquoted leaves out what is written as code.
func unquoted(text string) string { return code.ReplaceAllString(text, "") }

var (
	code    = regexp.MustCompile("`[^`]*`|\"[^\"]*\"|'[^']*'|--[a-z-]+|[a-z]+:[a-z]+/[a-z]+|[a-z]+[._][a-z._]+")
	letters = regexp.MustCompile(`\pL+`)
	english = regexp.MustCompile(`(?i)\b(the|is|are|was|isn't|of|to|with|without|and|or|must|can't|cannot|not|it|its|that|this|which|there|expected|found|failed|unknown|missing)\b`)
)

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
