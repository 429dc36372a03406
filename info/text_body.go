package info

import (
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/message"
)

// needs is the table of imports against grants.
func (p *text) needs(d *Description) {
	p.heading(p.say(&message.InfoNeeds))
	if len(d.Needs) == 0 {
		p.line("  %s", p.say(&message.InfoNothing))
		return
	}
	var rows [][]string
	var hints []string
	for _, n := range d.Needs {
		rows = append(rows, []string{message.Name(n.Import), p.status(n.Status), n.need.What.In(p.o.Lang)})
		if n.Rule != "" && !strings.Contains(strings.Join(hints, "\n"), n.Rule) {
			hints = append(hints, n.Rule)
		}
	}
	p.rows("  ", rows)
	if len(hints) > 0 {
		p.line("  %s", p.say(&message.InfoRules))
		for _, rule := range hints {
			p.line("    %s", rule)
		}
	}
}

// shortItems lists names, and signatures of functions.
func (p *text) shortItems(title string, items []Item) {
	p.heading(title)
	if len(items) == 0 {
		p.line("  %s", p.say(&message.InfoNothing))
	}
	const most = 20
	for i, item := range items {
		if i == most {
			p.line("  … %d", len(items)-most)
			return
		}
		p.line("  %s", shortItem(item))
	}
}

func shortItem(i Item) string {
	switch {
	case len(i.Items) > 0:
		return fmt.Sprintf("%s (%d)", message.Name(i.Name), len(i.Items))
	case i.Type != "":
		return message.Name(i.Name) + ": " + message.Name(i.Type)
	default:
		return message.Name(i.Name) + ": " + i.Kind
	}
}

// items lists everything.
func (p *text) items(title string, items []Item) {
	p.heading(title)
	if len(items) == 0 {
		p.line("  %s", p.say(&message.InfoNothing))
	}
	for _, i := range items {
		p.item(i, "  ")
	}
}

func (p *text) item(i Item, indent string) {
	name := message.Printable(i.Name)
	switch {
	case i.Kind == "type":
		p.line("%s%s = %s", indent, name, message.Printable(i.Type))
	case i.Type != "":
		p.line("%s%s: %s", indent, name, message.Printable(i.Type))
	default:
		p.line("%s%s: %s", indent, name, i.Kind)
	}
	for _, inner := range i.Items {
		p.item(inner, indent+"  ")
	}
}

// inside sums up what is nested.
func (p *text) inside(d *Description) {
	if len(d.Parts) == 0 {
		return
	}
	p.heading(p.say(&message.InfoInside))
	const most = 12
	var rows [][]string
	for i, part := range d.Parts {
		if i == most {
			break
		}
		rows = append(rows, p.partRow(part))
	}
	p.rows("  ", rows)
	if len(d.Parts) > most {
		p.line("  … %d", len(d.Parts)-most)
	}
}

func (p *text) partRow(part Part) []string {
	kind := p.say(&message.InfoComponent)
	if part.Kind == "module" {
		kind = p.say(&message.InfoModule)
	}
	name := message.Name(part.Name)
	if name == "" {
		name = "-"
	}
	row := []string{strings.Repeat("  ", part.Depth-1) + kind, name, bytesText(uint64(part.Size))} //nolint:gosec // not negative
	if part.Kind == "module" {
		row = append(row, p.say(&message.InfoFunctions, part.Functions))
	}
	return row
}
