package loader

import (
	"path/filepath"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// notFound is the error about a file of a kind that is missing, with those of its
// directory that are of that kind.
func notFound(path string, kind manifest.PathKind) *WasmNotFoundError {
	return missingFrom("", path, path, kind)
}

// missingFrom is notFound for a path that is written relative to a directory.
func missingFrom(base, written, path string, kind manifest.PathKind) *WasmNotFoundError {
	return &WasmNotFoundError{
		Path: path, Nearby: manifest.NamesIn(filepath.Dir(path), kind),
		Nearest: manifest.NearestPath(base, written, kind), written: written,
	}
}

// MissingHint is the hint about a file that isn't there: what only a shell expands,
// or the nearest name. It is zero where neither helps.
func MissingHint(path string) message.Text { return manifest.MissingHint("", path, manifest.AnyFile) }
