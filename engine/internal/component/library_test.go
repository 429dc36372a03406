package component

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestLibraryMajor(t *testing.T) {
	e := NewEngine(EngineConfig{})
	defer e.Close()
	if got := LibraryMajor(e); !slices.Contains(TestedMajors[:], got) {
		t.Errorf("the library's version is %d", got)
	}
	if again := LibraryMajor(nil); again != LibraryMajor(e) {
		t.Errorf("asked again, it is %d", again)
	}
}

func BenchmarkLibraryMajor(b *testing.B) {
	e := NewEngine(EngineConfig{})
	defer e.Close()
	for b.Loop() {
		if _, err := e.Deserialize(onlyVersion(TestedMajors[0])); err == nil {
			b.Fatal("no code is code")
		}
	}
}

// Whatever a library answers, a version is only said that it can't do without.
func TestFindMajor(t *testing.T) {
	says := func(version int) func([]byte) error {
		return func(data []byte) error {
			if slices.Equal(data, onlyVersion(version)) {
				return errors.New("failed to read metadata")
			}
			return fmt.Errorf("Module was compiled with incompatible version '%d'", version)
		}
	}
	for _, tt := range []struct {
		name string
		load func([]byte) error
		want int
	}{
		{"44", says(44), 44},
		{"48", says(48), 48},
		{"older", says(40), 40},
		{"newer", says(50), 50},
		{"none", says(1000), 0},
		{"other words", func([]byte) error { return errors.New("no") }, 0},
		{"takes all", func([]byte) error { return nil }, 0},
	} {
		if got := findMajor(tt.load); got != tt.want {
			t.Errorf("%s: %d, not %d", tt.name, got, tt.want)
		}
	}
}
