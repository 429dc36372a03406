package command

import (
	"context"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

func helpCommand(ui *ui) *Command {
	return &Command{
		Name: "help", Usage: &message.CmdHelp, Args: &message.CmdHelpArgs,
		Run: func(_ context.Context, l *Line) error {
			l, err := parse(l.path[0], l.Args())
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

// printHelp prints the help of the last command.
func printHelp(l *Line, ui *ui) error {
	ui.warnOfLanguage()
	return ui.print(layout{ui, helpWidth()}.help(l))
}

// layout is help for lines of so many characters.
type layout struct {
	*ui
	width int
}

// help is the help of a command.
func (u layout) help(l *Line) string {
	c := l.last()
	usage := &message.HelpOptional
	if len(c.Commands) > 0 {
		usage = &message.HelpNext
	}
	text := u.head(l, usage)
	if c.About != nil {
		text += u.section(&message.HelpDescription, u.wrap(u.say(c.About)))
	}
	if len(c.Commands) > 0 {
		text += u.commands(c)
	}
	text += u.options(l)
	if len(l.path) == 1 {
		text += u.variables()
	}
	if c.ExitCodes {
		text += u.exitCodes()
	}
	return text
}

func (u layout) head(l *Line, usage *message.Template) string {
	line := l.Name() + " " + u.say(usage)
	if args := l.last().args(u.lang); args != "" {
		line += " " + args
	}
	return strings.TrimPrefix(u.section(&message.HelpName, u.wrap(l.Name()+" - "+u.say(l.last().Usage))), "\n") +
		u.section(&message.HelpUsage, u.wrap(line))
}

func (u layout) commands(of *Command) string {
	var rows [][2]string
	for _, c := range of.Commands {
		rows = append(rows, [2]string{c.Name, u.say(c.Usage)})
	}
	return u.table(&message.HelpCommands, rows)
}

func (u layout) options(l *Line) string {
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
func (u *ui) describeFlag(f *Flag) (left, usage string) {
	value, usage := placeholder(u.say(f.Usage))
	left = "    --" + f.Name
	if len(f.Letters) > 0 {
		left = "-" + f.Letters[0] + ", --" + f.Name
	}
	if value != "" {
		left += " " + value
	}
	if f.Takes == List {
		usage += u.say(&message.FlagSeveral)
	}
	if f.Default != "" {
		usage += message.FlagDefault.With(f.Default).In(u.lang)
	}
	return left, usage
}
