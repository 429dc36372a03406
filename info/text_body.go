package info

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// mostNeeds is what fits on a screen.
const mostNeeds = 32

// needs is the table of imports against grants.
func (p *text) needs(d *Description) {
	p.heading(p.say(&message.InfoNeeds))
	if len(d.Needs) == 0 {
		p.line("  %s", p.say(&message.InfoNothing))
		return
	}
	shown := d.Needs
	if p.o.summary() {
		shown = shown[:min(len(shown), mostNeeds)]
	}
	var rows [][]string
	var hints []string
	for _, n := range shown {
		rows = append(rows, []string{message.Name(n.Import), p.status(n.Status), n.Localize(p.o.Lang)})
		if n.Rule != "" && !slices.Contains(hints, n.Rule) {
			hints = append(hints, n.Rule)
		}
	}
	p.rows("  ", rows, func(row, column int, cell string) string {
		if column != 1 {
			return cell
		}
		return colorOf(shown[row].Status) + cell + reset
	})
	if more := len(d.Needs) - len(shown); more > 0 {
		p.line("  %s", p.say(&message.InfoMoreNeeds, more))
	}
	if len(hints) > 0 {
		p.rules(hints, d.Manifest)
	}
}

// rules are lines to paste into a manifest, and so begin where its keys do. Those of
// a key that it has already go into that; what it says already is not said again.
func (p *text) rules(rules []string, m *Manifest) {
	var outside []string
	inside := map[string][]string{}
	for _, rule := range rules {
		key, value, _ := strings.Cut(rule, ": {")
		name, _, _ := strings.Cut(value, ":")
		switch {
		case m == nil || m.has == nil || !m.has(key):
			outside = append(outside, rule)
		case !m.has(key + "." + name):
			inside[key] = append(inside[key], strings.TrimSuffix(value, "}"))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(inside)) {
		p.line("  %s", p.say(&message.InfoRulesIn, key))
		p.pasted(inside[key])
	}
	if len(outside) > 0 {
		p.line("  %s", p.say(&message.InfoRules))
		p.pasted(together(outside))
	}
}

func (p *text) pasted(lines []string) {
	for _, line := range lines {
		p.line("%s", line)
	}
}

// together joins the rules of one key of a manifest, which has it once:
// permissions: {env: [NAME]} and permissions: {fs: …}. So all of them can be pasted.
func together(rules []string) []string {
	var keys, joined []string
	for _, rule := range rules {
		key, value, ok := strings.Cut(rule, ": {")
		at := slices.Index(keys, key)
		if !ok || at < 0 {
			keys, joined = append(keys, key), append(joined, rule)
			continue
		}
		joined[at] = strings.TrimSuffix(joined[at], "}") + ", " + value
	}
	return joined
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
	name := message.Line(i.Name)
	switch {
	case i.Kind == "type":
		p.line("%s%s = %s", indent, name, message.Line(i.Type))
	case i.Type != "":
		p.line("%s%s: %s", indent, name, message.Line(i.Type))
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
	p.rows("  ", rows, nil)
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
