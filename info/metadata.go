package info

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/wasm"
)

// read takes what a custom section says of a component. Their names are those of
// wasm-tools' metadata, which follow the annotations of OCI images.
func (m *Metadata) read(c wasm.Custom) {
	var field *string
	switch c.Name {
	case "authors":
		field = &m.Authors
	case "description":
		field = &m.Description
	case "licenses":
		field = &m.Licenses
	case "source":
		field = &m.Source
	case "homepage":
		field = &m.Homepage
	case "revision":
		field = &m.Revision
	case "version":
		field = &m.Version
	default:
		return
	}
	if utf8.Valid(c.Data) {
		*field = string(c.Data)
	}
}

// produced reads a producers section (WebAssembly tool conventions,
// ProducersSection.md). What can't be read is left out: nothing depends on it.
func (d *Description) produced(c wasm.Custom) {
	if c.Name != "producers" {
		return
	}
	r := fields{c.Data, true}
	for n := r.count(); n > 0 && r.ok; n-- {
		field := r.text()
		for m := r.count(); m > 0 && r.ok; m-- {
			p := Producer{Field: field, Name: r.text(), Version: r.text()}
			if r.ok && len(d.Producers) < maxProducers && !slices.Contains(d.Producers, p) {
				d.Producers = append(d.Producers, p)
			}
		}
	}
}

// maxProducers is many times what toolchains leave behind.
const maxProducers = 256

// fields reads numbers and names.
type fields struct {
	in []byte
	ok bool
}

func (r *fields) count() uint64 {
	n, size := binary.Uvarint(r.in)
	if size <= 0 || n > uint64(len(r.in)) {
		r.ok = false
		return 0
	}
	r.in = r.in[size:]
	return n
}

func (r *fields) text() string {
	n := r.count()
	if !r.ok || n > uint64(len(r.in)) || !utf8.Valid(r.in[:n]) {
		r.ok = false
		return ""
	}
	text := string(r.in[:n])
	r.in = r.in[n:]
	return text
}
