//go:build unix

package codecache

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// In a directory where others can put code, nothing is read and nothing
// written; the run goes on and says so.
func TestUnsafeDirectories(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(t *testing.T, d directory)
		why  UnsafeReason
	}{
		"root open to all":        {func(t *testing.T, d directory) { must(t, os.Chmod(d.root, 0o777)) }, UnsafeMode},
		"root open to its group":  {func(t *testing.T, d directory) { must(t, os.Chmod(d.root, 0o770)) }, UnsafeMode},
		"root sticky, as /tmp is": {func(t *testing.T, d directory) { must(t, os.Chmod(d.root, 0o777|os.ModeSticky)) }, UnsafeMode},
		"code open to all":        {func(t *testing.T, d directory) { must(t, os.Chmod(d.files, 0o702)) }, UnsafeMode},
		"root is a link":          {func(t *testing.T, d directory) { linkInPlace(t, d.root) }, UnsafeLink},
		"code is a link":          {func(t *testing.T, d directory) { linkInPlace(t, d.files) }, UnsafeLink},
		"root is a file":          {func(t *testing.T, d directory) { fileInPlace(t, d.root) }, UnsafeFile},
		"code is a file":          {func(t *testing.T, d directory) { fileInPlace(t, d.files) }, UnsafeFile},
		"root is another user's":  {func(t *testing.T, d directory) { giveAway(t, d.root) }, UnsafeOwner},
		"code is another user's":  {func(t *testing.T, d directory) { giveAway(t, d.files) }, UnsafeOwner},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.warm()
			c.make(t, b.dir())
			before := tree(t, b.dir().root)
			b.compiles(2, func() {
				for range 2 {
					info := b.load()
					var e *UnsafeDirError
					if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Why != c.why {
						t.Errorf("warnings: %v", info.Warnings)
					}
				}
			})
			if after := tree(t, b.dir().root); after != before {
				t.Errorf("was %s\nis  %s", before, after)
			}
		})
	}
}

func linkInPlace(t *testing.T, path string) {
	must(t, os.Rename(path, path+".real"))
	must(t, os.Symlink(path+".real", path))
}

func fileInPlace(t *testing.T, path string) {
	must(t, os.RemoveAll(path))
	must(t, os.WriteFile(path, nil, 0o600))
}

func giveAway(t *testing.T, path string) {
	if err := os.Lchown(path, os.Geteuid()+1, -1); err != nil {
		t.Skipf("needs root: %v", err)
	}
}

// tree lists the names and sizes below a path.
func tree(t *testing.T, root string) (list string) {
	t.Helper()
	resolved, err := filepath.EvalSymlinks(root)
	must(t, err)
	must(t, filepath.Walk(resolved, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			list += info.Name() + " " + info.ModTime().String() + "\n"
		}
		return err
	}))
	return list
}

// Files in the directory that are another user's are not believed either.
func TestFilesOfAnotherUser(t *testing.T) {
	t.Parallel()
	for _, suffix := range []string{codeSuffix, sidecarSuffix} {
		b := newBench(t)
		b.warm()
		giveAway(t, b.only(suffix))
		must(t, os.Remove(b.only(sourceSuffix)))
		b.compiles(1, func() { b.load() })
		b.compiles(0, func() { b.warm() })
	}
	b := newBench(t)
	b.warm()
	giveAway(t, b.only(sourceSuffix))
	if b.recall() != nil {
		t.Error("another user's record of the source was believed")
	}
}

// A link in place of an entry's files is not followed.
func TestLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, suffix := range []string{codeSuffix, sidecarSuffix} {
		b := newBench(t)
		b.load()
		linkInPlace(t, b.only(suffix))
		b.compiles(1, func() { b.load() })
		b.compiles(0, func() { b.warm() })
	}
	b := newBench(t)
	b.warm()
	linkInPlace(t, b.only(sourceSuffix))
	if b.recall() != nil {
		t.Error("a link was followed")
	}
}
