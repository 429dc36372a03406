//go:build unix && !linux

package loader

import "os"

func codeFile() (*os.File, error) { return unnamedFile() }
