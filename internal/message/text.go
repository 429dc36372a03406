package message

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Template is one sentence in both languages, with fmt verbs. Where the word
// order differs, the verbs carry explicit indexes (%[2]s).
type Template struct {
	EN, ES string
}

// With binds arguments to the template's verbs.
func (t *Template) With(args ...any) Text {
	return Text{Template: t, Args: args}
}

// Text is a template with its arguments, ready to be said in any language.
// The zero Text says nothing.
type Text struct {
	Template *Template
	Args     []any
}

// IsZero reports whether the text says nothing.
func (t Text) IsZero() bool { return t.Template == nil }

// In renders the text in a language. Arguments that are themselves localised
// (a Text, a Sayable, or an error that is a Speaker) are rendered in it too. All
// others may be somebody else's words: their lines are indented.
func (t Text) In(lang Lang) string {
	if t.Template == nil {
		return ""
	}
	format := t.Template.EN
	if lang == Spanish {
		format = t.Template.ES
	}
	if len(t.Args) == 0 {
		return format
	}
	args := make([]any, len(t.Args))
	for i, arg := range t.Args {
		args[i] = localise(arg, lang)
	}
	return fmt.Sprintf(format, args...)
}

// String renders the text in English.
func (t Text) String() string { return t.In(English) }

func localise(arg any, lang Lang) any {
	switch v := arg.(type) {
	case Text:
		return v.In(lang)
	case error:
		return Of(v, lang)
	case Sayable:
		return v.Localize(lang)
	case string:
		return Continued(v)
	case []string:
		lines := make([]string, len(v))
		for i := range v {
			lines[i] = Continued(v[i])
		}
		return lines
	case fmt.Stringer:
		if text := v.String(); strings.Contains(text, "\n") {
			return Continued(text)
		}
	default:
		if v := reflect.ValueOf(arg); v.Kind() == reflect.String {
			return Continued(v.String())
		}
	}
	return arg
}

// Continued indents all lines of a text but the first, further than a hint is. So
// no name or message that has line breaks can pass for an error or a hint.
func Continued(text string) string {
	first, rest, ok := strings.Cut(text, "\n")
	if !ok {
		return text
	}
	lines := strings.Split(rest, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return first + "\n" + strings.Join(lines, "\n")
}

// Speaker is implemented by errors that can be said in both languages.
type Speaker interface {
	error
	// Words are the whole error, without its hint.
	Words() Text
}

// Hinter is implemented by errors that know what the user can do about them.
// The hint is shown on a line of its own.
type Hinter interface {
	Hint() Text
}

// Of renders an error in a language: the outermost Speaker in its chain
// speaks; an error without one says what Error() says, except for the commonest of
// the operating system, which are known in Spanish too.
func Of(err error, lang Lang) string {
	if err == nil {
		return ""
	}
	var s Speaker
	if errors.As(err, &s) {
		return s.Words().In(lang)
	}
	if t := ofSystem(err); t != nil && lang == Spanish {
		return t.ES
	}
	return Continued(err.Error())
}

// HintOf returns the hint of the outermost error in the chain that has one.
func HintOf(err error) Text {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if h, ok := e.(Hinter); ok {
			if t := h.Hint(); !t.IsZero() {
				return t
			}
		}
	}
	return Text{}
}

// saying is a text that is nothing but its argument.
var saying = Template{EN: "%v", ES: "%v"}

// Sayable is anything that can be said in both languages.
type Sayable interface {
	Localize(lang Lang) string
}

// Func says what no template could.
type Func func(Lang) string

// Localize calls the function.
func (f Func) Localize(lang Lang) string { return f(lang) }

// Hint returns the hint of what a text says, where that is an error or anything
// else that has one.
func (t Text) Hint() Text {
	if t.Template != &saying {
		return Text{}
	}
	switch what := t.Args[0].(type) {
	case error:
		return HintOf(what)
	case Hinter:
		return what.Hint()
	}
	return Text{}
}

// Saying is the text of something, in the language that it will be said in.
func Saying(what Sayable) Text { return saying.With(what) }

// SayingError is Saying for an error, whether or not it speaks languages.
func SayingError(err error) Text { return saying.With(err) }
