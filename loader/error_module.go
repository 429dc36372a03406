package loader

import (
	"errors"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// ErrModuleLoad is matched by every [*ModuleLoadError].
var ErrModuleLoad = errors.New("module could not be loaded")

// ModuleLoadError says that the engine could not compile a file. It matches
// [ErrModuleLoad].
type ModuleLoadError struct {
	Path   string
	Format Format
	// Err is the engine's reason.
	Err error
}

// Words are what the error says.
func (e *ModuleLoadError) Words() message.Text {
	if deniesCode(e.Err) {
		return message.LoaderNoCode.With(e.Path)
	}
	said := strings.TrimSpace(e.Err.Error())
	if e.Format == FormatText { // as the parser calls what it was not told the name of
		said = strings.Replace(said, "<anon>:", e.Path+":", 1)
	}
	return message.LoaderModuleLoad.With(e.Path, message.Said(said))
}

// Error is in English.
func (e *ModuleLoadError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches: ErrModuleLoad and the engine's reason.
func (e *ModuleLoadError) Unwrap() []error { return []error{ErrModuleLoad, e.Err} }

// Hint explains the engine's reason where it is known to be obscure. The
// engine has no codes for its reasons, only words.
func (e *ModuleLoadError) Hint() message.Text {
	reason := e.Err.Error()
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(reason, w) })
	}
	switch {
	case deniesCode(e.Err):
		return message.LoaderHintNoCode.With()
	case says("the asynchronous part of the Component Model"):
		return message.LoaderHintAsync.With()
	case says("expected i32 but nothing on stack") && !says("wasm[0]::") && e.Format != FormatModule:
		// In the code that joins the parts, which comes after theirs.
		return message.LoaderHintComposed.With()
	case says("memory64 must be enabled"):
		return message.LoaderHintMemory64.With()
	case says("var_u32: integer", "found a number of more than 32 bits"):
		return message.LoaderHintMaybeMemory64.With()
	case says("threads must be enabled", "shared-everything-threads"):
		return message.LoaderHintThreads.With()
	case says("the gc feature", "GC proposal"):
		return message.LoaderHintGC.With()
	case says("legacy_exceptions", "legacy exceptions"):
		return message.LoaderHintLegacyExceptions.With()
	case says("exceptions proposal", "exceptions support"):
		return message.LoaderHintExceptions.With()
	case says("malformed UTF-8", "valid utf-8", " in UTF-8, found "):
		return message.LoaderHintUTF8.With()
	case says("unexpected end-of-file", "unexpected end", ", found the end"):
		return message.LoaderHintTruncated.With()
	case says(" feature (", "feature required", "is not enabled", "not enabled ("):
		return message.LoaderHintFeature.With()
	}
	return message.Text{}
}

// deniesCode says whether the system refuses this process to make machine code of
// memory that it has written, as services and containers can be set up.
func deniesCode(err error) bool {
	return err != nil && saysOfSystem(err.Error(), "make memory executable")
}

var ofSystem = []string{" (os error 1)", " (os error 12)", " (os error 13)"} // EPERM, ENOMEM, EACCES

// saysOfSystem reports whether words are the system's: they end the message, or its cause
// does, which Rust then says to be an error of the system. Elsewhere they could be names
// that a guest has.
func saysOfSystem(message, words string) bool {
	message = strings.TrimSpace(message)
	before, found := message, false
	for _, end := range ofSystem {
		if before, found = strings.CutSuffix(message, end); found {
			break
		}
	}
	if found {
		return strings.Contains(strings.ToLower(before), words)
	}
	return strings.HasSuffix(strings.ToLower(message), words)
}
