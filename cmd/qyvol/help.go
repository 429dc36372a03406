package main

import (
	"context"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/message"
)

// helpFlag and versionFlag are read by arrange. What they say is in newUI's
// language, hence in describeFlag.
var (
	helpFlag    = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}}
	versionFlag = &cli.BoolFlag{Name: "version", Aliases: []string{"V", "v"}}
)

func helpCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "help", Usage: ui.say(&message.CmdHelp),
		Action: func(_ context.Context, c *cli.Command) error {
			l, err := arrange(c.Root(), c.Args().Slice())
			if err != nil {
				return err
			}
			return printHelp(l, ui)
		},
	}
}

// helpOn prints the help of a command that does nothing by itself.
func helpOn(c *cli.Command, ui *ui) error {
	path := c.Lineage()
	slices.Reverse(path)
	return printHelp(&commandLine{path: path}, ui)
}

// printHelp prints the help of the last command.
func printHelp(l *commandLine, ui *ui) error {
	ui.warnOfLanguage()
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 1, 8, 2, ' ', 0)
	if _, err := io.WriteString(w, ui.help(l)); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return ui.print(b.String())
}

// help is the help of a command, with tabs between its columns.
func (u *ui) help(l *commandLine) string {
	c := l.last()
	usage := &message.HelpOptional
	if len(c.Commands) > 0 {
		usage = &message.HelpNext
	}
	text := u.head(l, usage)
	if c.Description != "" {
		text += u.section(&message.HelpDescription, wrap(c.Description, textWidth))
	}
	if len(c.Commands) > 0 {
		text += u.commands(c)
	}
	text += u.options(l)
	if len(l.path) == 1 {
		text += u.variables()
	}
	if len(l.path) == 1 || c.Name == "run" || c.Name == "validate" || c.Name == "compile" {
		text += u.section(&message.HelpExitCodes, u.say(&message.CmdExitCodes))
	}
	return text
}

func (u *ui) head(l *commandLine, usage *message.Template) string {
	line := l.name() + " " + u.say(usage)
	if args := l.last().ArgsUsage; args != "" {
		line += " " + args
	}
	return strings.TrimPrefix(u.section(&message.HelpName, wrap(l.name()+" - "+l.last().Usage, textWidth)), "\n") +
		u.section(&message.HelpUsage, line)
}

func (u *ui) commands(of *cli.Command) string {
	var rows [][2]string
	for _, c := range of.Commands {
		rows = append(rows, [2]string{c.Name, c.Usage})
	}
	return u.table(&message.HelpCommands, rows)
}

func (u *ui) options(l *commandLine) string {
	var rows [][2]string
	for _, f := range l.known() {
		left, usage := u.describeFlag(f)
		rows = append(rows, [2]string{left, usage})
	}
	return u.table(&message.HelpOptions, rows)
}

func (u *ui) variables() string {
	var rows [][2]string
	for line := range strings.Lines(u.say(&message.CmdVariables)) {
		name, use, _ := strings.Cut(line, " ")
		rows = append(rows, [2]string{name, strings.TrimSpace(use)})
	}
	return u.table(&message.HelpVariables, rows)
}

// table is a heading with two columns below it, the second of which is broken where a
// line is full.
func (u *ui) table(heading *message.Template, rows [][2]string) string {
	const indented, between = 3, 2
	widest := 0
	for _, row := range rows {
		widest = max(widest, len([]rune(row[0])))
	}
	var b strings.Builder
	for i, row := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(row[0] + "\t" + strings.ReplaceAll(wrap(row[1], lineWidth-indented-widest-between), "\n", "\n\t"))
	}
	return u.section(heading, b.String())
}

// section is a heading with text below it, indented by three.
func (u *ui) section(heading *message.Template, text string) string {
	return "\n" + u.say(heading) + ":\n   " + strings.ReplaceAll(text, "\n", "\n   ") + "\n"
}

// Columns of all that help prints, and of text below a heading.
const (
	lineWidth = 80
	textWidth = 76
)

// describeFlag is an option: how to write it, what it is for.
func (u *ui) describeFlag(f cli.Flag) (left, usage string) {
	value, usage := placeholder(u.usageOf(f))
	left = "    --" + f.Names()[0]
	if len(f.Names()) > 1 {
		left = "-" + f.Names()[1] + ", --" + f.Names()[0]
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
	return left, usage
}

func (u *ui) usageOf(f cli.Flag) string {
	switch f {
	case helpFlag:
		return u.say(&message.CmdFlagHelp)
	case versionFlag:
		return u.say(&message.CmdFlagVersion)
	default:
		return f.(cli.DocGenerationFlag).GetUsage() // all flags of the library are one
	}
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
