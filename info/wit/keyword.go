package wit

// keywords are the words that WIT takes for something else unless % stands before
// them. Component Model, WIT.md, "Keywords", and the names of types.
var keywords = map[string]bool{
	"use": true, "type": true, "func": true, "u8": true, "u16": true, "u32": true, "u64": true, "s8": true,
	"s16": true, "s32": true, "s64": true, "f32": true, "f64": true, "float32": true, "float64": true, "char": true,
	"resource": true, "record": true, "flags": true, "variant": true, "enum": true, "bool": true, "string": true,
	"option": true, "result": true, "future": true, "stream": true, "list": true, "own": true, "borrow": true,
	"as": true, "from": true, "static": true, "interface": true, "tuple": true, "world": true, "import": true,
	"export": true, "package": true, "with": true, "include": true, "constructor": true, "error-context": true,
	"async": true, "map": true,
}

// escape is a name as WIT writes it.
func escape(name string) string {
	if keywords[name] {
		return "%" + name
	}
	return name
}
