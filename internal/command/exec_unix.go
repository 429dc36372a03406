//go:build unix

package command

import (
	"os"
	"syscall"
)

// execute makes this process another program: the same process, with the same streams and
// signals. It returns only if it fails.
func execute(path string, args []string) (int, error) {
	ignoreAgain()
	return exitFailed, syscall.Exec(path, args, os.Environ()) //nolint:gosec // it is started as it was asked for
}
