package command

import (
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// ManPage is a page of the manual, in the man macros that groff and mandoc have.
type ManPage struct {
	// Name is the file's, such as "qyvol-run.1".
	Name string
	Text string
}

// ManPages are the manual: a page for qyvol, and one for each of its commands. They say
// what help says. The date is the release's, as 2026-01-31.
func ManPages(lang message.Lang, version, date string, more Extension) []ManPage {
	ui := &ui{lang: lang, more: more}
	m := manual{ui, version, date}
	app := newApp(ui)
	return m.pages(&Line{path: []*Command{app}})
}

type manual struct {
	*ui
	version, date string
}

func (m manual) pages(l *Line) []ManPage {
	list := []ManPage{{manName(l) + ".1", m.page(l)}}
	for _, c := range l.last().Commands {
		path := append(l.path[:len(l.path):len(l.path)], c)
		list = append(list, m.pages(&Line{path: path})...)
	}
	return list
}

// manName is the page of a command: qyvol-cache-clear.
func manName(l *Line) string { return strings.ReplaceAll(l.Name(), " ", "-") }

func (m manual) page(l *Line) string {
	c := l.last()
	usage := &message.HelpOptional
	if len(c.Commands) > 0 {
		usage = &message.HelpNext
	}
	var b strings.Builder
	b.WriteString(".TH " + roffWord(strings.ToUpper(manName(l))) + " 1 " + roffWord(m.date) + " " + roffWord("qyvol "+m.version) + " Qyvol\n")
	m.section(&b, &message.HelpName, roff(manName(l))+` \- `+roff(m.say(c.Usage)))
	m.section(&b, &message.HelpUsage, `\fB`+roff(l.Name())+`\fR `+roff(strings.TrimSpace(m.say(usage)+" "+c.args(m.lang))))
	if c.About != nil {
		m.section(&b, &message.HelpDescription, strings.ReplaceAll(roff(m.say(c.About)), "\n", "\n.br\n"))
	}
	var rows [][2]string
	for _, sub := range c.Commands {
		rows = append(rows, [2]string{sub.Name, m.say(sub.Usage)})
	}
	m.list(&b, &message.HelpCommands, rows)
	rows = nil
	for _, f := range l.known() {
		left, usage := m.describeFlag(f)
		rows = append(rows, [2]string{strings.TrimSpace(left), usage})
	}
	m.list(&b, &message.HelpOptions, rows)
	if len(l.path) == 1 {
		m.list(&b, &message.HelpVariables, twoColumns(m.say(&message.CmdVariables)))
	}
	if c.ExitCodes {
		m.exitCodes(&b)
	}
	m.seeAlso(&b, l)
	return b.String()
}

// section is a heading with text below it.
func (m manual) section(b *strings.Builder, heading *message.Template, text string) {
	b.WriteString(".SH " + roffWord(m.say(heading)) + "\n" + text + "\n")
}

// list is a heading with terms, each with what it means.
func (m manual) list(b *strings.Builder, heading *message.Template, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	b.WriteString(".SH " + roffWord(m.say(heading)) + "\n")
	for _, row := range rows {
		b.WriteString(".TP\n\\fB" + roff(row[0]) + "\\fR\n" + roff(row[1]) + "\n")
	}
}

// exitCodes are in groups, each below a line that ends in a colon.
func (m manual) exitCodes(b *strings.Builder) {
	b.WriteString(".SH " + roffWord(m.say(&message.HelpExitCodes)) + "\n")
	for line := range strings.Lines(m.say(&message.CmdExitCodes)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasSuffix(line, ":") {
			b.WriteString(".PP\n" + roff(line) + "\n")
			continue
		}
		for _, row := range twoColumns(line) {
			b.WriteString(".TP\n\\fB" + roff(row[0]) + "\\fR\n" + roff(row[1]) + "\n")
		}
	}
}

// seeAlso names the pages above and below.
func (m manual) seeAlso(b *strings.Builder, l *Line) {
	var names []string
	if len(l.path) > 1 {
		names = append(names, manName(&Line{path: l.path[:len(l.path)-1]}))
	}
	for _, c := range l.last().Commands {
		names = append(names, manName(l)+"-"+c.Name)
	}
	for i, name := range names {
		names[i] = `\fB` + roff(name) + `\fR(1)`
	}
	m.section(b, &message.HelpSeeAlso, strings.Join(names, ", "))
}

// twoColumns are lines of a term and what it means.
func twoColumns(text string) (rows [][2]string) {
	for line := range strings.Lines(text) {
		left, right, _ := strings.Cut(strings.TrimSpace(line), " ")
		rows = append(rows, [2]string{left, strings.TrimSpace(right)})
	}
	return rows
}

// roff writes text in which nothing is a command: backslashes, dots and quotes that begin a
// line, and characters that are typed, which would become typographical ones.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "`", `\(ga`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// roffWord is text as one argument of a macro.
func roffWord(text string) string {
	return `"` + strings.ReplaceAll(roff(text), `"`, `\(dq`) + `"`
}
