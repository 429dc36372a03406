package main

import "slices"

// The suites move on with the text format. The options of canonical functions
// say of what sort their index is nowadays, (memory (core memory $m "mem")), and
// wasmtime 44 knows (memory $m "mem") only. What a component does is the same in
// either spelling, so it is tested in the older one.

// edit replaces a part of a source.
type edit struct {
	begin, end int
	text       string
}

// older spells code as wasmtime 44 reads it. Code that is no list of
// S-expressions stays as it is.
func older(source []byte) []byte {
	nodes, err := read("", source)
	if err != nil {
		return source
	}
	var edits []edit
	for i := range nodes {
		edits = olderOptions(edits, &nodes[i])
	}
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, source[at:e.begin]...), e.text...)
		at = e.end
	}
	return append(out, source[at:]...)
}

// olderOptions adds the edits of a list and of what is in it, in order.
func olderOptions(edits []edit, n *node) []edit {
	if isCore(n, "module") {
		return edits // which has no such options
	}
	if option := n.keyword(); len(n.items) == 2 {
		of := &n.items[1]
		switch {
		case option == "memory" && isCore(of, "memory"):
			return append(edits, edit{of.begin, of.items[2].begin, ""}, edit{of.end - 1, of.end, ""})
		case slices.Contains([]string{"realloc", "post-return", "callback", "dtor"}, option) && isCore(of, "func"):
			return append(edits, dropCore(of))
		case option == "dtor" && of.kind == atomNode:
			return append(edits, edit{of.begin, of.end, "(func " + of.text + ")"})
		}
	}
	for i := range n.items {
		if item := &n.items[i]; n.keyword() == "canon" && isCore(item, "table") {
			edits = append(edits, dropCore(item))
		} else {
			edits = olderOptions(edits, item)
		}
	}
	return edits
}

// isCore tells (core sort …).
func isCore(n *node, sort string) bool {
	return n.keyword() == "core" && len(n.items) > 2 && n.items[1].text == sort
}

// dropCore leaves the word out.
func dropCore(n *node) edit { return edit{n.items[0].begin, n.items[1].begin, ""} }
