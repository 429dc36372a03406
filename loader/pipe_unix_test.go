//go:build unix

package loader

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// A pipe that takes the file's place after the first look is refused, too, and
// nobody waits for its writer.
func TestPipeInPlaceOfTheFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	must(t, os.Remove(b.path))
	must(t, unix.Mkfifo(b.path, 0o600))
	s := newSource(b.path, DefaultMaxSize)
	var e *NotRegularError
	if _, _, err := s.open(); !errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
}
