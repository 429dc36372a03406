package loader

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// ErrWasmNotFound is matched by every [*WasmNotFoundError].
var ErrWasmNotFound = errors.New("WebAssembly file not found")

// WasmNotFoundError says that the file to run does not exist. It matches
// [ErrWasmNotFound] and [fs.ErrNotExist].
type WasmNotFoundError struct {
	// Path is the file that is missing.
	Path string
	// Nearby are the names of files of the right kind in its directory: .wasm and
	// .wat, and .qyv where a manifest could have been named.
	Nearby []string
	// Nearest is the path that was probably meant, or empty.
	Nearest string
	// Place is where a manifest names the file, nil where none does.
	Place *manifest.Notice

	written string // Path as the user or the manifest has it
}

// Words are what the error says.
func (e *WasmNotFoundError) Words() message.Text {
	if e.Place != nil {
		return message.Saying(e.Place)
	}
	return message.LoaderWasmNotFound.With(e.Path)
}

// Where is Place.
func (e *WasmNotFoundError) Where() *manifest.Notice { return e.Place }

// Error is in English.
func (e *WasmNotFoundError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *WasmNotFoundError) Unwrap() []error { return []error{ErrWasmNotFound, fs.ErrNotExist} }

// Hint names what the directory does have.
func (e *WasmNotFoundError) Hint() message.Text {
	const few = 5
	written := e.written
	if written == "" {
		written = e.Path
	}
	switch hint := message.Unexpanded(written); {
	case !hint.IsZero():
		return hint
	case e.Nearest != "":
		return message.UsageDidYouMean.With(e.Nearest)
	case len(e.Nearby) > 0 && len(e.Nearby) <= few: // of many, no few are likelier than others
		return message.LoaderHintCandidates.With(strings.Join(e.Nearby, ", "))
	case e.Place != nil:
		return message.LoaderHintBuildEntry.With()
	}
	return message.LoaderHintBuild.With()
}

// UnreadableError says that a file exists and could not be read.
type UnreadableError struct {
	Path string
	// Err is the operating system's reason.
	Err error
}

// Words are what the error says.
func (e *UnreadableError) Words() message.Text {
	return message.LoaderUnreadable.With(e.Path, message.Reason(e.Err))
}

// Error is in English.
func (e *UnreadableError) Error() string { return e.Words().String() }

// Unwrap returns the operating system's reason.
func (e *UnreadableError) Unwrap() error { return e.Err }

// Hint says what to do when permission was denied.
func (e *UnreadableError) Hint() message.Text {
	if errors.Is(e.Err, fs.ErrPermission) {
		return message.LoaderHintPermission.With()
	}
	return message.Text{}
}

// NotRegularError says that a path names something that is not a file:
// a directory, a pipe, a device.
type NotRegularError struct {
	Path string
	// Mode holds the type bits of what is there.
	Mode fs.FileMode
}

// Words are what the error says.
func (e *NotRegularError) Words() message.Text {
	return message.LoaderNotRegular.With(e.Path, e.kind().With())
}

func (e *NotRegularError) kind() *message.Template {
	switch {
	case e.Mode.IsDir():
		return &message.LoaderDirectory
	case e.Mode&fs.ModeNamedPipe != 0:
		return &message.LoaderFIFO
	case e.Mode&fs.ModeSocket != 0:
		return &message.LoaderSocket
	case e.Mode&fs.ModeDevice != 0:
		return &message.LoaderDevice
	}
	return &message.LoaderSpecial
}

// Error is in English.
func (e *NotRegularError) Error() string { return e.Words().String() }

// Hint says what to name instead.
func (e *NotRegularError) Hint() message.Text {
	if e.Mode.IsDir() {
		return message.LoaderHintDirectory.With()
	}
	return message.LoaderHintPipe.With()
}

// TooLargeError says that a file exceeds [Options].MaxSize.
type TooLargeError struct {
	Path string
	// Size and Limit are in bytes.
	Size, Limit int64
	Stream      bool // it is a stream, and Size is only what was read of it
}

// Words are what the error says.
func (e *TooLargeError) Words() message.Text {
	if e.Stream {
		return message.LoaderStreamTooLarge.With(e.Path, bytesText(e.Limit))
	}
	return message.LoaderTooLarge.With(e.Path, bytesText(e.Size), bytesText(e.Limit))
}

// Error is in English.
func (e *TooLargeError) Error() string { return e.Words().String() }

// Hint says how to load it all the same.
func (e *TooLargeError) Hint() message.Text {
	if e.Stream {
		return message.LoaderStreamTooLargeHint.With()
	}
	return message.Text{}
}

// ChangedError says that a file's content changed between [Load] and
// [LoadComponent], or while it was being read.
type ChangedError struct{ Path string }

// Words are what the error says.
func (e *ChangedError) Words() message.Text { return message.LoaderChanged.With(e.Path) }

// Error is in English.
func (e *ChangedError) Error() string { return e.Words().String() }

// Hint says what to do.
func (e *ChangedError) Hint() message.Text { return message.LoaderHintChanged.With() }

// DigestMismatchError says that a file is not the one that the manifest pins.
// Both digests are written as "sha256:" and 64 hexadecimal digits.
type DigestMismatchError struct{ Path, Want, Got string }

// Words are what the error says.
func (e *DigestMismatchError) Words() message.Text {
	return message.LoaderDigestMismatch.With(e.Path, e.Want, e.Got)
}

// Error is in English.
func (e *DigestMismatchError) Error() string { return e.Words().String() }

// Hint says what to do when the change is wanted.
func (e *DigestMismatchError) Hint() message.Text { return message.LoaderHintDigest.With() }

// bytesText writes a number of bytes for people, in binary units.
func bytesText(n int64) string { return units.BytesSize(float64(n)) }
