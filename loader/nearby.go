package loader

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/qyvol/qyvol/loader/manifest"
)

// notFound is the error about a file that is missing, with those of its directory
// that have one of the extensions.
func notFound(path string, extensions ...string) *WasmNotFoundError {
	const named = 5
	names := nearby(filepath.Dir(path), extensions)
	return &WasmNotFoundError{
		Path: path, Nearby: names[:min(len(names), named)], Nearest: nearest(filepath.Base(path), names),
	}
}

// nearest is the name that was probably meant, or nothing: one of the same
// extension if there is. A short name is near to every other.
func nearest(name string, names []string) string {
	const short = 3
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	byStem := map[string]string{}
	for _, other := range names {
		its := strings.TrimSuffix(other, filepath.Ext(other))
		if byStem[its] == "" || filepath.Ext(other) == ext {
			byStem[its] = other
		}
	}
	if same := byStem[stem]; same != "" || len(stem) <= short {
		return same
	}
	return byStem[manifest.Nearest(stem, slices.Sorted(maps.Keys(byStem)))]
}

// nearby names the files in a directory that have one of the extensions.
func nearby(directory string, extensions []string) []string {
	const looked = 500 // names that are looked at, at most
	dir, err := os.Open(directory)
	if err != nil {
		return nil // the error at hand is about the file
	}
	defer dir.Close() //nolint:errcheck // only read
	all, _ := dir.Readdirnames(looked)
	names := slices.DeleteFunc(all, func(name string) bool { return !slices.Contains(extensions, filepath.Ext(name)) })
	sort.Strings(names)
	return names
}
