//go:build cgo

package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/message"
)

// libraryVersion is the version of the library that the linker was given, if it was
// another one than wasmtime-go's: see the Makefile.
var libraryVersion string

// moduleVersion is that of the library that wasmtime-go brings.
const moduleVersion = "44.0.0"

// WasmtimeVersion is the version of wasmtime that is linked, such as "48.0.8", or
// "48" where only that is known.
func WasmtimeVersion() string { return wholeVersion(component.LibraryMajor(nil)) }

// checkLibrary refuses to work with a library that this package wasn't tested with.
func checkLibrary(e *component.Engine) error {
	major := component.LibraryMajor(e)
	if !slices.Contains(component.TestedMajors[:], major) {
		return &LibraryError{Version: wholeVersion(major)}
	}
	return nil
}

// wholeVersion completes a major version, by what is known of where the library is from.
func wholeVersion(major int) string {
	is := strconv.Itoa(major)
	if major == 0 {
		is = "unknown"
	}
	for _, whole := range [...]string{libraryVersion, moduleVersion} {
		if strings.HasPrefix(whole, is+".") {
			is = whole
			break
		}
	}
	return is
}

// LibraryError refuses a library of wasmtime that Qyvol was not tested with: the same
// names may stand for other structures there.
type LibraryError struct {
	Version string // "50", or "unknown"
}

func (e *LibraryError) Error() string { return e.Words().String() }

// Words says it in either language.
func (e *LibraryError) Words() message.Text {
	return message.EngineLibrary.With(e.Version, testedVersions())
}

// Hint is what to do about it.
func (e *LibraryError) Hint() message.Text { return message.EngineLibraryHint.With() }

// testedVersions are the versions that may be linked: "44, 48".
func testedVersions() string {
	var list []string
	for _, major := range component.TestedMajors {
		list = append(list, strconv.Itoa(major))
	}
	return strings.Join(list, ", ")
}
