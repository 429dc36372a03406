package wasm

// operand is what a canonical definition is followed by.
type operand byte

const (
	operandResource operand = iota
	operandType
	operandStream
	operandFuture
	operandOptions
	operandResults
	operandFlag
	operandMemory
	operandTable
	operandCoreValue
	operandNumber
	operandCoreType
)

// builtins are the canonical definitions that make a core function of nothing
// but their operands. Component Model, Binary.md, "Canonical Definitions".
var builtins = [...][]operand{
	0x02: {operandResource}, 0x03: {operandResource}, 0x04: {operandResource}, // resource.new, drop, rep
	0x05: {}, 0x06: {operandFlag}, // task.cancel, subtask.cancel
	0x08: {operandFlag}, 0x24: {}, 0x25: {}, // backpressure.set, inc, dec
	0x09: {operandResults, operandOptions},                                           // task.return
	0x0a: {operandCoreValue, operandNumber}, 0x0b: {operandCoreValue, operandNumber}, // context.get, set
	0x0c: {operandFlag}, 0x0d: {}, // thread.yield, subtask.drop
	0x0e: {operandStream}, 0x0f: {operandStream, operandOptions}, 0x10: {operandStream, operandOptions},
	0x11: {operandStream, operandFlag}, 0x12: {operandStream, operandFlag}, // stream.cancel-read, cancel-write
	0x13: {operandStream}, 0x14: {operandStream}, // stream.drop-readable, drop-writable
	0x15: {operandFuture}, 0x16: {operandFuture, operandOptions}, 0x17: {operandFuture, operandOptions},
	0x18: {operandFuture, operandFlag}, 0x19: {operandFuture, operandFlag},
	0x1a: {operandFuture}, 0x1b: {operandFuture},
	0x1c: {operandOptions}, 0x1d: {operandOptions}, 0x1e: {}, // error-context.new, debug-message, drop
	0x1f: {}, 0x20: {operandFlag, operandMemory}, 0x21: {operandFlag, operandMemory}, // waitable-set.new, wait, poll
	0x22: {}, 0x23: {}, // waitable-set.drop, waitable.join
	0x26: {}, 0x27: {operandCoreType, operandTable}, 0x28: {}, // thread.index, new-indirect, resume-later
	0x29: {operandFlag}, 0x2a: {operandFlag}, 0x2b: {operandFlag}, // thread.suspend, suspend-then-resume, …
	0x2c: {operandFlag}, 0x2d: {operandFlag},
	0x40: {operandCoreType}, 0x41: {operandCoreType, operandTable}, 0x42: {}, // thread.spawn-ref, spawn-indirect, …
}

// Canonical definitions that are not built-in functions.
const (
	canonLift  = 0x00
	canonLower = 0x01
)

func (s *space) canonDef() {
	start := s.pos
	switch code := s.byte("a canonical definition"); code {
	case canonLift:
		s.lift()
	case canonLower:
		s.expectZero("a lowered function")
		s.lowers(s.item(SortFunc))
		s.options()
		s.addCore(CoreType{Kind: CoreKindFunc})
	default:
		var operands []operand
		if int(code) < len(builtins) {
			operands = builtins[code]
		}
		if operands == nil {
			s.fail(start, "expected a canonical definition, found 0x%02x", code)
		}
		if !isSync(code) {
			s.isAsync(start, "a function that is built in for it")
		}
		for _, operand := range operands {
			s.operand(operand)
		}
		s.addCore(CoreType{Kind: CoreKindFunc})
		s.compiles(0)
	}
}

// isSync tells the built-in functions that are about resources, or about threads, from
// those for asynchronous calls.
func isSync(code byte) bool {
	const resourceNew, resourceRep, threads = 0x02, 0x04, 0x40
	return code >= resourceNew && code <= resourceRep || code >= threads
}

func (s *space) expectZero(what string) {
	if b := s.byte(what); b != 0 {
		s.fail(s.pos-1, "expected 0 in %s, found 0x%02x", what, b)
	}
}

// lift reads a function made of a core function.
func (s *space) lift() {
	s.expectZero("a lifted function")
	s.coreItem(CoreKindFunc)
	s.options()
	start := s.pos
	t := s.item(SortType)
	if s.ok() && t.Kind != KindFunc {
		s.fail(start, "expected the type of a function, found a %s", t.Kind)
	}
	s.add(SortFunc, t)
	s.weigh("")
}

func (s *space) operand(o operand) {
	switch o {
	case operandResource:
		s.resource()
	case operandType:
		s.item(SortType)
	case operandStream:
		s.channel(KindStream)
	case operandFuture:
		s.channel(KindFuture)
	case operandOptions:
		s.options()
	case operandResults:
		s.results()
	case operandFlag:
		s.flag("a choice")
	case operandMemory:
		s.coreItem(CoreKindMemory)
	case operandTable:
		s.coreItem(CoreKindTable)
	case operandCoreValue:
		s.coreValue()
	case operandNumber:
		s.u32("a number")
	case operandCoreType:
		pick(s.reader, s.coreTypes, s.u32("a core type index"), "core type")
	}
}

// channel reads the index of a type of streams or futures.
func (s *space) channel(kind Kind) {
	start := s.pos
	if t := s.item(SortType); s.ok() && t.Kind != kind {
		s.fail(start, "expected a %s, found a %s", kind, t.Kind)
	}
}

// options reads how values are passed, each option at most once.
func (s *space) options() {
	n := s.count(maxCanonOptions, "options")
	seen := map[byte]bool{}
	for i := 0; i < n && s.ok(); i++ {
		code := s.byte("an option")
		if seen[code] {
			s.fail(s.pos-1, "the option 0x%02x is there twice", code)
		}
		seen[code] = true
		s.option(code)
	}
}

func (s *space) option(code byte) {
	switch code {
	case 0x06: // async
		s.isAsync(s.pos-1, "an async function")
	case 0x00, 0x01, 0x02, 0x09: // utf8, utf16, latin1+utf16, gc
	case 0x03: // memory
		s.coreItem(CoreKindMemory)
	case 0x04, 0x05, 0x07: // realloc, post-return, callback
		s.coreItem(CoreKindFunc)
	case 0x08: // core type
		pick(s.reader, s.coreTypes, s.u32("a core type index"), "core type")
	default:
		s.fail(s.pos-1, "expected an option, found 0x%02x", code)
	}
}

// start reads the start function, whose results are values. Component Model,
// Binary.md, "Start Definitions".
func (s *space) start() {
	f := s.item(SortFunc)
	n := s.count(maxParams, "arguments")
	for i := 0; i < n && s.ok(); i++ {
		s.item(SortValue)
	}
	results := s.u32("the number of results")
	if !s.ok() {
		return
	}
	wanted := uint32(0)
	if f.Elem != nil {
		wanted = 1
		s.add(SortValue, f.Elem)
	}
	if n != len(f.Members) || results != wanted {
		s.failf("the start function takes %d arguments and gives %d results", len(f.Members), wanted)
	}
}

// valueDef reads a value, whose bytes are skipped. Component Model, Binary.md,
// "Value Definitions".
func (s *space) valueDef() {
	t := s.valueType()
	s.bytes(int(s.u32("the size of a value")), "a value")
	s.add(SortValue, t)
}
