package command

import (
	"io"
	"log/slog"
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

// Extension makes the commands that a larger command has beside those of this package, in
// the order in which help shows them.
type Extension func(*UI) []*Command

// EndError is an error with an exit code and a kind of its own.
type EndError struct {
	Err  error
	Code int
	Kind string
}

// Error is what Err says.
func (e *EndError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *EndError) Unwrap() error { return e.Err }

// The exit codes of all commands but run.
const (
	ExitUsage    = exitUsage
	ExitManifest = exitManifest
	ExitDeploy   = exitDeploy
	ExitCluster  = exitCluster
)

// KindUsage is the kind of a wrong command line.
const KindUsage = "usage"

// ExitCode is the exit code that the command ends with.
func ExitCode(err error) int { return exitCode(err) }

// UI has all rules of output: status lines, errors and logs go to stderr, in the
// user's language, coloured only on a terminal.
type UI struct{ ui *ui }

// Say is a text in the user's language.
func (u *UI) Say(t *message.Template) string { return u.ui.say(t) }

// Lang is the user's language.
func (u *UI) Lang() message.Lang { return u.ui.lang }

// Status says something about what was done.
func (u *UI) Status(t message.Text) { u.ui.status(t) }

// Warn says something that the user should know.
func (u *UI) Warn(t message.Text) { u.ui.warn(t) }

// Quiet tells that nothing is to be said.
func (u *UI) Quiet() bool { return u.ui.quiet }

// ForPrograms tells that all that is said is an object of JSON a line.
func (u *UI) ForPrograms() bool { return u.ui.forPrograms() }

// Log is the log.
func (u *UI) Log() *slog.Logger { return u.ui.log }

// Stderr is where all is said.
func (u *UI) Stderr() io.Writer { return u.ui.err }

// PrintData prints a value in a format of package data. Failed is what it tells of, and
// is not said again.
func (u *UI) PrintData(format string, value any, failed error) error {
	return reported(failed, printData(u.ui, format, value))
}

// Guests are the files that can be run.
const Guests = kindGuests

// NoFile is a command line without a file.
func NoFile(l *Line) error { return noFile(l) }

// BadFlag is wrong usage of an option, or of the whole command.
func BadFlag(l *Line, text message.Text) error { return badFlag(l, text) }

// CompilerProcess has guests compiled in a process of their own: this command again.
func CompilerProcess() *loader.CompilerProcess { return compilerProcess() }

// VersionNumber is that of the command.
func VersionNumber() string { return versionNumber() }

// Milliseconds is a duration as results have it.
func Milliseconds(d time.Duration) float64 { return ms(d) }
