package vfs

import "path/filepath"

// asHost has nothing to permit on Windows.
func asHost(FS) {}

// above opens the directory above one by its path, which has no links.
func above(_ Dir, path string) (Dir, error) {
	fs, err := openDisk(filepath.Dir(path), 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = fs.Close() }()
	return fs.Root()
}

// follow isn't called: see ofKernel.
func follow(Dir, string) (Dir, error) { return nil, Unsupported }
