package info

import (
	"math"
	"math/bits"
	"slices"
	"strconv"

	"github.com/qyvol/qyvol/internal/wasm"
)

// component fills in what a component says of itself and of what is in it.
func (d *Description) component(c *wasm.Component) error {
	d.Kind, d.Name = "component", c.Name
	d.sayer = newSayer()
	s := d.sayer
	d.ImportTypes, d.ExportTypes = s.items(c.Imports), s.items(c.Exports)
	d.Imports, d.Exports = namesOf(d.ImportTypes), namesOf(d.ExportTypes)
	d.customs(c.Customs, 0, true)
	d.partsOf(c, 1)
	return s.err()
}

// module does the same for a core module.
func (d *Description) module(m *wasm.Module) error {
	d.Kind, d.Name = "module", m.Name
	d.sayer = newSayer()
	s := d.sayer
	d.ImportTypes, d.ExportTypes = s.core(m.Imports), s.core(m.Exports)
	d.Imports, d.Exports = namesOf(d.ImportTypes), namesOf(d.ExportTypes)
	d.customs(m.Customs, 0, true)
	d.memories(m, 0)
	return s.err()
}

func namesOf(items []Item) []string {
	names := make([]string, len(items))
	for i := range items {
		names[i] = items[i].Name
	}
	return names
}

// partsOf lists what is nested, in the order of the file.
func (d *Description) partsOf(c *wasm.Component, depth int) {
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

func (d *Description) modulePart(m *wasm.Module, depth int) {
	d.Parts = append(d.Parts, Part{
		Kind: "module", Name: m.Name, Depth: depth, Offset: m.Offset, Size: m.Size, Functions: m.Functions,
	})
	d.customs(m.Customs, len(d.Parts), !isAdapter(m))
	d.memories(m, len(d.Parts))
}

// isAdapter tells what stands between a module of preview 1 and WASI 0.2: nobody wrote the
// component in its language. wit-component gives it the main module by this name.
func isAdapter(m *wasm.Module) bool {
	return slices.ContainsFunc(m.Imports, func(i wasm.CoreExtern) bool { return i.Module == "__main_module__" })
}

func (d *Description) componentPart(c *wasm.Component, depth int) {
	d.Parts = append(d.Parts, Part{Kind: "component", Name: c.Name, Depth: depth, Offset: c.Offset, Size: c.Size})
	d.customs(c.Customs, len(d.Parts), true)
	d.partsOf(c, depth+1)
}

func (d *Description) memories(m *wasm.Module, part int) {
	for _, memory := range m.Memories {
		d.Memories = append(d.Memories, memoryOf(memory, part))
	}
	if part > 0 { // what a nested module imports, another one defines
		return
	}
	for _, e := range m.Imports {
		if e.Type.Memory != nil {
			imported := memoryOf(*e.Type.Memory, part)
			imported.Imported = true
			d.Memories = append(d.Memories, imported)
		}
	}
}

func memoryOf(m wasm.Memory, part int) Memory {
	own := Memory{Module: part, Minimum: times(m.Min, m.PageSize), Shared: m.Shared, Is64: m.Is64}
	if m.HasMax {
		most := times(m.Max, m.PageSize)
		own.Maximum = &most
	}
	return own
}

// times multiplies, up to the largest number: that of bytes in 2^48 pages is one
// more.
func times(a, b uint64) uint64 {
	if high, low := bits.Mul64(a, b); high == 0 {
		return low
	}
	return math.MaxUint64
}

// plus adds likewise.
func plus(a, b uint64) uint64 {
	if sum, carry := bits.Add64(a, b, 0); carry == 0 {
		return sum
	}
	return math.MaxUint64
}

// customs lists custom sections. made tells that their producers are those of the file.
func (d *Description) customs(list []wasm.Custom, part int, made bool) {
	for _, c := range list {
		if d.sayer.spend(Item{Name: c.Name}); d.sayer.left < 0 {
			return
		}
		d.Customs = append(d.Customs, Custom{Name: c.Name, Size: len(c.Data), Part: part})
		if made {
			d.produced(c)
		}
		if part == 0 {
			d.Metadata.read(c)
		}
	}
}

// limitsText are limits as the text format writes them.
func limitsText(l wasm.Limits) string {
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
