package info

import (
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/wasi"
)

// Description is what there is to know of a component or a core module, and,
// where a manifest names it, of what it would be granted. In JSON it is what
// schema.json says.
type Description struct {
	// Manifest is nil for a file by itself.
	Manifest *Manifest `json:"manifest,omitempty"`
	// Path is the file, "-" for standard input.
	Path string `json:"path"`
	// Kind is "component" or "module".
	Kind string `json:"kind"`
	// Format is "binary" or "text".
	Format string `json:"format"`
	// Size is in bytes, of the file.
	Size int64 `json:"size"`
	// Digest is that of the file: "sha256:" and 64 hexadecimal digits.
	Digest string `json:"digest"`
	// Name is what the file calls itself, "" if it doesn't.
	Name string `json:"name,omitempty"`
	// World is what it can be used as.
	World World `json:"world"`
	// WASI is the newest version of WASI that it names: "0.2.12", or
	// "preview1"; "" for none.
	WASI string `json:"wasi,omitempty"`
	// Async tells that it has asynchronous functions, streams or the like of WASI 0.3,
	// which this version can't compile.
	Async bool `json:"async,omitempty"`
	// Compiled reports whether the cache has its code; nil if that isn't known.
	Compiled *bool `json:"compiled,omitempty"`
	// Imports and Exports are names, in order.
	Imports []string `json:"imports"`
	Exports []string `json:"exports"`
	// ImportTypes and ExportTypes are the same with everything in them.
	ImportTypes []Item `json:"import_types"`
	ExportTypes []Item `json:"export_types"`
	// Producers are the languages and tools that it was made with.
	Producers []Producer `json:"producers"`
	// Metadata is what its authors say of it.
	Metadata Metadata `json:"metadata"`
	// Memories are all linear memories that it defines.
	Memories []Memory `json:"memories"`
	// Parts are nested components and core modules.
	Parts []Part `json:"parts"`
	// Customs are custom sections, its own and those of its parts.
	Customs []Custom `json:"custom_sections"`
	// Needs holds what it imports against what is granted.
	Needs []Need `json:"needs"`

	// Sizes tells what takes how many bytes, where that is asked for (--tree).
	Sizes *Node `json:"tree,omitempty"`

	file  *wasm.File
	sayer *sayer
	size  int // of what file describes: that of the binary for a text
}

// Manifest is what a manifest says of the component that it names.
type Manifest struct {
	Path    string `json:"path"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`

	has func(key string) bool // what is written in it
}

// World is a role of a component.
type World string

// The worlds.
const (
	// Command is run from beginning to end (wasi:cli/command, or _start).
	Command World = "command"
	// HTTPProxy answers requests (wasi:http/proxy).
	HTTPProxy World = "http-proxy"
	// Reactor is a core module with _initialize.
	Reactor World = "reactor"
	// Library is for other components, or a host, to call.
	Library World = "library"
)

// Item is an import or an export.
type Item struct {
	Name string `json:"name"`
	// Kind is "interface", "instance", "func", "type", "resource", "component",
	// "module", "value"; of a core module also "memory", "table", "global",
	// "tag".
	Kind string `json:"kind"`
	// Type is the signature or the definition, in WIT; "" for what has items.
	Type string `json:"type,omitempty"`
	// Items are what an instance has.
	Items []Item `json:"items,omitempty"`
}

// Producer is a language or a tool, with its version.
type Producer struct {
	// Field is "language", "processed-by" or "sdk".
	Field   string `json:"field"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

// Metadata is what a component's authors say of it.
type Metadata struct {
	Authors     string `json:"authors,omitempty"`
	Description string `json:"description,omitempty"`
	Licenses    string `json:"licenses,omitempty"`
	Source      string `json:"source,omitempty"`
	Homepage    string `json:"homepage,omitempty"`
	Revision    string `json:"revision,omitempty"`
	Version     string `json:"version,omitempty"`
}

// Memory is a linear memory.
type Memory struct {
	// Module is the number of the core module that defines it, in the order of
	// Parts; 0 for the file itself.
	Module int `json:"module"`
	// Minimum and Maximum are in bytes; Maximum is nil without one.
	Minimum uint64  `json:"minimum"`
	Maximum *uint64 `json:"maximum,omitempty"`
	Shared  bool    `json:"shared,omitempty"`
	// Imported tells a memory that a core module gets from outside.
	Imported bool `json:"imported,omitempty"`
	Is64     bool `json:"memory64,omitempty"`
}

// Part is a nested component or core module.
type Part struct {
	// Kind is "component" or "module".
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	// Depth is 1 for what is directly inside.
	Depth int `json:"depth"`
	// Offset and Size are in bytes of the binary.
	Offset    int `json:"offset"`
	Size      int `json:"size"`
	Functions int `json:"functions,omitempty"`
}

// Custom is a custom section.
type Custom struct {
	Name string `json:"name"`
	Size int    `json:"size"`
	// Part is the number of the part that has it; 0 for the file itself.
	Part int `json:"part"`
}

// Need is an import with what stands behind it.
type Need struct {
	Import string      `json:"import"`
	Status wasi.Status `json:"status"`
	What   string      `json:"what,omitempty"`
	Rule   string      `json:"rule,omitempty"`

	need wasi.Need
}

// Localize says in a language what there is of it.
func (n *Need) Localize(lang message.Lang) string { return n.need.What.In(lang) }
