package command

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/message"
)

// helpFlag and versionFlag are read by arrange. What they say is in newUI's
// language, hence in describeFlag.
var (
	helpFlag    = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}}
	versionFlag = &cli.BoolFlag{Name: "version", Aliases: []string{"V", "v"}}
)

func helpCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "help", Usage: ui.say(&message.CmdHelp), ArgsUsage: ui.say(&message.CmdHelpArgs),
		Action: func(_ context.Context, c *cli.Command) error {
			l, err := arrange(c.Root(), c.Args().Slice())
			if err == nil && len(l.rest) > 0 {
				err = tooMany(l.rest, "qyvol help")
			}
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
	return ui.print(layout{ui, helpWidth()}.help(l))
}

// layout is help for lines of so many characters.
type layout struct {
	*ui
	width int
}

// help is the help of a command.
func (u layout) help(l *commandLine) string {
	c := l.last()
	usage := &message.HelpOptional
	if len(c.Commands) > 0 {
		usage = &message.HelpNext
	}
	text := u.head(l, usage)
	if c.Description != "" {
		text += u.section(&message.HelpDescription, u.wrap(c.Description))
	}
	if len(c.Commands) > 0 {
		text += u.commands(c)
	}
	text += u.options(l)
	if len(l.path) == 1 {
		text += u.variables()
	}
	if len(l.path) == 1 || c.Name == "run" || c.Name == "validate" || c.Name == "compile" {
		text += u.exitCodes()
	}
	return text
}

func (u layout) head(l *commandLine, usage *message.Template) string {
	line := l.name() + " " + u.say(usage)
	if args := l.last().ArgsUsage; args != "" {
		line += " " + args
	}
	return strings.TrimPrefix(u.section(&message.HelpName, u.wrap(l.name()+" - "+l.last().Usage)), "\n") +
		u.section(&message.HelpUsage, u.wrap(line))
}

func (u layout) commands(of *cli.Command) string {
	var rows [][2]string
	for _, c := range of.Commands {
		rows = append(rows, [2]string{c.Name, c.Usage})
	}
	return u.table(&message.HelpCommands, rows)
}

func (u layout) options(l *commandLine) string {
	var rows [][2]string
	for _, f := range l.known() {
		left, usage := u.describeFlag(f)
		rows = append(rows, [2]string{left, usage})
	}
	return u.table(&message.HelpOptions, rows)
}

func (u layout) variables() string {
	var rows [][2]string
	for line := range strings.Lines(u.say(&message.CmdVariables)) {
		name, use, _ := strings.Cut(line, " ")
		rows = append(rows, [2]string{name, strings.TrimSpace(use)})
	}
	return u.table(&message.HelpVariables, rows)
}

func (u layout) exitCodes() string {
	var b strings.Builder
	for line := range strings.Lines(u.say(&message.CmdExitCodes)) {
		code, meaning, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasSuffix(line, ":\n") {
			b.WriteString(line)
			continue
		}
		b.WriteString(u.row([2]string{code, meaning}, len("0-125")) + "\n")
	}
	return u.section(&message.HelpExitCodes, strings.TrimSuffix(b.String(), "\n"))
}

// table is a heading with two columns below it.
func (u layout) table(heading *message.Template, rows [][2]string) string {
	widest := 0
	for _, row := range rows {
		widest = max(widest, len([]rune(row[0])))
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = u.row(row, widest)
	}
	return u.section(heading, strings.Join(lines, "\n"))
}

// row is two columns, the second of which is broken where a line is full, or stands
// below the first where a line has no room beside it.
func (u layout) row(row [2]string, first int) string {
	const between, narrow, below = 2, 24, 8
	left, indented := row[0]+strings.Repeat(" ", max(0, first-len([]rune(row[0])))+between), first+between
	if first > below && u.width-indent-indented < narrow {
		left, indented = row[0]+"\n"+strings.Repeat(" ", below), below
	}
	right := wrap(row[1], u.width-indent-indented)
	return left + strings.ReplaceAll(right, "\n", "\n"+strings.Repeat(" ", indented))
}

// section is a heading with text below it, indented.
func (u layout) section(heading *message.Template, text string) string {
	margin := strings.Repeat(" ", indent)
	return "\n" + u.say(heading) + ":\n" + margin + strings.ReplaceAll(text, "\n", "\n"+margin) + "\n"
}

// wrap breaks text below a heading.
func (u layout) wrap(text string) string { return wrap(text, u.width-indent-1) }

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
