package deploy

import (
	"context"
	"errors"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
)

// Validation is what was checked before anything was sent.
type Validation string

// The kinds of validation.
const (
	// NotValidated: nothing, besides the header.
	NotValidated Validation = "none"
	// StructureValidated: that it decodes, its types and sections included; its
	// code was not looked at.
	StructureValidated Validation = "structure"
	// CodeValidated: that it compiles.
	CodeValidated Validation = "code"
)

// maxCompiled is the largest component that is compiled to check it, in bytes.
// Compiling takes many times as much memory, and sending takes none.
const maxCompiled = 32 << 20

// maxDecoded is the most memory for the description of a larger one, in bytes.
const maxDecoded = 8 << 20

// validate checks what is to be sent. What would not start here, but is valid, is
// the far side's to judge, and only warned of.
func (d *deployment) validate(ctx context.Context) error {
	d.result.Validated = NotValidated
	if d.opts.NoValidate {
		return nil
	}
	for i := range d.parts {
		// The check can't be stopped, and need not be waited for.
		done := make(chan outcomeOfCheck, 1)
		go func() { done <- d.check(ctx, d.parts[i].unit) }()
		select {
		case o := <-done:
			if o.err != nil {
				return o.err
			}
			if !o.warning.IsZero() {
				d.opts.Warn(o.warning)
			}
			d.result.Validated = o.what
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

type outcomeOfCheck struct {
	what    Validation
	warning message.Text
	err     error
}

func (d *deployment) check(ctx context.Context, unit *loader.Unit) outcomeOfCheck {
	switch {
	case unit.Size() <= maxCompiled:
		warning, err := d.compile(ctx, unit)
		return outcomeOfCheck{CodeValidated, warning, err}
	case unit.Format() == loader.FormatText: // what could be checked is its code
		return outcomeOfCheck{NotValidated, unchecked(unit), nil}
	}
	err := decode(unit)
	var tooMuch *wasm.Error
	if errors.As(err, &tooMuch) && tooMuch.Limit {
		return outcomeOfCheck{NotValidated, unchecked(unit), nil}
	}
	warning := message.DeployStructure.With(message.Name(unit.Path()), sizeText(maxCompiled))
	return outcomeOfCheck{StructureValidated, warning, err}
}

func unchecked(unit *loader.Unit) message.Text {
	return message.DeployUnchecked.With(message.Name(unit.Path()))
}

// compile checks the component by itself: its mounts and variables are those of
// the machine that it will run on.
func (d *deployment) compile(ctx context.Context, unit *loader.Unit) (warning message.Text, err error) {
	err = program.Check(ctx, unit.Alone(), program.Options{Cache: d.opts.Cache, Compiler: d.opts.Compiler, Log: d.opts.Log})
	var invalid *loader.ModuleLoadError
	if err == nil {
		return warning, nil
	}
	if errors.As(err, &invalid) {
		return warning, &InvalidError{err}
	}
	if m := unit.Manifest(); m == nil || !m.Recovery.Degrade {
		warning = message.DeployWouldNotStart.With(err)
	}
	return warning, nil
}

// InvalidError is a component that is not valid, as far as this version can tell. It
// wraps a [*loader.ModuleLoadError].
type InvalidError struct{ error }

// Unwrap returns why.
func (e *InvalidError) Unwrap() error { return e.error }

// Hint says how to send it all the same.
func (e *InvalidError) Hint() message.Text {
	if hint := message.HintOf(e.error); !hint.IsZero() {
		return hint
	}
	return message.DeployInvalidHint.With()
}

// decode checks a large component's structure. Of its file only what is read comes
// into memory.
func decode(unit *loader.Unit) error {
	return unit.View(func(data []byte, passed func(int)) error {
		_, err := wasm.DecodeWith(data, wasm.Options{Memory: maxDecoded, Passed: passed})
		if err != nil {
			return &InvalidError{&loader.ModuleLoadError{Path: unit.Path(), Format: unit.Format(), Err: err}}
		}
		return nil
	})
}
