package loader

import (
	"errors"
	"io/fs"
	"os"
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

// CheckFallback looks for the component that a manifest names as its fallback,
// without reading it: one that isn't there would only be missed when it is needed.
// It returns a *manifest.Error of kind [manifest.ErrFile], or nil, also where the
// manifest has no fallback. Paths are relative to the manifest's directory.
func CheckFallback(m *manifest.Manifest, dir string) error {
	path := m.Recovery.Fallback
	if path == "" {
		return nil
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, filepath.FromSlash(path))
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil // whatever else is wrong with it, loading it says
	}
	hint := manifest.MissingHint(dir, m.Recovery.Fallback, manifest.ComponentFile)
	if hint.IsZero() {
		hint = message.LoaderFallbackMissingHint.With()
	}
	e := m.Error(manifest.ErrFile, "recovery.fallback", message.LoaderFallbackMissing.With(path), hint)
	e.Cause = fs.ErrNotExist
	return e
}
