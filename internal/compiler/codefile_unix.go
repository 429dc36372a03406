//go:build unix

package compiler

import "os"

// unnamedFile is a temporary file that nobody else can open any more.
func unnamedFile() (*os.File, error) {
	file, err := os.CreateTemp("", "qyvol-code-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		_ = file.Close() // the first error is the one to report
		return nil, err
	}
	return file, nil
}
