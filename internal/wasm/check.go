package wasm

// CheckVersion changes whenever [Check] refuses what it let pass: what was compiled
// before then isn't to be loaded any more.
const CheckVersion = 4

// Checked is a file that may be given to the compiler.
type Checked struct {
	*File
	// Totals of a component; zero for a core module, of which there is one
	// instance.
	Totals
	async    *Error
	images   uint64 // bytes of what memories begin with; see BoundImages
	imagesAt int
}

// CheckBeginning tells what is wrong with a file of which the first bytes are known, and
// its size: data has that size, and the rest of it isn't looked at. It finds less than
// Check does; nil says nothing about the file.
func CheckBeginning(data []byte, known int) error {
	d := newDecoder(data, Options{})
	d.known = known
	d.file()
	if d.err == nil || d.beyond || d.at >= known {
		return nil
	}
	return d.err
}

// Check decodes a file that is to be compiled, and refuses one that would take
// the compiler, or each run, more than its size accounts for: through types and
// components that are nested too deeply, through instances, through functions whose
// locals and blocks are too many, or through what tables begin with. Whatever can't be read is refused, but for
// what is in the bodies of functions. An error is an [*Error].
//
// Time and memory are bounded as those of [Decode] are.
func Check(data []byte) (*Checked, error) {
	d := newDecoder(data, Options{})
	d.effort = &effort{}
	file := d.file()
	if d.err != nil {
		return nil, d.err
	}
	checked := &Checked{File: file, async: d.async, images: d.images, imagesAt: d.imagesAt}
	if file.Component != nil {
		d.part = "component"
		d.imports(file.Component)
		checked.Totals = d.link(file.Component)
	}
	if d.err != nil {
		return nil, d.err
	}
	return checked, nil
}

// RefuseAsync is an [*Error] for a component that has something of the asynchronous part
// of the Component Model. The C API of wasmtime ends the process on values of it.
func (c *Checked) RefuseAsync() error {
	if c.async == nil {
		return nil
	}
	return c.async
}
