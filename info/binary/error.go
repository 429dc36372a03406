package binary

import "fmt"

// Error says why a file could not be decoded.
type Error struct {
	// Offset is where in the file, in bytes from its start.
	Offset int
	// Section is the part that was being read: "import section".
	Section string
	// Message says what was expected there, and what was found.
	Message string
}

// Error is in English.
func (e *Error) Error() string {
	return fmt.Sprintf("%s, offset 0x%x: %s", e.Section, e.Offset, e.Message)
}
