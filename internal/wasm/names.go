package wasm

// ownName is the name of a module or a component in the contents of its section
// of names, "" where there is none. Nothing depends on that section, so that
// what is wrong in it is no error.
//
// Core specification, "Custom Sections", "Name Section"; Component Model,
// Binary.md, "Name Section".
func ownName(data []byte) string {
	r := &reader{decoder: newDecoder(data, Options{}), end: len(data)}
	for r.ok() && r.pos < r.end {
		id := r.byte("a subsection")
		body := r.sub(int(r.u32("a size")), "a subsection")
		if name := ""; id == 0 {
			if name = body.name("a name"); body.ok() {
				return name
			}
		}
	}
	return ""
}
