package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// What a translation of the text format may take: so much, and so much more for
// each byte of the text. wasm-tools' own texts, and those that compilers write,
// take a tenth of a second and some 40 bytes a byte.
const (
	textMemory     = 64 << 20
	textMemoryEach = 64
	textSeconds    = 1
	textSecondEach = 4 << 20 // bytes
)

// TextToBinary translates WebAssembly's text format, of core modules and of
// components, to the binary format. An invalid text is an *Error with wasmtime's
// reason.
//
// wasmtime's parser can panic, and some texts take it minutes or gigabytes. So it
// runs in a child process, for at most a second and 64 MiB beyond what this process
// has, plus a second for each 4 MiB of text and 64 bytes for each of its bytes; a
// text that ends the child is an *Error, too. Where the system has no fork
// (Windows), the parser runs in this process.
func TextToBinary(text []byte) ([]byte, error) {
	if err := checkTokens(text); err != nil {
		return nil, err
	}
	return translate(text)
}

func translate(text []byte) ([]byte, error) {
	size := uint64(len(text))
	translated, err := component.TextToBinary(text, component.TextLimits{
		Memory: textMemory + textMemoryEach*size, Seconds: uint32(textSeconds + size/textSecondEach), //nolint:gosec // a file's size
	})
	if errors.Is(err, component.ErrNoProcess) && !component.HasProcesses {
		translated, err = component.TextToBinaryHere(text)
	}
	if err != nil {
		return nil, textError(err)
	}
	return translated, nil
}

func textError(err error) error {
	e := &Error{Op: "parse", Message: err.Error(), Cause: err}
	var ended *component.TextError
	if !errors.As(err, &ended) {
		return e
	}
	switch ended.End {
	case component.TextTime:
		e.Message = "translating the text takes too much time for its size"
	case component.TextMemory:
		e.Message = "translating the text takes too much memory for its size"
	default:
		e.Message = "the parser failed on the text"
		if _, panicked, ok := strings.Cut(ended.Message, "panicked at "); ok { // where, and why in a line of its own
			_, why, _ := strings.Cut(panicked, "\n")
			why, _, _ = strings.Cut(why, "\n")
			e.Message += fmt.Sprintf(": %.300s", why)
		}
	}
	return e
}
