//go:build !unix

package command

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
)

// execute runs another program in place of this one, and ends as it does. Signals of a
// console reach both.
func execute(path string, args []string) (int, error) {
	signal.Ignore(os.Interrupt)
	cmd := &exec.Cmd{Path: path, Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	err := cmd.Run()
	var exit *exec.ExitError
	if err == nil || errors.As(err, &exit) {
		return cmd.ProcessState.ExitCode(), nil
	}
	return exitFailed, err
}
