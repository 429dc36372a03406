package loader

import (
	"path/filepath"

	"github.com/qyvol/qyvol/internal/message"
)

// NotWasmError says that a file is not WebAssembly, and what it is instead.
type NotWasmError struct {
	// Path is empty when [Recognise] was given bytes only.
	Path string
	// Looks is what the file seems to be.
	Looks Look
	// Detail depends on Looks; see the constants.
	Detail string
}

// Words are what the error says.
func (e *NotWasmError) Words() message.Text {
	if e.noInput() {
		return message.LoaderNoInput.With()
	}
	return message.LoaderNotWasm.With(e.Path, e.Looks.text(e.Detail))
}

// Error is in English.
func (e *NotWasmError) Error() string { return e.Words().String() }

// Hint says what to do with a file of that kind, or with a source.
func (e *NotWasmError) Hint() message.Text {
	switch {
	case e.noInput():
		return message.LoaderNoInputHint.With()
	case e.Looks == LookText:
		if tool := compilerOf(e.Path); tool != "" {
			return message.LoaderHintSource.With(tool)
		}
	}
	return e.Looks.hint()
}

// ManifestNameError says that a file, or a stream, is a manifest, but isn't named .qyv. It
// matches [*NotWasmError].
type ManifestNameError struct{ Path string }

// Words are what the error says.
func (e *ManifestNameError) Words() message.Text { return message.LoaderManifestName.With(e.Path) }

// Error is in English.
func (e *ManifestNameError) Error() string { return e.Words().String() }

// Hint says how to run it all the same.
func (e *ManifestNameError) Hint() message.Text { return message.LoaderManifestNameHint.With() }

// Unwrap returns what the error matches.
func (e *ManifestNameError) Unwrap() error {
	return &NotWasmError{Path: e.Path, Looks: LookManifest}
}

// noInput tells that nothing came from standard input.
func (e *NotWasmError) noInput() bool { return e.Looks == LookEmpty && IsStdin(e.Path) }

// compilerOf is a command that makes WebAssembly of a source; empty for other texts.
func compilerOf(path string) string {
	switch filepath.Ext(path) {
	case ".go":
		return "GOOS=wasip1 GOARCH=wasm go build"
	case ".rs":
		return "cargo build --target wasm32-wasip2"
	case ".c", ".cc", ".cpp", ".cxx":
		return "clang --target=wasm32-wasip1"
	case ".py":
		return "componentize-py"
	case ".js", ".mjs", ".ts":
		return "jco componentize"
	case ".zig":
		return "zig build-exe -target wasm32-wasi"
	}
	return ""
}

// TruncatedError says that a WebAssembly binary is cut short.
type TruncatedError struct {
	// Path is empty when [Recognise] was given bytes only.
	Path string
	// Offset is where the part that is cut off starts: a section's header, or
	// 0 for the preamble. Need is the least size, in bytes, of a file that has
	// this part whole; Size is the file's.
	Offset, Need, Size int64
}

// Words are what the error says.
func (e *TruncatedError) Words() message.Text {
	return message.LoaderTruncated.With(e.Path, e.Offset, e.Need, e.Size)
}

// Error is in English.
func (e *TruncatedError) Error() string { return e.Words().String() }

// Hint says to get the file again.
func (e *TruncatedError) Hint() message.Text { return message.LoaderHintTruncated.With() }
