package loader

import (
	"errors"
	"os"
	"testing"
)

// A file that is being written is not taken for what it was.
func TestChangedWhileReading(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*os.File) error{
		"rewritten": func(f *os.File) error { _, err := f.WriteAt([]byte{'H'}, 12); return err },
		"longer": func(f *os.File) error {
			_, err := f.WriteAt([]byte{0, 1, 0}, int64(len(moduleOf("hello"))))
			return err
		},
		"shorter": func(f *os.File) error { return f.Truncate(9) },
		"emptied": func(f *os.File) error { return f.Truncate(0) },
	} {
		b := newBench(t)
		s := newSource(b.path, DefaultMaxSize)
		file, state, err := s.open()
		must(t, err)
		defer file.Close()
		writer, err := os.OpenFile(b.path, os.O_WRONLY, 0)
		must(t, err)
		must(t, change(writer))
		must(t, writer.Close())
		_, err = s.readRecognised(file, state)
		var changed *ChangedError
		if !errors.As(err, &changed) || changed.Path != b.path {
			t.Errorf("%s: %v", name, err)
		}
	}
}
