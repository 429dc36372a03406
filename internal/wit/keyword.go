package wit

// keyword tells whether WIT takes a word for something else unless % stands before
// it. Component Model, WIT.md, "Keywords", and the names of types.
func keyword(word string) bool {
	switch word {
	case "use", "type", "func", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "float32",
		"float64", "char", "resource", "record", "flags", "variant", "enum", "bool", "string", "option", "result",
		"future", "stream", "list", "own", "borrow", "as", "from", "static", "interface", "tuple", "world", "import",
		"export", "package", "with", "include", "constructor", "error-context", "async", "map":
		return true
	default:
		return false
	}
}

// escape is a name as WIT writes it.
func escape(name string) string {
	if keyword(name) {
		return "%" + name
	}
	return name
}
