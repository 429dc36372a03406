package loader

import (
	"os"
	"strconv"
	"time"
)

// write puts a file into the directory, whole or not at all: under a temporary
// name first, of which nothing stays when something fails.
//
// Nothing is synced to the disk here. A record carries its own sum; code is
// read back, compared and synced before its stamp is trusted (see settle).
func (d directory) write(path string, data []byte, mtime time.Time) (err error) {
	file, err := os.CreateTemp(d.files, tempPrefix+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name()) // the first error is the one to report
		}
	}()
	_, err = file.Write(data)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if !mtime.IsZero() {
		if err = os.Chtimes(file.Name(), mtime, mtime); err != nil {
			return err
		}
	}
	return os.Rename(file.Name(), path)
}

// clock tells the time by which this directory's file system stamps its files,
// which need not be the system's.
func (d directory) clock() (ctime int64, err error) {
	file, err := os.CreateTemp(d.files, tempPrefix+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return 0, err
	}
	_ = file.Close() // nothing was written
	s, err := lstatFile(file.Name())
	if removeErr := os.Remove(file.Name()); err == nil {
		err = removeErr
	}
	return s.ctime, err
}
