package info

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// Subject is what is to be described.
type Subject struct {
	Unit *loader.Unit
	// Grant is what it would be granted; nil for nothing.
	Grant *wasi.Grant
	// Compiled reports whether its code is in the cache; nil if that isn't known.
	Compiled *bool
}

// Describe reads a unit. The errors are *UnreadableError, for an invalid binary,
// and those of reading the file.
func Describe(s Subject) (*Description, error) {
	code, err := s.Unit.Content()
	if err != nil {
		return nil, err
	}
	d := &Description{
		Path: s.Unit.Path(), Size: s.Unit.Size(), Digest: s.Unit.Digest(), Format: "binary", Compiled: s.Compiled,
	}
	if m := s.Unit.Manifest(); m != nil {
		d.Manifest = &Manifest{Path: m.Path, Name: m.Name, Version: m.Version}
		d.Manifest.has = func(key string) bool { return !m.Warning(key, message.Text{}, message.Text{}).IsZero() }
	}
	if s.Unit.Format() == loader.FormatText {
		d.Format = "text"
		if code, err = engine.TextToBinary(code); err != nil {
			return nil, &UnreadableError{Path: d.Path, Err: err}
		}
	}
	return d, d.read(code, s.Grant)
}

// read fills in what the binary says.
func (d *Description) read(code []byte, grant *wasi.Grant) error {
	file, err := wasm.Decode(code)
	if err != nil {
		return &UnreadableError{Path: d.Path, Err: err}
	}
	d.file, d.size = file, len(code)
	if file.Module != nil {
		err = d.module(file.Module)
	} else {
		err = d.component(file.Component)
	}
	if err != nil {
		return &UnreadableError{Path: d.Path, Err: &tooLongError{}}
	}
	d.World, d.WASI, d.Async = worldOf(d), wasiOf(d), file.Async
	if grant == nil {
		grant = &wasi.Grant{Stdin: true, Stdout: true, Stderr: true}
	}
	for _, n := range grant.Needs(importsOf(file)) {
		d.Needs = append(d.Needs, Need{n.Import, n.Status, n.What.In(message.English), n.Rule, n})
	}
	d.notNil()
	return nil
}

// notNil makes nil slices print as [] in JSON.
func (d *Description) notNil() {
	for _, list := range []*[]string{&d.Imports, &d.Exports} {
		if *list == nil {
			*list = []string{}
		}
	}
	for _, list := range []*[]Item{&d.ImportTypes, &d.ExportTypes} {
		if *list == nil {
			*list = []Item{}
		}
	}
	d.Producers, d.Memories = append([]Producer{}, d.Producers...), append([]Memory{}, d.Memories...)
	d.Parts, d.Customs = append([]Part{}, d.Parts...), append([]Custom{}, d.Customs...)
	d.Needs = append([]Need{}, d.Needs...)
}

// UnreadableError is a file that can't be described.
type UnreadableError struct {
	Path string
	Err  error
}

// Error is in English.
func (e *UnreadableError) Error() string { return e.Words().String() }

// Unwrap returns why.
func (e *UnreadableError) Unwrap() error { return e.Err }

// Words are what the error says.
func (e *UnreadableError) Words() message.Text {
	path := message.Name(e.Path)
	if e, ok := e.Err.(message.Speaker); ok { //nolint:errorlint // what it wraps is English
		return message.InfoUnreadable.With(path, e.Words())
	}
	return message.InfoUnreadable.With(path, message.Name(e.Err.Error()))
}

// tooLongError is a description that would be out of all proportion.
type tooLongError struct{}

// Error is in English.
func (e *tooLongError) Error() string { return e.Words().String() }

// Words are what the error says.
func (*tooLongError) Words() message.Text { return message.InfoTooLarge.With(bytesText(maxText)) }
