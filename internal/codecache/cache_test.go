package codecache

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDefaultDirectory(t *testing.T) {
	t.Setenv(DirVariable, "")
	base, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	root, chosen, err := rootDirectory(Options{})
	if err != nil || chosen || root != filepath.Join(base, "qyvol") {
		t.Errorf("%s, %v", root, err)
	}
}
