package command

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"

	"github.com/rs/zerolog"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
)

// ui has all rules of output: status lines, errors and logs go to stderr, in
// the user's language, coloured only on a terminal.
type ui struct {
	lang  message.Lang
	out   io.Writer
	err   io.Writer
	quiet bool
	color bool
	log   *slog.Logger

	level, format, colors string // --log-level, --log-format, --color
	strange               string // a QYVOL_LANG that is no language, until it was said

	more Extension // nil: there is none

	watch *watch // of signals

	ending sync.Mutex
	last   func(error) error // what is left to do where a command can't be waited for
	ended  sync.Once         // of final
}

// newUI looks for the language, and for the format of messages, before anything is
// parsed, since help and usage errors need them too.
func newUI(args []string) *ui {
	u := &ui{lang: message.Detect(localeVariable), out: stdout{}, err: os.Stderr, log: slog.New(slog.DiscardHandler)}
	if _, ok := message.Parse(os.Getenv("QYVOL_LANG")); !ok {
		u.strange = os.Getenv("QYVOL_LANG")
	}
	for i, arg := range args {
		if arg == "--" {
			break
		}
		_, value, valued := strings.Cut(arg, "=")
		if !valued && i+1 < len(args) {
			value = args[i+1]
		}
		if !isFlag(arg) {
			continue
		}
		switch findFlag(commonFlags, flagName(arg)) {
		case langFlag:
			if lang, ok := message.Parse(value); ok {
				u.lang, u.strange = lang, ""
			}
		case logFormatFlag:
			u.format = value
		case colorFlag:
			u.colors = value
		}
	}
	u.color = u.coloured(os.Stderr)
	return u
}

// warnOfLanguage says, once, that QYVOL_LANG is no language.
func (u *ui) warnOfLanguage() {
	if u.strange != "" {
		u.warn(message.CmdStrangeLang.With(message.Name(u.strange), message.Languages))
		u.strange = ""
	}
}

func (u *ui) say(t *message.Template) string { return t.With().In(u.lang) }

// print writes to stdout.
func (u *ui) print(text string) error {
	_, err := io.WriteString(u.out, text)
	return err
}

// configure reads the common options and makes the logger. It comes before
// every command.
func (u *ui) configure(l *Line) error {
	if _, ok := message.Parse(l.Value(langFlag)); !ok && l.IsSet(langFlag) { // which takes locales, too
		_, err := l.Choice(langFlag)
		return err
	}
	var err error
	for _, choice := range []struct {
		of *Flag
		to *string
	}{{colorFlag, &u.colors}, {logLevelFlag, &u.level}, {logFormatFlag, &u.format}} {
		if *choice.to, err = l.Choice(choice.of); err != nil {
			return err
		}
	}
	u.quiet = l.Bool(quietFlag)
	if u.quiet && !l.IsSet(logLevelFlag) {
		u.level = "error"
	}
	u.warnOfLanguage()
	var w io.Writer = &console{out: u.err, color: u.color}
	if u.forPrograms() {
		w = data.Escaper{To: u.err}
	}
	u.log = slog.New(zerolog.NewSlogHandler(newLog(w).Level(levelOf(u.level))))
	return nil
}

const timeFormat = "2006-01-02T15:04:05.000Z07:00"

// setTimeFormat sets what the library has in a variable. Last words are said beside a
// command that may say something itself, so it is set once.
var setTimeFormat = sync.OnceFunc(func() { zerolog.TimeFieldFormat = timeFormat })

// newLog is a log of everything.
func newLog(w io.Writer) zerolog.Logger {
	setTimeFormat()
	return zerolog.New(w).With().Timestamp().Logger()
}

// forPrograms tells that all that is said is an object of JSON a line.
func (u *ui) forPrograms() bool { return u.format == "json" }

func levelOf(name string) zerolog.Level {
	switch name {
	case "debug":
		return zerolog.DebugLevel
	case "info":
		return zerolog.InfoLevel
	case "warn":
		return zerolog.WarnLevel
	case "error":
		return zerolog.ErrorLevel
	default:
		return zerolog.Disabled
	}
}

// status says something about what was done.
func (u *ui) status(t message.Text) {
	switch {
	case u.quiet:
	case u.forPrograms():
		u.event(zerolog.InfoLevel, t.In(u.lang), message.Text{}, "")
	default:
		u.line(printable(t.In(u.lang)))
	}
}

// warn says something that the user should know, at the log's level.
func (u *ui) warn(t message.Text) {
	switch {
	case u.level != "" && levelOf(u.level) > zerolog.WarnLevel:
	case u.forPrograms():
		u.event(zerolog.WarnLevel, t.In(u.lang), t.Hint(), "")
	default:
		u.line(u.paint(yellow, u.say(&message.CmdWarning)+":") + " " + u.paintCarets(yellow, printable(t.In(u.lang))))
		u.hint(t.Hint())
	}
}

// final says what a command ends with. A command may end just when the grace of a signal
// does: whoever comes second waits until it is said, and says nothing.
func (u *ui) final(err error) { u.ended.Do(func() { u.error(err) }) }

// error says what went wrong, and what can be done about it.
func (u *ui) error(err error) {
	var reported reportedError
	if err == nil || errors.As(err, &reported) || isPipeClosed(err) || u.quiet && isAnswer(err) {
		return
	}
	u.warnOfLanguage() // where the options were not read
	if u.forPrograms() {
		u.event(zerolog.ErrorLevel, message.Of(err, u.lang), message.HintOf(err), kindOf(err))
		return
	}
	u.line(u.paint(red, u.say(&message.CmdError)+":") + " " + u.paintCarets(red, printable(message.Of(err, u.lang))))
	u.hint(message.HintOf(err))
}

// isAnswer tells a guest's own exit code, which says what there is to say to whoever
// asked for quiet.
func isAnswer(err error) bool {
	var (
		exit     *program.ModuleExitError
		fallback *runner.FallbackError
	)
	return errors.As(err, &exit) && !errors.As(err, &fallback)
}

// event says something to a program.
func (u *ui) event(level zerolog.Level, text string, hint message.Text, kind string) {
	log := newLog(data.Escaper{To: u.err})
	e := log.WithLevel(level)
	if kind != "" {
		e = e.Str("kind", kind)
	}
	if !hint.IsZero() {
		e = e.Str("hint", bounded(hint.In(u.lang)))
	}
	e.Msg(bounded(text))
}

func (u *ui) hint(t message.Text) {
	if !t.IsZero() {
		u.line("  " + u.say(&message.CmdHint) + ": " + printable(t.In(u.lang)))
	}
}

// maxSaid is the most that is said at once, in bytes: names in messages are the
// guest's, and there may be many.
const maxSaid = 16 << 10

// printable makes a text fit for a terminal.
func printable(text string) string { return message.Printable(bounded(text)) }

func bounded(text string) string {
	if len(text) > maxSaid {
		text = strings.ToValidUTF8(text[:maxSaid], "") + " …"
	}
	return text
}

// line writes to stderr, where there is nobody to tell that it failed.
func (u *ui) line(text string) {
	_, _ = fmt.Fprintln(u.err, text)
}
