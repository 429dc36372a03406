package manifest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

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

// A position that the reader made up stays within the text.
func TestInside(t *testing.T) {
	r := &report{src: newSource("", "a\nb\n\n\n")}
	for given, want := range map[Position]Position{
		{0, 0}: {1, 1}, {1, 5}: {1, 5}, {9, 2}: {2, 2}, {4, 1}: {2, 1},
	} {
		if got := r.inside(given); got != want {
			t.Errorf("%v became %v, want %v", given, got, want)
		}
	}
}
