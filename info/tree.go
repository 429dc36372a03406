package info

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/wasm"
)

// Node is a part of a file with what is in it, by size.
type Node struct {
	// Kind is file, component, core module, custom, or the name of another section.
	Kind string `json:"kind"`
	// Name is the file's, or that of a custom section or of a nested part that has one.
	Name string `json:"name,omitempty"`
	// Size is in bytes, with the header of a section.
	Size int `json:"size"`
	// Children are what is in it, the largest first.
	Children []Node `json:"children,omitempty"`
}

const kindCustom = "custom"

// label is how people are told of it.
func (n *Node) label() string {
	switch {
	case n.Kind == "file", n.Name == "" && n.Kind != kindCustom:
		return cmp.Or(n.Name, n.Kind)
	}
	return n.Kind + " " + n.Name
}

// Tree divides the file into sections, and nested parts into theirs. The sizes
// of a node's children, and of the headers that belong to none of them, add up
// to the node's.
func (d *Description) Tree() Node {
	root := Node{Kind: "file", Name: d.Path, Size: d.size}
	if d.file.Module != nil {
		root.Children = moduleNodes(d.file.Module)
	} else {
		root.Children = componentNodes(d.file.Component)
	}
	return root
}

func moduleNodes(m *wasm.Module) []Node {
	nodes := make([]Node, 0, len(m.Sections))
	customs := m.Customs
	for _, s := range m.Sections {
		n := Node{Kind: s.Name, Size: s.Size}
		if s.ID == 0 && len(customs) > 0 {
			n.Kind, n.Name, customs = kindCustom, customs[0].Name, customs[1:]
		}
		nodes = append(nodes, n)
	}
	return bySize(nodes)
}

func componentNodes(c *wasm.Component) []Node {
	var nodes []Node
	customs, modules, components := c.Customs, c.Modules, c.Components
	for _, s := range c.Sections {
		n := Node{Kind: s.Name, Size: s.Size}
		switch {
		case s.ID == 0 && len(customs) > 0:
			n.Kind, n.Name, customs = kindCustom, customs[0].Name, customs[1:]
		case len(modules) > 0 && modules[0].Offset == s.Offset:
			n.Kind, n.Name, n.Children, modules = "core module", modules[0].Name, moduleNodes(modules[0]), modules[1:]
		case len(components) > 0 && components[0].Offset == s.Offset:
			n.Kind, n.Name, n.Children, components = "component", components[0].Name, componentNodes(components[0]), components[1:]
		}
		nodes = append(nodes, n)
	}
	return bySize(merged(nodes))
}

// merged adds up the sections of one kind that have nothing in them: a component
// has many of each.
func merged(nodes []Node) []Node {
	var list []Node
	index := map[[2]string]int{}
	for _, n := range nodes {
		what := [2]string{n.Kind, n.Name}
		at, seen := index[what]
		if seen && len(n.Children) == 0 {
			list[at].Size += n.Size
			continue
		}
		if len(n.Children) == 0 {
			index[what] = len(list)
		}
		list = append(list, n)
	}
	return list
}

func bySize(nodes []Node) []Node {
	slices.SortStableFunc(nodes, func(a, b Node) int { return b.Size - a.Size })
	return nodes
}

func (p *text) tree(d *Description) {
	p.heading(p.say(&message.InfoTree))
	root := d.Tree()
	p.node(root, root.Size, "")
}

func (p *text) node(n Node, whole int, indent string) {
	share := 0.0
	if whole > 0 {
		share = 100 * float64(n.Size) / float64(whole)
	}
	p.line("  %s %5.1f %%  %s%s", fmt.Sprintf("%10s", bytesText(uint64(n.Size))), share, indent, message.Name(n.label())) //nolint:gosec // not negative
	for _, child := range n.Children {
		p.node(child, whole, indent+"  ")
	}
}
