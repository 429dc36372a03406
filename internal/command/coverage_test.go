package command

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// unseen are the templates that no golden file of this folder shows, each with
// the reason.
func unseen() map[string]string {
	const (
		noWords  = "has no words of its own"
		noRace   = "needs a file that changes at the right moment"
		noKernel = "needs a system that fails in that way"
		inWasi   = "a command line can't hold it; golden in wasi"
		defect   = "needs a defect in a library"
		noPath   = "is for callers of the package"
		patience = "takes longer than a test should wait; deploy's tests meet it"
		noUnix   = "is for systems other than Linux"
		inLoader = "needs root and another user, or a system that denies; golden in loader"
		quiet    = "is said in no words but those of --format json"
		inManual = "is in pages of the manual alone"
		another  = "needs another wasmtime than the one that wasmtime-go brings"
	)
	return map[string]string{
		"EngineLibrary":               another,
		"EngineLibraryHint":           another,
		"EngineLibraryOld":            another,
		"EngineFeatureUnknown":        another,
		"HelpSeeAlso":                 inManual,
		"TrapException":               another,
		"UsageLine":                   noWords,
		"DeployTLSOther":              noWords,
		"DeployStatusSaid":            noWords,
		"DeployConnectTimeout":        patience,
		"DeployStalled":               patience,
		"DeploySilent":                patience,
		"DeployTrickled":              patience,
		"DeployProgress":              patience,
		"DeployNameUnknown":           noKernel,
		"DeployUnreachable":           noKernel,
		"NeedFiles":                   noWords,
		"InfoNoWITBecause":            noWords,
		"ManifestInvalid":             noWords,
		"saying":                      noWords,
		"LoaderChanged":               noRace,
		"LoaderHintChanged":           noRace,
		"LoaderSpecial":               noKernel,
		"SystemIO":                    noKernel,
		"SystemInvalid":               noKernel,
		"SystemNoMemory":              noKernel,
		"SystemQuota":                 noKernel,
		"SystemReadOnly":              noKernel,
		"SystemTooManyOpen":           noKernel,
		"WASIHasNUL":                  inWasi,
		"WASIReplacedNow":             noRace,
		"WASIUnknown":                 noPath,
		"WASIUnknownHint":             noPath,
		"WASINegativeLimit":           noPath,
		"RunnerStream":                noPath,
		"RunnerLinkItemHint":          noPath,
		"RunnerLeftBehind":            noPath,
		"RunnerHostedLeftBehind":      noPath,
		"RunnerHostedLeftBehindHint":  noPath,
		"RunnerLeftBehindHint":        noPath,
		"CacheLent":                   inLoader,
		"CacheClosed":                 inLoader,
		"CacheHintLent":               inLoader,
		"CacheHintClosed":             inLoader,
		"LoaderNoCode":                inLoader,
		"LoaderHintNoCode":            inLoader,
		"ManifestReaderFailed":        defect,
		"ManifestReaderFailedHint":    defect,
		"LoaderNoFallback":            noPath,
		"DeployProxyURL":              noPath,
		"ManifestPatternNotASCII":     noUnix,
		"ManifestPatternNotASCIIHint": noUnix,
		"ManifestPathNotUTF8":         noPath,
		"RunnerDeadline":              noPath,
		"LoaderCompileBusy":           noPath,
		"LoaderCompileBusyHint":       noPath,
		"RunnerPipeClosed":            quiet,
		"CmdNodeFails":                "needs a file that can be found and not be started",
		"RunnerNoDescriptors":         noKernel,
		"RunnerNoDescriptorsHint":     noKernel,
		"LoaderCompilerThreads":       noKernel,
		"LoaderCompilerThreadsHint":   noKernel,
		"LoaderStreamTooLarge":        "needs a stream of 64 MiB",
		"LoaderStreamTooLargeHint":    "needs a stream of 64 MiB",
		"LoaderCompilerProcess":       noKernel,
		"LoaderCompilerProcessHint":   noKernel,
	}
}

// Every template shows in a golden file of its language, or there is a reason
// why it doesn't.
func TestEveryTemplateIsSeen(t *testing.T) {
	shown := map[string]string{"EN": corpus(t, message.English), "ES": corpus(t, message.Spanish)}
	reasons, traps := unseen(), trapReasons(t)
	templates := catalogue(t)
	if len(templates) < 300 {
		t.Fatalf("found %d templates: the catalogue is not where this test looks", len(templates))
	}
	names := make([]string, 0, len(templates))
	for name := range templates {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		for lang, format := range templates[name] {
			seen := words(format) && shape(format).MatchString(shown[lang])
			switch reason, excused := reasons[name]; {
			case seen && excused:
				t.Errorf("message.%s shows in %s after all, though it %s", name, lang, reason)
			case !seen && (traps[name] || strings.HasPrefix(name, "Words") || strings.HasPrefix(name, "EngineStream")): // message's and engine's tests say these
			case !seen && !excused:
				t.Errorf("message.%s shows in no golden file in %s: %q", name, lang, format)
			}
		}
		delete(reasons, name)
	}
	for name := range reasons {
		t.Errorf("there is no message.%s", name)
	}
}

// trapReasons are the templates of runner's table, whose TestTrapReasons says each one
// in both languages. No guest can be made to trap in all these ways.
func trapReasons(t *testing.T) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../program/trap.go", nil, 0)
	must(t, err)
	found := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "trapReasons" {
			return true
		}
		ast.Inspect(spec, func(n ast.Node) bool {
			if of, ok := n.(*ast.SelectorExpr); ok && of.X.(*ast.Ident).Name == "message" {
				found[of.Sel.Name] = true
			}
			return true
		})
		return false
	})
	if len(found) < 40 {
		t.Fatalf("found %d reasons of traps: the table is not where this test looks", len(found))
	}
	return found
}

// corpus is everything in the golden files of a language.
func corpus(t *testing.T, lang message.Lang) string {
	t.Helper()
	var b strings.Builder
	paths, err := filepath.Glob(filepath.Join("testdata", "errors", "*."+string(lang)+".golden"))
	must(t, err)
	if len(paths) == 0 {
		t.Fatal("there are no golden files")
	}
	for _, path := range append(paths, filepath.Join("testdata", "help."+string(lang)+".golden")) {
		b.WriteString(read(t, path))
	}
	return b.String()
}

// catalogue finds the templates of package message: name → language → format.
func catalogue(t *testing.T) map[string]map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../message/*.go")
	must(t, err)
	found := map[string]map[string]string{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		must(t, err)
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if ok && len(spec.Values) == 1 && len(spec.Names) == 1 {
				if texts := templateTexts(spec.Values[0]); len(texts) == 2 {
					found[spec.Names[0].Name] = texts
				}
			}
			return true
		})
	}
	return found
}

// templateTexts reads the texts of a Template literal.
func templateTexts(e ast.Expr) map[string]string {
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	texts := map[string]string{}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return nil
		}
		value, ok := kv.Value.(*ast.BasicLit)
		if !ok {
			return nil
		}
		if text, err := strconv.Unquote(value.Value); err == nil {
			texts[kv.Key.(*ast.Ident).Name] = text
		}
	}
	return texts
}

var verb = regexp.MustCompile(`%(\\\[\d+\\\])?[-+# 0]*[\d.]*[a-zA-Z]`)

// shape matches what a format gives. The verbs stand for anything on a line;
// help breaks lines, and takes the backquotes from the names of values.
func shape(format string) *regexp.Regexp {
	format = strings.ReplaceAll(format, "%%", "\x00")
	quoted := verb.ReplaceAllString(regexp.QuoteMeta(format), `[^\n]*?`)
	quoted = strings.NewReplacer("\x00", "%", "`", "`?", "\n", `\s+`, " ", `\s+`).Replace(quoted)
	return regexp.MustCompile(quoted)
}

// words tells whether a format says anything besides its arguments.
func words(format string) bool {
	return regexp.MustCompile(`\pL`).MatchString(verb.ReplaceAllString(regexp.QuoteMeta(format), ""))
}
