//go:build !unix

package compiler

import (
	"context"
	"io"
	"os"
)

// Compile is for systems that let a process inherit any descriptor: it is
// [ErrUnavailable] on this one.
func Compile(context.Context, Process, *Job) (*Code, error) { return nil, ErrUnavailable }

// Close is for systems that have code to close.
func (c *Code) Close() {}

// Serve does nothing on this system, where no process is started for it.
func Serve(*os.File, io.Writer) int { return 1 }
