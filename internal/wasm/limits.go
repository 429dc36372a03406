package wasm

// Limits on what a file may hold. Those with a counterpart in wasmparser have its
// value, or are stricter where the value there would let a small file take
// much memory.
const (
	maxNesting      = 100       // components in components, type declarations in type declarations
	maxTypeDepth    = 200       // types in types, links from a named type to its definition included
	maxTypeSize     = 1_000_000 // nodes of a type, written out as a tree
	maxSpace        = 100_000   // entries of an index space of a component or a type
	maxComponents   = 1_000     // components, modules or instances of a component
	maxParts        = 1_000     // modules and components of a file that is compiled, and one more for partOfBytes each
	partOfBytes     = 1 << 10
	maxNameSize     = 100_000 // bytes of a name
	maxLabelSize    = 256     // bytes of a field, case or flag, which the host copies into each value
	maxMembers      = 10_000  // fields, cases, names, elements
	maxFlags        = 32
	maxParams       = 1_000
	maxArgs         = 100_000 // of an instantiation; exports of an inline instance
	maxCanonOptions = 10
	maxCoreTypes    = 1_000_000 // types, functions, globals, imports, exports of a module
	maxCoreTables   = 100       // tables, memories
	maxFixedList    = 1 << 30

	// maxMemory is what a decoding may allocate, in bytes as estimated. The
	// garbage collector lets the heap grow to twice as much.
	maxMemory = 48 << 20
	// maxWork is how many nodes of types a decoding may visit beyond those that
	// it reads: what instantiations cost.
	maxWork = 3_000_000
	// maxID bounds the numbers of types, which instantiation can double.
	maxID = 1 << 60
)

// Estimates of sizes in memory, in bytes.
const (
	typeCost   = 224
	memberCost = 40
	externCost = 96
	entryCost  = 48 // of a map or a small structure
	// coreFuncCost includes what collecting many of them costs.
	coreFuncCost = 192
)

// spend accounts for n bytes that are about to be allocated.
func (d *decoder) spend(n int) {
	d.memory += n
	if d.memory > d.limit && d.err == nil {
		d.fail(d.at, "the file needs more memory to describe than the limit of %d MiB", d.limit>>20)
		d.err.Limit = true
	}
}

// work accounts for n visits.
func (d *decoder) work(n int) {
	d.visits += n
	if d.visits > maxWork {
		d.fail(d.at, "the types of instances are too large: more than %d steps to work them out", maxWork)
	}
}
