package info

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

// TextOptions are how a description is written for people.
type TextOptions struct {
	Lang message.Lang
	// Color paints what is granted and what isn't.
	Color bool
	// Imports, Exports, Needs and Tree ask for these parts alone, in full. None
	// of them is the summary.
	Imports, Exports, Needs, Tree bool
}

func (o TextOptions) summary() bool { return !o.Imports && !o.Exports && !o.Needs && !o.Tree }

// text writes lines; the first error of the writer stays.
type text struct {
	w     io.Writer
	o     TextOptions
	err   error
	begun bool // something is written
}

func (p *text) line(format string, args ...any) {
	p.begun = true
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *text) say(t *message.Template, args ...any) string { return t.With(args...).In(p.o.Lang) }

func printText(w io.Writer, d *Description, o TextOptions) error {
	p := &text{w: w, o: o}
	if o.summary() {
		p.head(d)
		p.needs(d)
		p.shortItems(p.exportsTitle(d), d.ExportTypes)
		p.inside(d)
		return p.err
	}
	if o.Imports {
		p.items(p.say(&message.InfoImports), d.ImportTypes)
	}
	if o.Exports {
		p.items(p.exportsTitle(d), d.ExportTypes)
	}
	if o.Needs {
		p.needs(d)
	}
	if o.Tree {
		p.tree(d)
	}
	return p.err
}

// exportsTitle is that of the original for components.
func (p *text) exportsTitle(d *Description) string {
	if d.Kind == "module" {
		return p.say(&message.InfoModuleExports)
	}
	return p.say(&message.InfoExports)
}

// rows aligns columns; the last one may be as long as it likes. paint colours a
// cell, if it is not nil.
func (p *text) rows(indent string, rows [][]string, paint func(row, column int, cell string) string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for r, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if paint != nil && p.o.Color {
				b.WriteString(paint(r, i, cell))
			} else {
				b.WriteString(cell)
			}
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		p.line("%s%s", indent, strings.TrimRight(b.String(), " "))
	}
}

const (
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	red    = "\x1b[31m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

func colorOf(s wasi.Status) string {
	switch s {
	case wasi.Provided, wasi.Granted:
		return green
	case wasi.Denied, wasi.Traps:
		return yellow
	case wasi.Withheld, wasi.Missing:
		return red
	}
	return ""
}

func (p *text) heading(title string) {
	if p.o.Color {
		title = bold + title + reset
	}
	if p.begun {
		p.line("%s", "")
	}
	p.line("%s", title)
}

// status is a status in the user's language.
func (p *text) status(s wasi.Status) string {
	switch s {
	case wasi.Provided:
		return p.say(&message.InfoProvided)
	case wasi.Granted:
		return p.say(&message.InfoGranted)
	case wasi.Denied:
		return p.say(&message.InfoDenied)
	case wasi.Withheld:
		return p.say(&message.InfoWithheld)
	case wasi.Missing:
		return p.say(&message.InfoMissing)
	case wasi.Traps:
		return p.say(&message.InfoTraps)
	}
	return string(s)
}
