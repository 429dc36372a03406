package info

import (
	"fmt"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// head says what this is.
func (p *text) head(d *Description) {
	kind := p.say(&message.InfoComponent)
	if d.Kind == "module" {
		kind = p.say(&message.InfoModule)
	}
	if d.Format == "text" {
		kind += " " + p.say(&message.InfoInText)
	}
	p.line("%s", p.say(&message.InfoTitle))
	rows := [][]string{{p.say(&message.InfoFile), fmt.Sprintf("%s, %s, %s", message.Name(d.Path), kind, bytesText(uint64(d.Size)))}} //nolint:gosec // not negative
	if m := d.Manifest; m != nil {
		rows = append(rows, []string{p.say(&message.InfoManifest), strings.TrimSpace(message.Name(m.Path) + ": " + m.Name + " " + m.Version)})
	}
	rows = append(rows, []string{p.say(&message.InfoDigest), d.Digest})
	if d.Name != "" {
		rows = append(rows, []string{p.say(&message.InfoName), message.Name(d.Name)})
	}
	rows = append(rows, []string{p.say(&message.InfoWorld), p.world(d)})
	rows = append(rows, p.metadata(d)...)
	if made := p.producers(d); made != "" {
		rows = append(rows, []string{p.say(&message.InfoMadeBy), made})
	}
	rows = append(rows, []string{p.say(&message.InfoMemory), p.memory(d)})
	if sections := sectionNames(d); sections != "" {
		rows = append(rows, []string{p.say(&message.InfoSections), sections})
	}
	if d.Compiled != nil {
		cached := &message.InfoNotCached
		if *d.Compiled {
			cached = &message.InfoCached
		}
		rows = append(rows, []string{p.say(&message.InfoCache), p.say(cached)})
	}
	p.rows("  ", rows, nil)
}

func (p *text) world(d *Description) string {
	name := map[World]*message.Template{
		Command: &message.InfoCommand, HTTPProxy: &message.InfoHTTPProxy,
		Reactor: &message.InfoReactor, Library: &message.InfoLibrary,
	}[d.World]
	world := p.say(name)
	if d.WASI != "" {
		world += ", WASI " + message.Name(d.WASI)
	}
	if d.Async {
		world += ", " + p.say(&message.InfoAsync)
	}
	return world
}

func (p *text) metadata(d *Description) [][]string {
	var rows [][]string
	for _, field := range []struct {
		name  *message.Template
		value string
	}{
		{&message.InfoDescription, d.Metadata.Description},
		{&message.InfoVersion, d.Metadata.Version},
		{&message.InfoAuthors, d.Metadata.Authors},
		{&message.InfoLicenses, d.Metadata.Licenses},
		{&message.InfoSource, d.Metadata.Source},
		{&message.InfoHomepage, d.Metadata.Homepage},
		{&message.InfoRevision, d.Metadata.Revision},
	} {
		if field.value != "" {
			rows = append(rows, []string{p.say(field.name), message.Name(field.value)})
		}
	}
	return rows
}

// producers are languages first, then tools. What stands in brackets, such as the
// address of a compiler's source, is in the data.
func (p *text) producers(d *Description) string {
	var languages, tools []string
	for _, producer := range d.Producers {
		version, _, _ := strings.Cut(producer.Version, " (")
		said := message.Name(strings.TrimSpace(producer.Name + " " + version))
		if producer.Field == "language" {
			languages = append(languages, said)
			continue
		}
		tools = append(tools, said)
	}
	return someOf(append(languages, tools...))
}

// sectionNames are the custom sections of the file itself.
func sectionNames(d *Description) string {
	var names []string
	for _, c := range d.Customs {
		if c.Part == 0 {
			names = append(names, fmt.Sprintf("%s (%s)", message.Name(c.Name), bytesText(uint64(c.Size)))) //nolint:gosec // not negative
		}
	}
	return someOf(names)
}

// someOf joins the first of what may be many.
func someOf(names []string) string {
	const most = 6
	if len(names) > most {
		names = append(slices.Clip(names[:most]), fmt.Sprintf("… %d", len(names)-most))
	}
	return strings.Join(names, ", ")
}

// memory sums up the linear memories.
func (p *text) memory(d *Description) string {
	if len(d.Memories) == 0 {
		return p.say(&message.InfoNoMemory)
	}
	var minimum, maximum uint64
	bounded := true
	for _, m := range d.Memories {
		minimum = plus(minimum, m.Minimum)
		if m.Maximum == nil {
			bounded = false
			continue
		}
		maximum = plus(maximum, *m.Maximum)
	}
	if bounded {
		return p.say(&message.InfoMemoryBounded, len(d.Memories), bytesText(minimum), bytesText(maximum))
	}
	return p.say(&message.InfoMemoryUnbounded, len(d.Memories), bytesText(minimum))
}
