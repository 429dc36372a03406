package info

import (
	"strconv"

	"github.com/qyvol/qyvol/info/binary"
)

// component fills in what a component says of itself and of what is in it.
func (d *Description) component(c *binary.Component) {
	d.Kind, d.Name = "component", c.Name
	d.ImportTypes, d.ExportTypes = itemsOf(c.Imports), itemsOf(c.Exports)
	d.Imports, d.Exports = namesOf(d.ImportTypes), namesOf(d.ExportTypes)
	d.customs(c.Customs, 0)
	d.partsOf(c, 1)
}

// module does the same for a core module.
func (d *Description) module(m *binary.Module) {
	d.Kind, d.Name = "module", m.Name
	d.ImportTypes, d.ExportTypes = coreItems(m.Imports), coreItems(m.Exports)
	d.Imports, d.Exports = namesOf(d.ImportTypes), namesOf(d.ExportTypes)
	d.customs(m.Customs, 0)
	d.memories(m, 0)
}

func namesOf(items []Item) []string {
	names := make([]string, len(items))
	for i := range items {
		names[i] = items[i].Name
	}
	return names
}

// partsOf lists what is nested, in the order of the file.
func (d *Description) partsOf(c *binary.Component, depth int) {
	modules, components := c.Modules, c.Components
	for len(modules) > 0 || len(components) > 0 {
		if len(components) == 0 || len(modules) > 0 && modules[0].Offset < components[0].Offset {
			d.modulePart(modules[0], depth)
			modules = modules[1:]
			continue
		}
		d.componentPart(components[0], depth)
		components = components[1:]
	}
}

func (d *Description) modulePart(m *binary.Module, depth int) {
	d.Parts = append(d.Parts, Part{
		Kind: "module", Name: m.Name, Depth: depth, Offset: m.Offset, Size: m.Size, Functions: m.Functions,
	})
	d.customs(m.Customs, len(d.Parts))
	d.memories(m, len(d.Parts))
}

func (d *Description) componentPart(c *binary.Component, depth int) {
	d.Parts = append(d.Parts, Part{Kind: "component", Name: c.Name, Depth: depth, Offset: c.Offset, Size: c.Size})
	d.customs(c.Customs, len(d.Parts))
	d.partsOf(c, depth+1)
}

func (d *Description) memories(m *binary.Module, part int) {
	for _, memory := range m.Memories {
		own := Memory{Module: part, Minimum: memory.Min * memory.PageSize, Shared: memory.Shared, Is64: memory.Is64}
		if memory.HasMax {
			most := memory.Max * memory.PageSize
			own.Maximum = &most
		}
		d.Memories = append(d.Memories, own)
	}
}

func (d *Description) customs(list []binary.Custom, part int) {
	for _, c := range list {
		d.Customs = append(d.Customs, Custom{Name: c.Name, Size: len(c.Data), Part: part})
		d.produced(c)
		if part == 0 {
			d.Metadata.read(c)
		}
	}
}

// limitsText are limits as the text format writes them.
func limitsText(l binary.Limits) string {
	text := strconv.FormatUint(l.Min, 10)
	if l.Is64 {
		text = "i64 " + text
	}
	if l.HasMax {
		text += " " + strconv.FormatUint(l.Max, 10)
	}
	if l.Shared {
		text += " shared"
	}
	return text
}
