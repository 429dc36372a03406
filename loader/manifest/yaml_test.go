package manifest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// A panic of the YAML reader is an error that asks to be reported.
func TestGuard(t *testing.T) {
	err := guard(func() error {
		return []error{}[len(fmt.Sprint())]
	})
	if err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Fatalf("got %v", err)
	}
	r := &report{src: newSource("a.qyv", "name: x\n")}
	r.syntax(err)
	got := r.err()
	var panicked panicError
	if !errors.Is(got, ErrSyntax) || !errors.As(got, &panicked) {
		t.Errorf("got %v", got)
	}
	if want := "a.qyv: the YAML reader failed on this manifest"; message.Of(got, message.English) != want {
		t.Errorf("got %s", message.Of(got, message.English))
	}
	if message.HintOf(got).Template != &message.ManifestReaderFailedHint {
		t.Errorf("hint %q", message.HintOf(got))
	}
}

// The YAML reader ends a text on a line of its own, which the text may not have.
func TestInside(t *testing.T) {
	s := newSource("", "a\nñ")
	for given, want := range map[yaml.Mark]Position{
		{Line: 1, Column: 1}: {1, 1}, {Line: 2, Column: 2}: {2, 2}, {Line: 3, Column: 1}: {2, 2}, {Line: 1, Column: 9}: {1, 2},
	} {
		if got := s.inside(given); got != want {
			t.Errorf("%v became %v, want %v", given, got, want)
		}
	}
}
