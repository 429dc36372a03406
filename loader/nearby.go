package loader

import (
	"os"
	"path/filepath"
	"sort"
)

// nearby names the guests in the directory where a missing file would be.
func nearby(path string) []string {
	const (
		looked = 500 // names that are looked at, at most
		named  = 5
	)
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil // the error at hand is about the file
	}
	defer dir.Close() //nolint:errcheck // only read
	all, _ := dir.Readdirnames(looked)
	var names []string
	for _, name := range all {
		switch filepath.Ext(name) {
		case ".wasm", ".wat", manifestExt:
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names[:min(len(names), named)]
}
