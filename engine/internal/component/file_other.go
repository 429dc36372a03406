//go:build !unix

package component

import "os"

// File is an open file, to read from.
type File struct {
	file *os.File
	size int64
	name string
}

// OpenFile opens a file.
func OpenFile(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	stat, err := f.Stat()
	if err != nil {
		_ = f.Close() // the first error is the one to report
		return nil, err
	}
	return &File{file: f, size: stat.Size(), name: path}, nil
}

// Name is the path by which it was opened.
func (f *File) Name() string { return f.name }

// Size is its size in bytes.
func (f *File) Size() int64 { return f.size }

// ReadAt implements [io.ReaderAt].
func (f *File) ReadAt(b []byte, at int64) (int, error) { return f.file.ReadAt(b, at) }

// descriptor is negative: images are copied on this system.
func (f *File) descriptor() int { return -1 }

func (f *File) give() {}

// Close closes the file, unless it was given away.
func (f *File) Close() { _ = f.file.Close() } // nothing was written
