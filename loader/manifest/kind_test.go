package manifest

import (
	"strings"
	"testing"
)

// The examples of YAML 1.2.2 and what other versions take for something else.
func TestResolve(t *testing.T) {
	for want, scalars := range map[kind]string{
		kindNull:  "~ null Null NULL",
		kindBool:  "true True TRUE false False FALSE",
		kindInt:   "0 -0 +12 017 0o7 0o17 0x3A 0x1f -19 99999999999999999999",
		kindFloat: "0. -0.0 .5 +12e03 -2E+05 1e3 1E3 1e-3 1.5e+10 .1e1 .inf -.Inf +.INF .nan .NaN .NAN 1.",
		kindText: "0b11 -0b1 0B11 0b12 1_000 0_1 0o8 0O17 -0o7 0xZZ 0x -0x1f 0X1f 1e e3 1e+ . -. + - +-1 1.2.3 .e1 1e3.5 .inF +.nan " +
			"yes on off y tRue nULL 12:30 190:20:30 1,000 1e3x ½ ٣",
	} {
		for s := range strings.FieldsSeq(scalars) {
			if got := resolve(s); got != want {
				t.Errorf("%s is %d, want %d", s, got, want)
			}
		}
	}
}

// What is a number is one by the same rule wherever it is written.
func TestNumbersAsTexts(t *testing.T) {
	for _, text := range []string{"0b11", "1_000", "-0x1f", "190:20:30", "1e", "0o8"} {
		m, err := Parse([]byte("name: hello\nentrypoint: a.wasm\nruntime: wasi\nlanguage: "+text+"\nargs: ["+text+"]\n"), Options{})
		if err != nil || m.Language != text || m.Args[0] != Template(text) {
			t.Errorf("%s: got %+v, %v", text, m, err)
		}
	}
	for _, number := range []string{"1e3", "1E-3", "017", "0x1F", ".5", "+.inf"} {
		_, err := Parse([]byte("name: hello\nentrypoint: a.wasm\nruntime: wasi\nlanguage: "+number+"\n"), Options{})
		if err == nil || !strings.Contains(err.Error(), "not a ") {
			t.Errorf("%s: got %v", number, err)
		}
	}
	for written, want := range map[string]string{"0b11": "decimal digits", "1_000": "decimal digits", "1e3": "not a decimal number", "007": "decimal digits"} {
		_, err := Parse([]byte("name: hello\nentrypoint: a.wasm\nruntime: wasi\nresources: {fuel: "+written+"}\n"), Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("fuel %s: got %v", written, err)
		}
	}
}
