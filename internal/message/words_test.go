package message_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// Sentences that are known are said in Spanish, with what stands in them; English
// ones stay as they are, and so does what is not known.
func TestSaid(t *testing.T) {
	for sentence, want := range map[string]string{
		"unknown handle index 3":             "el identificador de recurso 3 no existe",
		"unknown handle index ":              "unknown handle index ",
		"return pointer not aligned":         "el puntero al resultado no está alineado",
		"return pointer not aligned twice":   "return pointer not aligned twice",
		"discriminant 9 out of range [0..2)": "discriminante 9 fuera del intervalo [0..2)",
		"handle index 1 used with the wrong type, expected guest-defined resource but found a different guest-defined resource": "el identificador de recurso 1 se usó con otro tipo: se esperaba guest-defined resource y es a different guest-defined resource",
		"exit with invalid exit status 300, outside of [0..126)":                                                                "terminó con el código de salida 300, que no está en [0..126)",
		"Buffer too large for blocking-write-and-flush (expected at most 4096)":                                                 "búfer demasiado grande para blocking-write-and-flush (como mucho 4096)",
		"host function panicked: unknown handle index 3\nerror: forged":                                                         "una función del anfitrión entró en pánico: el identificador de recurso 3 no existe\n    error: forged",
		"compile: failed to compile: wasm[0]::function[0]\n\nCaused by:\n    0: WebAssembly translation error\n" +
			"    1: Invalid input WebAssembly code at offset 24: type mismatch: expected i32 but nothing on stack": "al compilar: no se pudo compilar wasm[0]::function[0]\n\n    Causa:\n        0: error al traducir WebAssembly\n" +
			"        1: código WebAssembly no válido en la posición 24: los tipos no coinciden: se esperaba i32 y la pila está vacía",
		"": "", "something else": "something else",
	} {
		if got := message.Said(sentence).Localize(message.Spanish); got != want {
			t.Errorf("%q: got %q, want %q", sentence, got, want)
		}
		if got := message.Said(sentence).Localize(message.English); got != message.Continued(sentence) {
			t.Errorf("%q is %q in English", sentence, got)
		}
	}
}

// A template matches what it says, with any arguments of one line, since it is given
// lines, and nothing longer or shorter.
func FuzzMatch(f *testing.F) {
	f.Add("1", "2")
	f.Add("a: b", ", expected ")
	f.Add(" and found ", "%s")
	f.Fuzz(func(t *testing.T, a, b string) {
		if strings.Contains(a+b, "\n") {
			t.Skip()
		}
		for _, template := range []*message.Template{&message.WordsDiscriminant, &message.WordsTooMuch, &message.WordsUnknownHandle, &message.WordsWrongHandle} {
			args := []any{a, b, a}[:strings.Count(template.EN, "%s")]
			sentence := template.With(args...).String()
			text, ok := template.Match(sentence)
			if ok && text.String() != sentence {
				t.Errorf("%q is taken for %q", sentence, text.String())
			}
			if !ok && a != "" && b != "" && template.EN == message.WordsUnknownHandle.EN {
				t.Errorf("%q is not found", sentence)
			}
			if _, ok := template.Match("x" + sentence); ok {
				t.Errorf("%q is found in a longer text", sentence)
			}
		}
	})
}
