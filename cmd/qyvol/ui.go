package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"
	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
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
}

// newUI looks for the language before anything is parsed, since help and usage
// errors need it too.
func newUI(args []string) *ui {
	u := &ui{lang: message.Detect(os.Getenv), out: os.Stdout, err: os.Stderr}
	u.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isatty.IsTerminal(os.Stderr.Fd())
	for i, arg := range args {
		value := ""
		switch {
		case arg == "--":
			return u
		case strings.HasPrefix(arg, "--lang="):
			value = strings.TrimPrefix(arg, "--lang=")
		case arg == "--lang" && i+1 < len(args):
			value = args[i+1]
		}
		if lang, ok := message.Parse(value); ok {
			u.lang = lang
		}
	}
	return u
}

func (u *ui) say(t *message.Template) string { return t.With().In(u.lang) }

// commonFlags are the options of every command.
func (u *ui) commonFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "lang", Usage: u.say(&message.FlagLang)},
		&cli.StringFlag{Name: "log-level", Value: "warn", Usage: u.say(&message.FlagLogLevel)},
		&cli.StringFlag{Name: "log-format", Value: "text", Usage: u.say(&message.FlagLogFormat)},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: u.say(&message.FlagQuiet)},
	}
}

// configure reads the common options and makes the logger.
func (u *ui) configure(c *cli.Context) (zerolog.Logger, error) {
	if value := c.String("lang"); value != "" {
		if _, ok := message.Parse(value); !ok {
			_, err := choice(c, "lang", "es", "en")
			return zerolog.Nop(), err
		}
	}
	u.quiet = c.Bool("quiet")
	level, err := choice(c, "log-level", "debug", "info", "warn", "error", "off")
	if err != nil {
		return zerolog.Nop(), err
	}
	format, err := choice(c, "log-format", "text", "json")
	if err != nil {
		return zerolog.Nop(), err
	}
	if u.quiet && !c.IsSet("log-level") {
		level = "error"
	}
	return u.logger(level, format), nil
}

func (u *ui) logger(level, format string) zerolog.Logger {
	levels := map[string]zerolog.Level{
		"debug": zerolog.DebugLevel, "info": zerolog.InfoLevel, "warn": zerolog.WarnLevel,
		"error": zerolog.ErrorLevel, "off": zerolog.Disabled,
	}
	w := u.err
	if format == "text" {
		w = zerolog.ConsoleWriter{Out: u.err, NoColor: !u.color, TimeFormat: "15:04:05.000"}
	}
	return zerolog.New(w).Level(levels[level]).With().Timestamp().Logger()
}

// status says something about what was done.
func (u *ui) status(t message.Text) {
	if !u.quiet {
		u.line(t.In(u.lang))
	}
}

// warn says something that the user should know.
func (u *ui) warn(text string) {
	if !u.quiet {
		u.line(u.paint(yellow, u.say(&message.CmdWarning)+":") + " " + text)
	}
}

// error says what went wrong, and what can be done about it.
func (u *ui) error(err error) {
	var said reportedError
	if err == nil || errors.As(err, &said) || runner.KindOf(err) == runner.KindPipeClosed {
		return
	}
	u.line(u.paint(red, u.say(&message.CmdError)+":") + " " + message.Of(err, u.lang))
	if hint := message.HintOf(err); !hint.IsZero() {
		u.line("  " + u.say(&message.CmdHint) + ": " + hint.In(u.lang))
	}
}

// line writes to stderr, where there is nobody to tell that it failed.
func (u *ui) line(text string) {
	_, _ = fmt.Fprintln(u.err, text) //nolint:errcheck // see above
}

const (
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	reset  = "\x1b[0m"
)

func (u *ui) paint(color, text string) string {
	if !u.color {
		return text
	}
	return color + text + reset
}
