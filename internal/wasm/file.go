package wasm

// File is what a binary holds: a component or a core module, of which one is nil.
type File struct {
	// Version is the preamble's: 1 for a module, 13 for a component.
	Version   uint16
	Size      int
	Component *Component
	Module    *Module
	// Async tells that something of it needs the asynchronous part of the Component
	// Model, which WASI 0.3 is made with: async functions, streams, futures, error
	// contexts, or what is built in for them.
	Async bool
}

// Section is a section of a component or a module, in the order of the file.
type Section struct {
	ID   byte
	Name string // "type", "import", "custom", …
	// Offset is where the section's contents start, and Size their size. The
	// header before them is the rest of what the section takes in the file.
	Offset, Size int
}

// Custom is a custom section.
type Custom struct {
	Name string
	// Offset is where Data starts.
	Offset int
	// Data is a part of the input, not a copy.
	Data []byte
}

// Component is a component, the file's own or a nested one.
type Component struct {
	// Name is that of the "component-name" section, "" without one.
	Name string
	// Offset is where the preamble starts; Size includes it.
	Offset, Size int
	Sections     []Section
	Customs      []Custom
	Modules      []*Module
	Components   []*Component
	// Imports and Exports are in order, with their types.
	Imports, Exports []Extern
	// Counts says how many entries the index spaces have, by their names:
	// "func", "core func", "instance", …
	Counts map[string]int

	plan *plan
}

// Module is a core module, the file's own or a nested one.
type Module struct {
	// Name is that of the "name" section, "" without one.
	Name         string
	Offset, Size int
	Sections     []Section
	Customs      []Custom
	ModuleType
	// Functions, Tables, Memories, Globals and Tags are the module's own: what
	// it imports is not among them.
	Functions int
	Tables    []Table
	Memories  []Memory
	Globals   []Global
	Tags      int
	Elements  int
	Data      int
	// Start is the index of the start function, -1 without one.
	Start int
}
