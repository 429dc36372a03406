package wasm

import (
	"fmt"
	"strings"
)

// Error says why a file could not be decoded.
type Error struct {
	// Offset is where in the file, in bytes from its start.
	Offset int
	// Section is the part that was being read: "import section".
	Section string
	// Message says what was expected there, and what was found.
	Message string
	// Limit tells that the file may be valid, but takes too much memory.
	Limit bool
}

// articles puts right the article before a kind or a sort.
func articles(text string) string {
	return strings.NewReplacer(
		" a instance", " an instance", " a enum", " an enum", " a option", " an option", " a own", " an own",
		" a error-context", " an error-context", " a f32", " an f32", " a f64", " an f64", " a s8", " an s8",
		" a s16", " an s16", " a s32", " an s32", " a s64", " an s64",
	).Replace(text)
}

// Error is in English.
func (e *Error) Error() string {
	return fmt.Sprintf("%s, offset 0x%x: %s", e.Section, e.Offset, e.Message)
}
