package main

import (
	"bytes"
	"strings"

	"github.com/qyvol/qyvol/fixtures/parity"
)

// rule is a difference that is as it should be: a row of the table in
// docs/PARITY.md, which has the reasons.
type rule struct {
	name  string
	holds func(guest []byte, want, got ended) bool
}

var fuzzRules = []rule{
	{"reference-crash", func(_ []byte, want, got ended) bool {
		return want.Kind == "crash" && got.Kind == "load"
	}},
	{"nesting", func(_ []byte, _, got ended) bool {
		return refused(got, "are nested more than") || refused(got, "instantiating it ") || refused(got, " than the limit of ") ||
			refused(got, "would take the compiler too long")
	}},
	{"issue-13540", func(_ []byte, _, got ended) bool {
		return refused(got, "type mismatch: expected i32 but nothing on stack")
	}},
	{"exit-with-code", func(_ []byte, want, _ ended) bool {
		return want.Kind == "link" && strings.Contains(want.message, "wasi:cli/exit@") &&
			strings.Contains(want.message, "exit-with-code")
	}},
	{"not-granted", func(_ []byte, want, got ended) bool {
		return want.Kind == "link" && got.Kind == "permission"
	}},
	{"byte-order-mark", func(guest []byte, want, _ ended) bool {
		return want.Kind == "load" && bytes.HasPrefix(guest, []byte("\ufeff"))
	}},
}

// refused tells whether a guest was refused in such words.
func refused(e ended, words string) bool {
	return e.Kind == "load" && e.Stdout == (parity.Output{}) && strings.Contains(e.message, words)
}
