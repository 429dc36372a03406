//go:build unix && !linux

package compiler

import "os"

func codeFile() (*os.File, error) { return unnamedFile() }

// pathOf names a file: this system has no name for what a descriptor refers to.
func pathOf(file *os.File) string { return file.Name() }
