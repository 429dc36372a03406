package engine

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// A version is as exact as what is known of the library, and never another one.
func TestWholeVersion(t *testing.T) {
	before := libraryVersion
	t.Cleanup(func() { libraryVersion = before })
	for _, tt := range []struct {
		linker string
		major  int
		want   string
	}{
		{"", 44, "44.0.0"},
		{"", 48, "48"},
		{"", 0, "unknown"},
		{"48.0.8", 48, "48.0.8"},
		{"48.0.8", 44, "44.0.0"},
		{"4.0.0", 48, "48"},
	} {
		libraryVersion = tt.linker
		if got := wholeVersion(tt.major); got != tt.want {
			t.Errorf("%d, with %q from the linker: %s", tt.major, tt.linker, got)
		}
	}
}

// Code in the cache is that of a library whose version is known, or of one program.
func TestLibraryName(t *testing.T) {
	if got := libraryName("48.0.8"); got != "48.0.8" {
		t.Errorf("a whole version is %q", got)
	}
	if got := libraryName("48"); !strings.HasPrefix(got, "48 of a program of ") {
		t.Errorf("a part of one is %q", got)
	}
}

func TestLibraryError(t *testing.T) {
	for _, tt := range []struct {
		err  LibraryError
		want []string
	}{
		{LibraryError{Version: "50"}, []string{"wasmtime 50", "44, 48"}},
		{LibraryError{Version: "48.0.3", Least: "48.0.8"}, []string{"wasmtime 48.0.3", "48.0.8"}},
	} {
		for _, want := range tt.want {
			if text := tt.err.Error(); !strings.Contains(text, want) {
				t.Errorf("no %q in %q", want, text)
			}
		}
	}
}

// What is known to be older than a fix is refused; what may be, isn't trusted.
func TestOldLibrary(t *testing.T) {
	before := libraryVersion
	t.Cleanup(func() { libraryVersion = before })
	major := component.LibraryMajor(nil)
	for version, want := range map[string]struct{ refused, trusted bool }{
		"48.0.0": {true, false}, "48.0.7": {true, false}, "48.0.8": {false, true}, "48.1.0": {false, true}, "": {false, false},
	} {
		libraryVersion = version
		if major != leastLTS[0] && version != "" {
			continue // it isn't this library's
		}
		err := checkLibrary(nil)
		if (err != nil) != want.refused || trusted() != want.trusted {
			t.Errorf("%q: %v, trusted: %t", version, err, trusted())
		}
	}
}

// What lacks a feature is told by its version, as far as that is known.
func TestFeatureError(t *testing.T) {
	for version, want := range map[string]string{
		"44.0.0": "the feature gc needs wasmtime 48.0.8 or later, and this program is linked with 44.0.0",
		"48":     "the feature gc needs wasmtime 48.0.8 or later, and all that is known of the one this program is linked with is 48",
	} {
		if got := (&FeatureError{"gc", version}).Error(); got != want {
			t.Errorf("%s: %s", version, got)
		}
	}
}
