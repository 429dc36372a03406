//go:build unix && !linux

package loader

import "os"

func codeFile() (*os.File, error) { return unnamedFile() }

// mapPath names a file: this system has no name for what a descriptor refers to.
func mapPath(file *os.File) string { return file.Name() }
