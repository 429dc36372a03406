package wasm

// CoreValue is a value type of core WebAssembly in the words of its text format:
// "i32", "funcref", "(ref null 3)".
type CoreValue string

// CoreFunc is the type of a core function.
type CoreFunc struct {
	Params, Results []CoreValue
}

// CoreKind is the kind of a core import or export.
type CoreKind uint8

// The kinds of core imports and exports, with the numbers of the format.
const (
	CoreKindFunc CoreKind = iota
	CoreKindTable
	CoreKindMemory
	CoreKindGlobal
	CoreKindTag
)

var coreKindNames = [...]string{"func", "table", "memory", "global", "tag"}

// String is the kind in the words of the text format.
func (k CoreKind) String() string { return coreKindNames[k] }

// CoreType is the type of a core import or export; the field of its kind is set.
type CoreType struct {
	Kind   CoreKind
	Func   *CoreFunc // of functions and tags; nil where the type is not known
	Table  *Table
	Memory *Memory
	Global *Global
}

// Limits are the bounds of a table or a memory.
type Limits struct {
	Min uint64
	// Max is meaningful if HasMax.
	Max    uint64
	HasMax bool
	// Is64 tells that indices are of 64 bits.
	Is64, Shared bool
}

// Memory is the type of a linear memory, in pages.
type Memory struct {
	Limits
	// PageSize is in bytes: 65536, unless the type says otherwise.
	PageSize uint64
}

// Table is the type of a table.
type Table struct {
	Limits
	Elem CoreValue
}

// Global is the type of a global.
type Global struct {
	Type            CoreValue
	Mutable, Shared bool
}

// ModuleType is what a core module imports and exports.
type ModuleType struct {
	Imports, Exports []CoreExtern
}

// CoreExtern is an import or an export of a core module.
type CoreExtern struct {
	Module string // of an import
	Name   string
	Type   CoreType
}
