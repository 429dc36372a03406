package runner_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// snapshot adds a file, or all of a folder, to a map: all that a guest could have
// changed, but for the time of the last access. The change time tells of what was
// done and undone.
func snapshot(into map[string]string, root string) error {
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return err
		}
		content, err := contentOf(path, info)
		if err != nil {
			return err
		}
		is := info.Sys().(*syscall.Stat_t)
		into[path] = fmt.Sprintf("inode %d, %v, %d links, %d bytes, modified %v, changed %v, %s",
			is.Ino, info.Mode(), is.Nlink, is.Size, is.Mtim, is.Ctim, content)
		return nil
	})
}

func contentOf(path string, info fs.FileInfo) (string, error) {
	switch {
	case info.Mode().IsRegular():
		b, err := os.ReadFile(path)
		return fmt.Sprintf("%x", sha256.Sum256(b)), err
	case info.Mode()&fs.ModeSymlink != 0:
		return os.Readlink(path)
	default:
		return "", nil
	}
}

// differences tells what is not as it was.
func differences(was, is map[string]string) []string {
	var list []string
	for _, path := range slices.Sorted(maps.Keys(was)) {
		switch now, ok := is[path]; {
		case !ok:
			list = append(list, path+" is gone")
		case now != was[path]:
			list = append(list, fmt.Sprintf("%s was\n%s, is\n%s", path, was[path], now))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(is)) {
		if _, ok := was[path]; !ok {
			list = append(list, path+" is new")
		}
	}
	return list
}

// The check of the attacks sees each kind of change, also of what looks the same
// afterwards.
func TestAttackCheckSeesChanges(t *testing.T) {
	for name, change := range map[string]func(s *scene) error{
		"content":  func(s *scene) error { return os.WriteFile(s.path("ro/file"), []byte("READ ME"), 0o600) },
		"truncate": func(s *scene) error { return os.Truncate(s.path("ro/file"), 0) },
		"times":    func(s *scene) error { return os.Chtimes(s.path("ro/file"), time.Time{}, time.Unix(1, 0)) },
		"mode":     func(s *scene) error { return os.Chmod(s.path("outside"), 0o700) },
		"create":   func(s *scene) error { return os.WriteFile(s.path("outside/new"), nil, 0o600) },
		"mkdir":    func(s *scene) error { return os.Mkdir(s.path("ro/new"), 0o700) },
		"remove":   func(s *scene) error { return os.Remove(s.path("ro/empty")) },
		"hard":     func(s *scene) error { return os.Link(s.path("outside/file"), s.path("rw/hard")) },
		"rename":   func(s *scene) error { return os.Rename(s.path("hide/a.key"), s.path("hide/b.key")) },
		"link": func(s *scene) error {
			if err := os.Remove(s.path("ro/link")); err != nil {
				return err
			}
			return os.Symlink("dir", s.path("ro/link"))
		},
		"undone": func(s *scene) error {
			if err := os.Rename(s.path("ro/file"), s.path("ro/moved")); err != nil {
				return err
			}
			return os.Rename(s.path("ro/moved"), s.path("ro/file"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.unchanged()
			s.must(change(s))
			now := map[string]string{}
			for _, name := range protected {
				_ = snapshot(now, s.path(name)) // what is gone is not in it
			}
			if len(differences(s.was, now)) == 0 {
				t.Error("not seen")
			}
		})
	}
}
