//go:build !unix

package command

import (
	"os/signal"
	"syscall"
)

// wasIgnored tells whether a signal was ignored when the process began.
func wasIgnored(s syscall.Signal) bool { return signal.Ignored(s) }

// quitEnds and quitArrives are about a signal that there is not.
func quitEnds()    {}
func quitArrives() {}
