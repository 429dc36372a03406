package engine_test

import (
	"os"
	"path/filepath"
	"testing"
)

// fixture reads a guest of the fixtures folder.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "fixtures", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
