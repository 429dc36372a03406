package wasm_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/wasm"
)

// components are the fixtures, in the binary format, by their path.
func components(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(fixtures.FS, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(path, "recognise") {
			return err
		}
		switch {
		case strings.HasSuffix(path, ".wasm"):
			all[path], err = fs.ReadFile(fixtures.FS, path)
		case strings.HasSuffix(path, ".wat"):
			if all[path], err = fs.ReadFile(fixtures.FS, path); err == nil {
				all[path], err = engine.TextToBinary(all[path])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Whoever adds up the sections of a file must get to its size.
func TestSectionsCoverTheFile(t *testing.T) {
	for path, data := range components(t) {
		file, err := wasm.Decode(data)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		sections := []wasm.Section(nil)
		if file.Component != nil {
			sections = file.Component.Sections
		} else {
			sections = file.Module.Sections
		}
		end := 8
		for _, s := range sections {
			if s.Offset-end < 2 || s.Offset-end > 6 {
				t.Errorf("%s: the section at 0x%x has a header of %d bytes", path, s.Offset, s.Offset-end)
			}
			end = s.Offset + s.Size
		}
		if end != len(data) || file.Size != len(data) {
			t.Errorf("%s: the sections end at %d, the file at %d", path, end, len(data))
		}
	}
}
