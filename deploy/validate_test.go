package deploy_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

// What is checked before anything is sent, and what is not sent at all.
func TestValidation(t *testing.T) {
	t.Parallel()
	damaged := bytes.Clone(componentOf(1000))
	damaged[8] = 99 // no section has this number
	huge := componentOf(33 << 20)
	hugeDamaged := bytes.Clone(huge)
	hugeDamaged[8] = 99
	for name, c := range map[string]struct {
		file    string
		content []byte
		without bool // NoValidate
		what    deploy.Validation
		valid   bool
	}{
		"valid":                  {"a.wasm", componentOf(1000), false, deploy.CodeValidated, true},
		"text":                   {"a.wat", []byte("(component)"), false, deploy.CodeValidated, true},
		"a module":               {"a.wasm", []byte("\x00asm\x01\x00\x00\x00"), false, deploy.CodeValidated, true},
		"damaged":                {"a.wasm", damaged, false, deploy.NotValidated, false},
		"damaged text":           {"a.wat", []byte("(component"), false, deploy.NotValidated, false},
		"damaged, not validated": {"a.wasm", damaged, true, deploy.NotValidated, true},
		"not validated":          {"a.wasm", componentOf(1000), true, deploy.NotValidated, true},
		"huge":                   {"a.wasm", huge, false, deploy.StructureValidated, true},
		"huge, damaged":          {"a.wasm", hugeDamaged, false, deploy.NotValidated, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNode(t, nil)
			opts := quick()
			opts.NoValidate = c.without
			warned := ""
			opts.Warn = func(w message.Text) { warned += w.String() }
			unit := load(t, file(t, c.file, c.content))
			result, err := deploy.Deploy(t.Context(), unit, n.URL, opts)
			if result.Validated != c.what {
				t.Errorf("validated: %s, want %s", result.Validated, c.what)
			}
			if structure := strings.Contains(warned, "only its structure"); structure != (c.what == deploy.StructureValidated) {
				t.Errorf("it warns: %q", warned)
			}
			if !c.valid {
				outcome{deploy.KindInvalid, 0, 0}.check(t, result, err)
				if len(n.requests()) > 0 {
					t.Error("it was sent all the same")
				}
				return
			}
			outcome{"", 1, 200}.check(t, result, err)
			if got := n.one(t); got.digest != unit.Digest() {
				t.Errorf("got %s", got.digest)
			}
		})
	}
}

// A fallback is checked too, and an invalid one keeps the component back.
func TestFallbackValidation(t *testing.T) {
	t.Parallel()
	n := newNode(t, nil)
	unit := withManifest(t, "recovery: {fallback: spare.wat}\n")
	must(t, os.WriteFile(unit.BaseDir()+"/spare.wat", []byte("(component"), 0o600))
	opts := quick()
	opts.NoValidate = false
	result, err := deploy.Deploy(t.Context(), unit, n.URL, opts)
	outcome{deploy.KindInvalid, 0, 0}.check(t, result, err)
	if len(n.requests()) > 0 {
		t.Error("something was sent all the same")
	}
}

// A component that has no file of its own is deployed as any other.
func TestBytes(t *testing.T) {
	t.Parallel()
	n := newNode(t, nil)
	content := componentOf(1000)
	unit, err := loader.LoadBytes("guest", content)
	must(t, err)
	opts := quick()
	opts.NoValidate = false
	result, err := deploy.Deploy(t.Context(), unit, n.URL, opts)
	outcome{"", 1, 200}.check(t, result, err)
	if got := n.requests(); len(got) != 1 || result.Validated != deploy.CodeValidated || result.Name != "guest" {
		t.Errorf("%d requests, %+v", len(got), result)
	}
}
