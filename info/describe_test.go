package info_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

func unitOf(t testing.TB, name string) *loader.Unit {
	t.Helper()
	u, err := loader.Load(filepath.Join(fixtures.Dir(t), filepath.FromSlash(name)), loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func describe(t testing.TB, name string) *info.Description {
	t.Helper()
	u := unitOf(t, name)
	grant, err := runner.Decide(u, runner.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := info.Describe(info.Subject{Unit: u, Grant: grant})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// guests are all fixtures that hold code.
func guests(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*/*.wasm", "*/*.wat"} {
		files, err := filepath.Glob(filepath.Join(fixtures.Dir(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name, err := filepath.Rel(fixtures.Dir(t), file)
			if err != nil {
				t.Fatal(err)
			}
			if name = filepath.ToSlash(name); !strings.HasPrefix(name, "recognise/") {
				names = append(names, name)
			}
		}
	}
	if len(names) < 50 {
		t.Fatalf("only %d guests were found", len(names))
	}
	return names
}

// Every guest can be described, in every format, and JSON is what its schema
// says.
func TestDescribeFixtures(t *testing.T) {
	schema := schemaOf(t)
	for _, name := range guests(t) {
		d := describe(t, name)
		var asJSON, asYAML, text bytes.Buffer
		for format, w := range map[info.Format]*bytes.Buffer{info.JSON: &asJSON, info.YAML: &asYAML, info.Text: &text} {
			if err := info.Print(w, d, format, info.TextOptions{}); err != nil {
				t.Errorf("%s as %s: %v", name, format, err)
			}
		}
		if err := validate(t, schema, asJSON.String()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var a, b struct {
			Exports []string `json:"exports" yaml:"exports"`
		}
		if err := errors.Join(json.Unmarshal(asJSON.Bytes(), &a), yaml.Load(asYAML.Bytes(), &b)); err != nil {
			t.Error(err)
		}
		if !slices.Equal(a.Exports, b.Exports) || !slices.Equal(a.Exports, d.Exports) {
			t.Errorf("%s exports %q, %q as YAML", name, a.Exports, b.Exports)
		}
	}
}

func TestDescribe(t *testing.T) {
	hello := describe(t, "hello/hello.qyv")
	if hello.Kind != "component" || hello.World != info.Command || hello.WASI != "0.2.12" || hello.Manifest.Name != "hello" ||
		len(hello.Memories) != 1 || hello.Memories[0].Minimum != 2<<16 || len(hello.Parts) != 5 {
		t.Errorf("hello is %+v", hello)
	}
	if !slices.Contains(hello.Producers, info.Producer{Field: "processed-by", Name: "wit-component", Version: "0.259.0"}) {
		t.Errorf("hello was made with %+v", hello.Producers)
	}
	module := describe(t, "hello/hello-p1.wasm")
	if module.Kind != "module" || module.World != info.Command || module.WASI != "preview1" ||
		!slices.Contains(module.Exports, "_start") || !slices.Contains(module.Imports, "wasi_snapshot_preview1::fd_write") {
		t.Errorf("the module is %+v", module)
	}
	for name, world := range map[string]info.World{
		"reactor/reactor.wat": info.Reactor, "library/library.wat": info.Library, "loop/loop-p1.wat": info.Command,
	} {
		if got := describe(t, name).World; got != world {
			t.Errorf("%s is for %s", name, got)
		}
	}
}

func TestMetadata(t *testing.T) {
	u, err := loader.LoadBytes("-", []byte(`(component $shop
		(@custom "description" "Sells things.")
		(@custom "licenses" "Apache-2.0 OR MIT")
		(@custom "authors" "\ff")
		(@custom "producers" "\01\08language\01\04Rust\041.95")
		(core module $m
			(@producers (processed-by "clang" "14"))
			(memory 1 3)))`))
	if err != nil {
		t.Fatal(err)
	}
	d, err := info.Describe(info.Subject{Unit: u})
	if err != nil {
		t.Fatal(err)
	}
	if want := (info.Metadata{Description: "Sells things.", Licenses: "Apache-2.0 OR MIT"}); d.Metadata != want {
		t.Errorf("the metadata is %+v", d.Metadata)
	}
	if want := []info.Producer{{Field: "language", Name: "Rust", Version: "1.95"}, {Field: "processed-by", Name: "clang", Version: "14"}}; !slices.Equal(d.Producers, want) {
		t.Errorf("the producers are %+v", d.Producers)
	}
	if d.Name != "shop" || len(d.Memories) != 1 || d.Memories[0].Maximum == nil || *d.Memories[0].Maximum != 3<<16 {
		t.Errorf("it is %+v", d)
	}
}

// What is damaged gives an error that names the file, and none of it a panic.
func TestDescribeDamaged(t *testing.T) {
	code, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	for n := 8; n < len(code); n += 7 {
		u, err := loader.LoadBytes("cut.wasm", code[:n])
		if err != nil {
			continue // recognised as cut
		}
		var unreadable *info.UnreadableError
		if _, err := info.Describe(info.Subject{Unit: u}); err != nil && !errors.As(err, &unreadable) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

// The tree accounts for all bytes.
func TestTree(t *testing.T) {
	for _, name := range []string{"hello/hello.wasm", "files/files-p1.wasm", "composed/composed.wat"} {
		checkNode(t, name, describe(t, name).Tree())
	}
}

// As data it is the same, where it is asked for, and fits the schema.
func TestTreeAsData(t *testing.T) {
	schema := schemaOf(t)
	for _, name := range []string{"hello/hello.wasm", "files/files-p1.wasm", "composed/composed.wat"} {
		d := describe(t, name)
		for _, asked := range []bool{true, false} {
			var asJSON, asYAML bytes.Buffer
			printed := errors.Join(
				info.Print(&asJSON, d, info.JSON, info.TextOptions{Tree: asked}), info.Print(&asYAML, d, info.YAML, info.TextOptions{Tree: asked}),
			)
			document, err := validator.UnmarshalJSON(bytes.NewReader(asJSON.Bytes()))
			if err := errors.Join(printed, err); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			var fromJSON, fromYAML struct{ Tree *info.Node }
			if err := errors.Join(json.Unmarshal(asJSON.Bytes(), &fromJSON), yaml.Load(asYAML.Bytes(), &fromYAML)); err != nil {
				t.Fatal(err)
			}
			var want *info.Node
			if root := d.Tree(); asked {
				want = &root
			}
			if !reflect.DeepEqual(fromJSON.Tree, want) || !reflect.DeepEqual(fromYAML.Tree, want) {
				t.Errorf("%s: the tree as JSON is %v, as YAML %v, and should be %v", name, fromJSON.Tree, fromYAML.Tree, want)
			}
		}
		if d.Sizes != nil {
			t.Errorf("%s: printing changes the description", name)
		}
	}
}

func checkNode(t *testing.T, name string, n info.Node) {
	t.Helper()
	sum := 0
	for _, child := range n.Children {
		sum += child.Size
		checkNode(t, name, child)
	}
	if len(n.Children) > 0 && (sum > n.Size || n.Size-sum > 8+6*1000) {
		t.Errorf("%s: %s has %d bytes, its parts %d", name, n.Name, n.Size, sum)
	}
}

// What is said of needs is what a run does: a guest starts if all its needs let
// it, and not otherwise.
func TestNeedsAgreeWithRun(t *testing.T) {
	var r runner.Runner
	defer r.Close()
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	starting, stopped := 0, 0
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		u := unitOf(t, c.Manifest)
		d := describe(t, c.Manifest)
		starts := !slices.ContainsFunc(d.Needs, func(n info.Need) bool { return !n.Status.Starts() })
		_, err := r.Run(t.Context(), u, runner.Options{
			Args: c.Args, Cache: cache, Stdio: wasi.Stdio{Stdin: strings.NewReader(c.Stdin)},
		})
		kind := program.KindOf(err)
		ran := kind != program.KindLink && kind != program.KindPermission
		if ran != starts {
			t.Errorf("%s: ends with %q, and needs %+v", c.Name, kind, d.Needs)
		}
		if starts {
			starting++
		} else {
			stopped++
		}
	}
	if starting < 40 || stopped < 2 {
		t.Errorf("%d start, %d don't: this test looks at too few", starting, stopped)
	}
}
