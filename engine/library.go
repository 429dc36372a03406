//go:build cgo

package engine

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

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

// leastLTS is the first version of 48 that is trusted: earlier ones let a guest corrupt
// the garbage collector's heap, and leave a directory of native WASI.
var leastLTS = [...]int{48, 0, 8}

// WasmtimeMajor is its major version: "48".
func WasmtimeMajor() string {
	major, _, _ := strings.Cut(WasmtimeVersion(), ".")
	return major
}

// checkLibrary refuses to work with a library that this package wasn't tested with, or
// that is known to be too old.
func checkLibrary(e *component.Engine) error {
	major := component.LibraryMajor(e)
	version := wholeVersion(major)
	if !slices.Contains(component.TestedMajors[:], major) {
		return &LibraryError{Version: version}
	}
	if parts, ok := versionParts(version); ok && major == leastLTS[0] && slices.Compare(parts[:], leastLTS[:]) < 0 {
		return &LibraryError{Version: version, Least: versionText(leastLTS)}
	}
	return nil
}

// trusted tells whether the library is known to be 48.0.8 or later. Of one that only its
// major version is known of, it isn't.
func trusted() bool {
	parts, ok := versionParts(WasmtimeVersion())
	return ok && slices.Compare(parts[:], leastLTS[:]) >= 0
}

// versionParts reads a whole version.
func versionParts(version string) (parts [3]int, ok bool) {
	n, err := fmt.Sscanf(version, "%d.%d.%d", &parts[0], &parts[1], &parts[2])
	return parts, n == len(parts) && err == nil
}

func versionText(v [3]int) string { return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2]) }

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

// libraryName tells the libraries apart that may have compiled code. Of one that only its
// major version is known of, the program that it was linked into has to tell: 48.0.9 may
// mend what 48.0.8 compiled wrong, and would take its code.
func libraryName(version string) string {
	if _, ok := versionParts(version); ok {
		return version
	}
	return version + programName()
}

// programName tells this program from others, by its file's size and time.
var programName = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" of a program of %d bytes from %d", info.Size(), info.ModTime().UnixNano())
})

// LibraryError refuses a library of wasmtime that Qyvol was not tested with, since the same
// names may stand for other structures there, or one that is too old.
type LibraryError struct {
	Version string // "50", or "unknown"
	Least   string // the first that would do, if it is too old: "48.0.8"
}

func (e *LibraryError) Error() string { return e.Words().String() }

// Words says it in either language.
func (e *LibraryError) Words() message.Text {
	if e.Least != "" {
		return message.EngineLibraryOld.With(e.Version, e.Least)
	}
	return message.EngineLibrary.With(e.Version, testedVersions())
}

// Hint is what to do about it.
func (e *LibraryError) Hint() message.Text { return message.EngineLibraryHint.With() }

// FeatureError refuses a feature of WebAssembly that the linked wasmtime doesn't have in
// a state to be used.
type FeatureError struct {
	Feature string // as manifests call it: "gc"
	Version string // of the library
}

func (e *FeatureError) Error() string { return e.Words().String() }

// Words says it in either language.
func (e *FeatureError) Words() message.Text {
	if _, whole := versionParts(e.Version); !whole {
		return message.EngineFeatureUnknown.With(e.Feature, e.Version)
	}
	return message.EngineFeature.With(e.Feature, e.Version)
}

// Hint is what to do about it.
func (e *FeatureError) Hint() message.Text { return message.EngineFeatureHint.With() }

// checkFeatures refuses what the library can't do safely: 44 leaks exceptions that were
// caught, and a guest can corrupt the collector's heap there, where exceptions are, too
// (GHSA-cfhf-m2cr-62wj, GHSA-hw8m-q44c-ggrf).
func (c Config) checkFeatures() error {
	switch {
	case !c.GC && !c.Exceptions || trusted():
	case c.GC:
		return &FeatureError{"gc", WasmtimeVersion()}
	default:
		return &FeatureError{"exceptions", WasmtimeVersion()}
	}
	return nil
}

// NativeFilesLeak tells whether the file system of the linked wasmtime (AddWASI) has
// published holes, through which a guest gets out of a directory: SECURITY.md lists them.
func NativeFilesLeak() bool { return !trusted() }

// testedVersions are the versions that may be linked: "44, 48".
func testedVersions() string {
	var list []string
	for _, major := range component.TestedMajors {
		list = append(list, strconv.Itoa(major))
	}
	return strings.Join(list, ", ")
}
