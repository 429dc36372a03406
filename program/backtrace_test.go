package program

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

func TestBacktrace(t *testing.T) {
	name := "_Z1fPFvvE"
	for _, before := range []string{"S0_", "S2_", "S4_", "S6_", "S8_"} {
		name += "PFv" + before + before + "E"
	}
	got := backtrace([]engine.Frame{
		{Func: name, Module: "a\nb"},
		{Func: "_RNvCs1_1a1f", Offset: 16},
		{Func: strings.Repeat("n", 10_000)},
		{FuncIndex: 3},
	})
	lines := strings.Split(got, "\n")
	if len(lines) != 5 || len(got) > 1500 {
		t.Fatalf("%d lines of %d bytes: %q", len(lines), len(got), got)
	}
	for i, want := range []string{"", `0x0 - a\nb!f(void (*)(), void (*)(`, "0x10 - <unknown>!a::f", "!nnn", "!<wasm function 3>"} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d is %q", i, lines[i])
		}
	}
}
