package wasm

// Decode reads a component or a core module. The result keeps parts of data,
// which must not change afterwards. An error is an [*Error].
//
// Decoding takes time in proportion to the size of what is not code, and at
// most some 100 MB of memory beyond data.
func Decode(data []byte) (*File, error) { return DecodeWith(data, Options{}) }

// Options bound a decoding. The zero value is that of Decode.
type Options struct {
	// Memory is the most that may be allocated, in bytes as estimated; 0 is 48
	// MiB. A file that needs more is an [*Error] with Limit.
	Memory int
	// Passed, if not nil, is told how far the decoding is, every few megabytes:
	// what lies before is hardly looked at again.
	Passed func(offset int)
}

// passedStep is how often Passed is called, in bytes.
const passedStep = 4 << 20

// DecodeWith is Decode with options.
func DecodeWith(data []byte, opts Options) (*File, error) {
	d := newDecoder(data, opts)
	file := d.file()
	if d.err != nil {
		return nil, d.err
	}
	return file, nil
}

func newDecoder(data []byte, opts Options) *decoder {
	d := &decoder{data: data, part: "preamble", limit: maxMemory, passed: opts.Passed, next: passedStep, known: len(data)}
	if opts.Memory > 0 {
		d.limit = opts.Memory
	}
	return d
}

// file decodes all of the data. What it gives is of no use after an error.
func (d *decoder) file() *File {
	r := &reader{decoder: d, end: len(d.data)}
	file := &File{Size: len(d.data)}
	layer := r.preamble(file)
	switch {
	case !r.ok():
	case layer == layerComponent:
		file.Component, _ = d.component(r, nil)
	default:
		file.Module = d.coreModule(r)
	}
	file.Async = d.async != nil
	return file
}

// Layers, which tell components from core modules, and the versions of each.
const (
	layerModule      = 0
	layerComponent   = 1
	versionModule    = 1
	versionComponent = 0x0d
)

// preamble reads the first eight bytes, and gives the layer. Component Model,
// Binary.md, "Component Definitions".
func (r *reader) preamble(file *File) uint16 {
	if magic := r.bytes(4, "the magic number"); r.ok() && string(magic) != "\x00asm" {
		r.fail(r.pos-4, `expected "\0asm", found %q`, magic)
	}
	version, layer := r.u16("the version"), r.u16("the layer")
	switch {
	case !r.ok():
	case layer == layerModule && version == versionModule:
	case layer == layerComponent && version == versionComponent:
	default:
		r.fail(r.pos-4, "expected version 1 of a core module or 13 of a component, found version %d, layer %d",
			version, layer)
	}
	file.Version = version
	return layer
}

// u16 reads a number of two bytes, the lower first.
func (r *reader) u16(what string) uint16 {
	b := r.bytes(2, what)
	if !r.ok() {
		return 0
	}
	return uint16(b[0]) | uint16(b[1])<<8
}

// nested reads the preamble of a component or module in a section.
func (r *reader) nested(layer uint16, what string) {
	start := r.pos
	if found := r.preamble(&File{}); r.ok() && found != layer {
		r.fail(start, "expected a %s", what)
	}
}
