package wasm

// What an instance of a core module takes of the host's memory in wasmtime 44, in
// bytes, besides the contents of its memories and tables, and besides the
// kilobyte of an empty one: how many there are has a limit of its own. Functions
// count whether or not they need an entry, which only those do that something
// refers to.
const (
	stateOfFunc   = 32
	stateOfTable  = 160
	stateOfMemory = 256
	stateOfGlobal = 16
	stateOfTag    = 24
)

// state estimates what an instance of m takes; nothing if m isn't known.
func (m *Module) state() uint64 {
	if m == nil {
		return 0
	}
	n := uint64(m.Functions)*stateOfFunc + uint64(len(m.Tables))*stateOfTable + uint64(len(m.Memories))*stateOfMemory //nolint:gosec // counts
	n += uint64(len(m.Globals))*stateOfGlobal + uint64(m.Tags)*stateOfTag                                             //nolint:gosec // counts
	return n + uint64(len(m.Imports))*stateOfFunc
}
