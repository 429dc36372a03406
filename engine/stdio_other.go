//go:build !unix

package engine

import (
	"errors"
	"os"
)

func descriptorPath(*os.File) (string, error) {
	return "", errors.New("streaming standard input from a reader is not available on this system")
}
