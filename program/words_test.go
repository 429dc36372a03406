package program

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
)

// What ends a guest is said in Spanish to its last word, where it is known.
func TestSpanishWords(t *testing.T) {
	without := &engine.WASIError{What: "stdout", Err: engine.ErrNoDescriptors}
	for _, c := range []struct {
		err  message.Speaker
		want string
	}{
		{&TrapError{"a", &engine.Trap{Code: engine.TrapUnknown, Message: "unknown handle index 7"}}, "a se interrumpió por un error propio (trap): el identificador de recurso 7 no existe"},
		{&TrapError{"a", &engine.Trap{Code: engine.TrapHost, Message: "write exceeded budget"}}, "a se interrumpió por un error propio (trap): escribió más de lo que se le había permitido"},
		{&TrapError{"a", &engine.Trap{Code: engine.TrapUnknown, Message: "a new one"}}, "a se interrumpió por un error propio (trap): a new one"},
		{&StreamError{"a", &engine.StreamError{Method: "Read", Count: 9, Size: 8}}, "a se detuvo: falló un flujo del programa anfitrión: Read contó 9 bytes de un búfer de 8"},
		{&StreamError{"a", &engine.StreamError{Method: "Write", Panic: "no\nerror: forged"}}, "a se detuvo: falló un flujo del programa anfitrión: Write entró en pánico: no\n    error: forged"},
		{&InstantiateError{"a", &engine.CountLimitError{What: "table", Count: 300}}, "a no se puede instanciar: se superó un límite (table): serían 300"},
		{&InstantiateError{"a", without}, message.RunnerNoDescriptors.With("a").In(message.Spanish)},
	} {
		if got := c.err.Words().In(message.Spanish); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if english := c.err.Words().In(message.English); english != c.err.Error() || strings.Contains(english, "se ") {
			t.Errorf("in English: %q", english)
		}
	}
	if text := message.HintOf(&InstantiateError{"a", without}).String(); !strings.Contains(text, "--wasi native") {
		t.Errorf("the hint is %q", text)
	}
}
