package wit

import "fmt"

// Error says what in a component can't be written in WIT.
type Error struct {
	// Where is the import or export: `import "a:b/c"`.
	Where string
	// Reason says what it has, and why there is no way to write it.
	Reason string
}

// Error is in English.
func (e *Error) Error() string { return e.Where + ": " + e.Reason }

// a is a word with its article.
func a(word string) string {
	if word == "instance" {
		return "an " + word
	}
	return "a " + word
}

func cannot(where, format string, args ...any) *Error {
	return &Error{Where: where, Reason: fmt.Sprintf(format, args...)}
}
