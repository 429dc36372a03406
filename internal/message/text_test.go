package message_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

var greeting = message.Template{EN: "hello %[1]s from %[2]s", ES: "desde %[2]s, hola %[1]s"}

type localError struct{ text message.Text }

func (e localError) Error() string       { return e.text.String() }
func (e localError) Words() message.Text { return e.text }
func (e localError) Hint() message.Text  { return greeting.With("h", "i") }

func TestTextSpeaksBothLanguages(t *testing.T) {
	text := greeting.With("a", "b")
	if got := text.In(message.English); got != "hello a from b" {
		t.Errorf("en: %q", got)
	}
	if got := text.In(message.Spanish); got != "desde b, hola a" {
		t.Errorf("es: %q", got)
	}
	if got := (message.Text{}).In(message.Spanish); got != "" {
		t.Errorf("zero text says %q", got)
	}
}

func TestOfFindsTheLocalizerInAChain(t *testing.T) {
	err := fmt.Errorf("wrapped: %w", localError{greeting.With("x", "y")})
	if got := message.Of(err, message.Spanish); got != "desde y, hola x" {
		t.Errorf("got %q", got)
	}
	if got := message.HintOf(err).In(message.English); got != "hello h from i" {
		t.Errorf("hint %q", got)
	}
	if got := message.Of(errors.New("plain"), message.Spanish); got != "plain" {
		t.Errorf("got %q", got)
	}
	outer := greeting.With(localError{greeting.With("1", "2")}, "z")
	if got := outer.In(message.Spanish); got != "desde z, hola desde 2, hola 1" {
		t.Errorf("nested: %q", got)
	}
}

func TestHintOfWhatATextSays(t *testing.T) {
	err := localError{greeting.With("x", "y")}
	for name, text := range map[string]message.Text{
		"an error": message.SayingError(err), "a wrapped error": message.SayingError(fmt.Errorf("so: %w", err)),
		"a notice": message.Saying(notice{err}),
	} {
		if got := text.Hint().In(message.English); got != "hello h from i" {
			t.Errorf("%s: hint %q", name, got)
		}
	}
	for _, text := range []message.Text{{}, greeting.With(err, "z"), message.SayingError(errors.New("plain"))} {
		if hint := text.Hint(); !hint.IsZero() {
			t.Errorf("%v has the hint %v", text, hint)
		}
	}
}

// notice is no error.
type notice struct{ what localError }

func (n notice) Localize(lang message.Lang) string { return n.what.text.In(lang) }
func (n notice) Hint() message.Text                { return n.what.Hint() }

// No name and no foreign message can begin a line as an error or a hint does.
func TestForeignLines(t *testing.T) {
	type named string
	sentence := message.Template{EN: "%v is wrong", ES: "%v está mal"}
	for _, arg := range []any{
		"x\nerror: a line\n  hint: of its own", named("x\nerror: a line\n  hint: of its own"),
		errors.New("x\nerror: a line\n  hint: of its own"),
		[]string{"x\nerror: a line\n  hint: of its own"},
		sentence.With("x\nerror: a line\n  hint: of its own"), message.SayingError(errors.New("x\nerror: a line\n  hint: of its own")),
		fmt.Errorf("around: %w", errors.New("x\nerror: a line\n  hint: of its own")),
	} {
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			said := sentence.With(arg).In(lang)
			if err, ok := arg.(error); ok {
				said += message.Of(err, lang)
			}
			for _, line := range strings.Split(said, "\n")[1:] {
				if !strings.HasPrefix(line, "    ") {
					t.Errorf("%#v: a line is %q", arg, line)
				}
			}
		}
	}
	if got, want := message.Continued("a\n\n  b"), "a\n\n      b"; got != want {
		t.Errorf("continued: %q, not %q", got, want)
	}
}
