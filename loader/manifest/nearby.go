package manifest

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// PathKind is what a path should name.
type PathKind uint8

// The kinds of paths.
const (
	// AnyFile is a file with whatever name.
	AnyFile PathKind = iota
	// GuestFile is what can be run: .wasm, .wat and .qyv.
	GuestFile
	// ComponentFile is what a manifest can name: .wasm and .wat.
	ComponentFile
	// ManifestFile is a .qyv.
	ManifestFile
	// Directory is a directory.
	Directory
)

// MissingHint is the hint about a path that isn't there: what only a shell expands,
// or the nearest path. It is zero where neither helps. A relative path is relative
// to base; empty is the working directory.
func MissingHint(base, path string, kind PathKind) message.Text {
	if hint := message.Unexpanded(path); !hint.IsZero() {
		return hint
	}
	if near := NearestPath(base, path, kind); near != "" {
		return message.UsageDidYouMean.With(near)
	}
	return message.Text{}
}

// NearestPath is the path that was probably meant by one that isn't there, written
// in the same way, or nothing. Each of its elements may have a slip, or capitals that
// the file doesn't have; the last may have another extension. A relative path is
// relative to base; empty is the working directory.
func NearestPath(base, path string, kind PathKind) string {
	volume := filepath.VolumeName(path)
	elements := strings.Split(filepath.ToSlash(path[len(volume):]), "/")
	dir := base
	if filepath.IsAbs(path) {
		dir = volume + string(filepath.Separator)
	}
	for len(elements) > 1 && elements[len(elements)-1] == "" { // dir/
		elements = elements[:len(elements)-1]
	}
	for i, element := range elements {
		wanted := Directory
		if i == len(elements)-1 {
			wanted = kind
		}
		if !there(filepath.Join(dir, element), wanted) {
			if element = nearestName(element, NamesIn(dir, wanted)); element == "" {
				return ""
			}
		}
		elements[i], dir = element, filepath.Join(dir, element)
	}
	near := volume + strings.Join(elements, "/")
	if strings.ContainsRune(path, filepath.Separator) {
		near = filepath.FromSlash(near)
	}
	if near == path {
		return ""
	}
	return near
}

func there(path string, kind PathKind) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() == (kind == Directory)
}

// NamesIn are the names in a directory of one kind, in order. Of a large directory
// they are those of its first thousands of files.
func NamesIn(dir string, kind PathKind) []string {
	const looked = 4096
	if dir == "" {
		dir = "."
	}
	file, err := os.Open(dir)
	if err != nil {
		return nil // the error at hand is about what was named
	}
	defer file.Close() //nolint:errcheck // only read
	entries, _ := file.ReadDir(looked)
	var names []string
	for _, e := range entries {
		if kind.takes(dir, e) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names
}

// takes tells what is of the kind, by its name where that says it.
func (k PathKind) takes(dir string, e fs.DirEntry) bool {
	if k == AnyFile || k == Directory {
		isDir := e.IsDir()
		if e.Type()&fs.ModeSymlink != 0 {
			info, err := os.Stat(filepath.Join(dir, e.Name()))
			isDir = err == nil && info.IsDir()
		}
		return isDir == (k == Directory)
	}
	switch strings.ToLower(filepath.Ext(e.Name())) {
	case ".wasm", ".wat":
		return k != ManifestFile
	case ".qyv":
		return k != ComponentFile
	}
	return false
}

// nearestName is the name that was probably meant, or nothing. Case is the least
// difference; then come the extension, and slips in what is before it.
func nearestName(name string, names []string) string {
	stem, ext := splitName(name)
	byStem := map[string]string{}
	var stems []string
	for _, other := range names {
		if strings.EqualFold(other, name) {
			return other
		}
		its, itsExt := splitName(other)
		if byStem[its] == "" {
			stems = append(stems, its)
		}
		if byStem[its] == "" || itsExt == ext {
			byStem[its] = other
		}
	}
	if same := byStem[stem]; same != "" {
		return same
	}
	const short = 3 // a name that is near to every other, but for a letter that it lacks
	switch near := nearest(stem, stems); {
	case len(stem) > short, len(stem) == short && len(near) > short:
		return byStem[near]
	}
	return ""
}

// splitName is a file's name without its extension, and that, in small letters.
func splitName(name string) (stem, ext string) {
	name = strings.ToLower(name)
	ext = filepath.Ext(name)
	if ext == name { // .hidden
		return name, ""
	}
	return strings.TrimSuffix(name, ext), ext
}
