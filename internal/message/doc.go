// Package message is the catalogue of everything that Qyvol says to its users,
// in Spanish and in English.
//
// A [Template] holds one sentence in both languages; a [Text] is a template
// with its arguments. Errors that a user can meet carry Texts and implement
// [Speaker], so that the command prints them in the user's language while
// Error() stays English for logs and for Go callers.
//
// Templates are grouped by what they are about (manifest.go, loader.go, …). They
// are plain constants laid out at link time: nothing runs at start-up. A test
// fails when a template lacks a language or when its verbs differ between the
// two.
package message
