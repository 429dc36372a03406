package command

import (
	"os"

	"github.com/qyvol/qyvol/internal/message"
)

// stdout is standard output, with errors that say so.
type stdout struct{}

func (stdout) Write(p []byte) (int, error) {
	n, err := os.Stdout.Write(p)
	if err != nil {
		return n, &outputError{err}
	}
	return n, nil
}

// outputError is standard output that can't be written to.
type outputError struct{ err error }

// Error is in English.
func (e *outputError) Error() string { return e.Words().String() }

// Unwrap returns the system's error.
func (e *outputError) Unwrap() error { return e.err }

// Words are what the error says.
func (e *outputError) Words() message.Text { return message.CmdOutput.With(message.Reason(e.err)) }
