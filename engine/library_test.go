package engine

import (
	"strings"
	"testing"
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
		{"", 44, "44.0.0"}, {"", 48, "48"}, {"", 0, "unknown"},
		{"48.0.8", 48, "48.0.8"}, {"48.0.8", 44, "44.0.0"}, {"4.0.0", 48, "48"},
	} {
		libraryVersion = tt.linker
		if got := wholeVersion(tt.major); got != tt.want {
			t.Errorf("%d, with %q from the linker: %s", tt.major, tt.linker, got)
		}
	}
}

func TestLibraryError(t *testing.T) {
	text := (&LibraryError{Version: "50"}).Error()
	if !strings.Contains(text, "wasmtime 50") || !strings.Contains(text, "44, 48") {
		t.Error(text)
	}
}
