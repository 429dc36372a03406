package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

func helpCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "help", Usage: ui.say(&message.CmdHelp),
		BashComplete: func(c *cli.Context) {
			for _, command := range c.App.VisibleCommands() {
				_, _ = fmt.Fprintln(ui.out, command.Name)
			}
		},
		Action: func(c *cli.Context) error {
			args := append(append([]string{c.App.Name}, c.Args().Slice()...), helpFlag)
			arranged, err := arrange(c.App, args)
			if err != nil {
				return err
			}
			return c.App.RunContext(c.Context, arranged)
		},
	}
}

// localizeHelp sets what the library has in global variables to the language
// of this process.
func (u *ui) localizeHelp() {
	cli.HelpFlag = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: u.say(&message.CmdFlagHelp)}
	cli.VersionFlag = &cli.BoolFlag{Name: "version", Usage: u.say(&message.CmdFlagVersion)}
	cli.VersionPrinter = func(*cli.Context) { _, _ = fmt.Fprintln(u.out, versions().text()) }
	cli.FlagStringer = u.describeFlag
	cli.HelpPrinter = func(w io.Writer, _ string, of any) { cli.HelpPrinterCustom(w, u.help(of), of, nil) }
}

// help is the template of the help of the whole command, or of one of its
// commands. It is put together when it is needed: no run should wait for it.
func (u *ui) help(of any) string {
	c, ok := of.(*cli.Command)
	switch {
	case !ok:
		return u.head("{{.Name}}", &message.HelpNext) + u.commands() + u.options() +
			u.section(&message.HelpVariables, u.say(&message.CmdVariables)) + u.exitCodes()
	case len(c.Subcommands) > 0:
		return u.head("{{.HelpName}}", &message.HelpNext) + u.commands() + u.options()
	default:
		return u.commandHelp(c)
	}
}

func (u *ui) commandHelp(c *cli.Command) string {
	text := u.head("{{.HelpName}}", &message.HelpOptional)
	if c.Description != "" {
		text += u.section(&message.HelpDescription, wrap(c.Description, textWidth))
	}
	text += u.options()
	if c.Name == "run" || c.Name == "validate" || c.Name == "compile" {
		text += u.exitCodes()
	}
	return text
}

func (u *ui) head(name string, usage *message.Template) string {
	return strings.TrimPrefix(u.section(&message.HelpName, name+" - {{.Usage}}"), "\n") +
		u.section(&message.HelpUsage, name+" "+u.say(usage)+"{{with .ArgsUsage}} {{.}}{{end}}")
}

func (u *ui) commands() string {
	return "\n" + u.say(&message.HelpCommands) + ":{{range .VisibleCommands}}\n   {{.Name}}{{\"\\t\"}}{{.Usage}}{{end}}\n"
}

func (u *ui) options() string {
	return "\n" + u.say(&message.HelpOptions) + ":{{range .VisibleFlags}}\n{{.}}{{end}}\n"
}

func (u *ui) exitCodes() string {
	return u.section(&message.HelpExitCodes, u.say(&message.CmdExitCodes))
}

// section is a heading with text below it, indented by three.
func (u *ui) section(heading *message.Template, text string) string {
	return "\n" + u.say(heading) + ":\n   " + strings.ReplaceAll(text, "\n", "\n   ") + "\n"
}

// Columns of text, beside the options and below a heading.
const (
	optionWidth = 50
	textWidth   = 76
)

// describeFlag is an option in two columns: how to write it, what it is for.
func (u *ui) describeFlag(f cli.Flag) string {
	value, usage := placeholder(f.(cli.DocGenerationFlag).GetUsage()) // all flags of the library are one
	left := "       --" + f.Names()[0]
	if len(f.Names()) > 1 {
		left = "   -" + f.Names()[1] + ", --" + f.Names()[0]
	}
	if value != "" {
		left += " " + value
	}
	if _, several := f.(*cli.StringSliceFlag); several {
		usage += u.say(&message.FlagSeveral)
	}
	if s, ok := f.(*cli.StringFlag); ok && s.Value != "" {
		usage += message.FlagDefault.With(s.Value).In(u.lang)
	}
	return left + "\t" + strings.ReplaceAll(wrap(usage, optionWidth), "\n", "\n\t")
}

// placeholder takes the name of an option's value, which stands in backquotes,
// out of its description.
func placeholder(usage string) (value, rest string) {
	before, after, ok := strings.Cut(usage, "`")
	value, after, closed := strings.Cut(after, "`")
	if !ok || !closed {
		return "", usage
	}
	return value, before + value + after
}

// wrap breaks text between words, so that lines have at most so many
// characters, save for words that are longer.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		size := len([]rune(word))
		switch {
		case i == 0:
		case column+1+size > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
	return b.String()
}
