package wasi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

func TestErrorsInBothLanguages(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder(t))
	requests := []wasi.Request{
		{Args: []string{"\xff"}},
		{Args: []string{"a\x00"}},
		{Allow: wasi.Allow{Set: []string{"PLAIN"}}},
		{Allow: wasi.Allow{Set: []string{"A=\x00"}}},
		{Allow: wasi.Allow{Set: []string{"A=\xff"}}},
		{Allow: wasi.Allow{Env: []string{"A=1"}}},
		{Allow: wasi.Allow{Read: []string{"nowhere"}}},
		{Allow: wasi.Allow{Read: []string{"plain"}}},
		{Allow: wasi.Allow{Read: []string{"plain/x"}}},
		{Allow: wasi.Allow{Read: []string{"data::"}}},
		{Allow: wasi.Allow{Read: []string{"data::\xff"}}},
		{Implementation: "bogus"},
		{Limits: wasi.Limits{Timeout: -1}},
		{Manifest: parse(t, "permissions: {fs: [{mount: /d, from: nowhere, access: read}]}")},
	}
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		var b strings.Builder
		for _, r := range requests {
			_, err := wasi.Decide(r)
			if err == nil {
				t.Fatalf("%+v is granted", r)
			}
			b.WriteString(message.Of(err, lang) + "\n")
			if hint := message.HintOf(err); !hint.IsZero() {
				b.WriteString("  " + hint.In(lang) + "\n")
			}
			if lang == message.English && message.Of(err, lang) != err.Error() {
				t.Errorf("Error says %q", err)
			}
		}
		golden(t, filepath.Join(here, "testdata", "errors."+string(lang)+".golden"), b.String())
	}
}
