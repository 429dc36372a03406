// Package data writes values as JSON and YAML, for programs to read. It is the one
// writer of all structured output: results, descriptions, logs.
//
// Much of what is written was chosen by a guest or by a server. So every character
// that commands a terminal, ends a line in some reader, turns text around or can't
// be seen is written as an escape, in keys and in values; a parser gives it back as
// it was. What isn't valid UTF-8 becomes U+FFFD, as encoding/json has it.
package data
