package policy

import "strconv"

// MaxPattern is the most bytes that a pattern can have: those of a path (PATH_MAX,
// less C's NUL).
const MaxPattern = 4095

// Flaw is what is wrong with a pattern of exclude.
type Flaw uint8

// The flaws.
const (
	NoName   Flaw = iota + 1 // it is empty, or slashes alone
	Negated                  // "!" at its front
	Dots                     // "." or "..", which no path has
	Unclosed                 // "[" or a backslash without an end, or [z-a]
	NoText                   // NUL, or not UTF-8
	TooLong                  // over 4,095 bytes
	NotASCII                 // this system takes two spellings for one name
)

// String says it in English, for logs.
func (f Flaw) String() string {
	switch f {
	case NoName:
		return "no name"
	case Negated:
		return "negated"
	case Dots:
		return "a dot for a name"
	case Unclosed:
		return "unclosed"
	case NoText:
		return "not a text"
	case TooLong:
		return "too long"
	case NotASCII:
		return "not ASCII"
	}
	return "unknown"
}

// PatternError reports an invalid exclude pattern.
type PatternError struct {
	Pattern string
	Flaw    Flaw
}

// Error is in English.
func (e *PatternError) Error() string {
	return "exclude: " + strconv.Quote(e.Pattern) + ": " + e.Flaw.String()
}
