package loader

import "testing"

// Only the system's words tell what the system does; a guest's names don't.
func TestWordsOfTheSystem(t *testing.T) {
	for text, want := range map[string]bool{
		"mmap: cannot allocate memory":                                                    true,
		"failed to map\n\nCaused by:\n    Cannot allocate memory (os error 12)":           true,
		"the export \"cannot allocate memory\" is there twice":                            false,
		"duplicate export name `cannot allocate memory` already defined (at offset 0x20)": false,
		"x (os error 12) `cannot allocate memory` (at offset 0x1)":                        false,
	} {
		if got := saysOfSystem(text, "cannot allocate memory"); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
