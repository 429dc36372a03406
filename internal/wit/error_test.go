package wit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

func component(t *testing.T, text string) *wasm.Component {
	t.Helper()
	data, err := engine.TextToBinary([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	file, err := wasm.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return file.Component
}

func TestWhatWITCannotSay(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"module", `(component (import "m" (core module)))`, `import "m": WIT has no worlds that import a core module`},
		{"component", `(component (import "c" (component)))`, `import "c": WIT has no worlds that import a component`},
		{"type", `(component (type $t (enum "a")) (export "t" (type $t)))`, `export "t": WIT has no worlds that export a type`},
		{
			"dependency", `(component (import "url=<https://example.com/a>" (instance)))`,
			`import "url=<https://example.com/a>": WIT has no way to say where a dependency is`,
		},
		{
			"instance in an instance", `(component (import "a:b/c" (instance (export "x" (instance)))))`,
			`import "a:b/c": WIT has no interfaces with an instance in them, such as "x"`,
		},
		{
			"type of a function", `(component (import "a:b/c" (instance (type $f (func)) (export "f" (type (eq $f))))))`,
			`import "a:b/c": WIT has no names for the type of a func, such as "f"`,
		},
		{
			"resource of a plain interface",
			`(component (import "a" (instance $a (export "r" (type (sub resource))))) (alias export $a "r" (type $r))
				(import "f" (func (param "r" (own $r)))))`,
			`world: it uses the type "r" of import "a", and in WIT only interfaces with a package can be used`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var text strings.Builder
			err := wit.Print(&text, component(t, c.text))
			var cannot *wit.Error
			if !errors.As(err, &cannot) || err.Error() != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			if text.Len() > 0 {
				t.Errorf("it printed %q", text.String())
			}
		})
	}
}
