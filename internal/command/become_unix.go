//go:build unix

package command

import (
	"os"
	"syscall"
)

// become is another program from now on: the same process, with the same streams and
// signals. It returns only if it fails.
func become(path string, args []string) (int, error) {
	ignoreAgain()
	return exitFailed, syscall.Exec(path, args, os.Environ()) //nolint:gosec // it is started as it was asked for
}
