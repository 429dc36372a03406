package manifest

import (
	"reflect"
	"slices"

	"github.com/qyvol/qyvol/internal/message"
)

// Options says how to read a manifest. The zero value is ready to use.
type Options struct {
	// Path names the manifest in errors. ReadFile fills it in when it is empty.
	Path string

	// whole takes the whole format, with what this version can't enforce. Only
	// tests set it.
	whole bool
}

// Parse reads a manifest from its text: UTF-8, at most MaxSize bytes. It returns
// [Errors], with everything that was found wrong, or a manifest that may have
// Warnings.
func Parse(data []byte, opts Options) (*Manifest, error) {
	src, err := decodeText(data, opts.Path)
	if err != nil {
		return nil, err
	}
	d := &decoder{report: &report{src: src}, whole: opts.whole}
	m := d.document()
	if err := d.err(); err != nil {
		return nil, err
	}
	m.Warnings = d.sortedWarnings()
	m.spots = d.spots()
	return m, nil
}

// document decodes the whole text, then looks at what it says together.
func (d *decoder) document() *Manifest {
	root := d.parseYAML()
	if root == nil {
		return nil
	}
	m := &Manifest{Path: d.src.path, src: d.src}
	d.visited = make([]visit, 0, min(len(d.src.starts), 256)+32)
	at := visit{spot: spot{value: d.src.spanOf(root, span{})}, node: root}
	if !isMapping(root) {
		d.fail(ErrType, at.value, message.ManifestNotAMapping.With(described(root)), message.ManifestEmptyHint.With())
		return nil
	}
	d.mapping(at, reflect.ValueOf(m).Elem())
	if !d.whole {
		d.unavailable()
	}
	d.coherent(m)
	return m
}

func (d *decoder) sortedWarnings() []*Warning {
	slices.SortStableFunc(d.warnings, func(a, b *Warning) int {
		switch {
		case a.before(b.Position):
			return -1
		case b.before(a.Position):
			return 1
		}
		return 0
	})
	return d.warnings
}

func (d *decoder) spots() []spot {
	list := make([]spot, len(d.visited))
	for i, v := range d.visited {
		list[i] = v.spot
	}
	return list
}

// Error makes an error about the value at a path, for rooms that find out later
// that it can't be used. A path that the manifest doesn't have makes an error
// about the whole file.
func (m *Manifest) Error(kind Kind, path string, text, hint message.Text) *Error {
	return &Error{Kind: kind, Notice: m.notice(path, text, hint)}
}

// Warning makes a warning about the value at a path, like Error.
func (m *Manifest) Warning(path string, text, hint message.Text) *Warning {
	return &Warning{Notice: m.notice(path, text, hint)}
}

func (m *Manifest) notice(path string, text, hint message.Text) Notice {
	return m.noticeAt(m.find(path).value, text, hint)
}

func (m *Manifest) noticeAt(at span, text, hint message.Text) Notice {
	n := Notice{Path: m.Path, Position: at.Position, Width: at.width, Text: text, HintText: hint}
	if m.src != nil {
		n.Source = m.src.line(at.Line)
	}
	return n
}
