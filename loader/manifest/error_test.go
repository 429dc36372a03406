package manifest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

func TestErrorsAreFound(t *testing.T) {
	_, err := manifest.Parse([]byte("name: Hello\nentrypoit: x\nruntime: wasi\n"), manifest.Options{Path: "a.qyv"})
	for _, kind := range []manifest.Kind{manifest.ErrValue, manifest.ErrUnknownKey} {
		if !errors.Is(err, kind) {
			t.Errorf("%v isn't found", kind)
		}
	}
	if errors.Is(err, manifest.ErrMissingKey) {
		t.Error("a misspelt key is reported as missing too")
	}
	var one *manifest.Error
	if !errors.As(err, &one) || one.Line != 1 || one.Column != 7 || one.Source != "name: Hello" || one.Path != "a.qyv" {
		t.Errorf("got %+v", one)
	}
}

// One error leaves its hint to the command; several carry theirs.
func TestHints(t *testing.T) {
	_, one := manifest.Parse([]byte("name: hello\nentrypoit: x\nruntime: wasi\n"), manifest.Options{})
	if got := message.HintOf(one).String(); got != "did you mean `entrypoint`?" {
		t.Errorf("hint %q", got)
	}
	if text := message.Of(one, message.English); strings.Contains(text, "did you mean") {
		t.Errorf("the hint would be shown twice:\n%s", text)
	}
	_, two := manifest.Parse([]byte("name: hello\nentrypoit: x\nruntme: wasi\n"), manifest.Options{})
	if !message.HintOf(two).IsZero() || strings.Count(two.Error(), "did you mean") != 2 {
		t.Errorf("hints of two errors:\n%v", two)
	}
}

// The YAML reader's own words stay behind ours.
func TestCauseOfASyntaxError(t *testing.T) {
	_, err := manifest.Parse([]byte("name: [a\n"), manifest.Options{})
	var one *manifest.Error
	if !errors.As(err, &one) || one.Kind != manifest.ErrSyntax || one.Cause == nil || !errors.Is(err, one.Cause) {
		t.Errorf("got %+v", one)
	}
}
