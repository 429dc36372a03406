package engine

import (
	"bytes"
	"fmt"
	"os"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/wasm"
)

// Engine compiles code and is what everything else belongs to. It is safe for
// concurrent use, and one engine serves a whole process.
type Engine struct {
	raw    *component.Engine
	config Config
}

// New creates an engine. It returns ErrConfig for a configuration that can't
// be had, a *LibraryError where another wasmtime is linked than was tested, and a
// *FeatureError where it doesn't have a feature.
func New(cfg Config) (*Engine, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	raw := cfg.lower()
	if raw.Pooling != nil && !raw.Pooling.Available() {
		return nil, fmt.Errorf("%w: the system has no address space for the pool", ErrConfig)
	}
	e := component.NewEngine(raw)
	if err := checkLibrary(e); err != nil {
		e.Close()
		return nil, err
	}
	if err := cfg.checkFeatures(); err != nil {
		e.Close()
		return nil, err
	}
	return &Engine{raw: e, config: cfg}, nil
}

// Config returns what the engine was created with.
func (e *Engine) Config() Config { return e.config }

// Close frees the engine. Components and stores made with it go on working; what
// is made with it afterwards is closed.
func (e *Engine) Close() { orClosed(e.raw).Close() }

// Fingerprint names everything that compiled code depends on: configuration,
// wasmtime's version, operating system, processor and its features. Code
// serialised under one fingerprint is of use under that one only.
func (e *Engine) Fingerprint() string { return e.config.fingerprint() }

// IncrementEpoch moves the epoch of wasmtime's epoch interruption. Stores of
// this package go on unless they were interrupted.
func (e *Engine) IncrementEpoch() { orClosed(e.raw).IncrementEpoch() }

// Compile translates a component, a core module or the text format of either
// into native code. An invalid one is an *Error with wasmtime's reason.
func (e *Engine) Compile(data []byte) (*Component, error) {
	if !bytes.HasPrefix(data, []byte("\x00asm")) {
		translated, err := TextToBinary(data)
		if err != nil {
			return nil, err
		}
		data = translated
	}
	checked, err := e.check(data)
	if err != nil {
		return nil, err
	}
	data = markNames(data, checked.File)
	if checked.Module != nil {
		return e.compile(data, nil, typesOf(checked.Module), orClosed(e.raw).CompileModule)
	}
	data, from := nameModules(data, checked.Component)
	return e.compile(data, from, nil, orClosed(e.raw).Compile)
}

// check is the one look at a binary before wasmtime has any: what it refuses, or
// can't read, could exhaust the stack or the memory of the process.
func (e *Engine) check(data []byte) (*wasm.Checked, error) {
	checked, err := wasm.Check(data)
	if err == nil {
		err = checked.RefuseAsync()
	}
	if err == nil && !e.config.MemoryAccounting {
		err = checked.BoundImages()
	}
	if err != nil {
		return nil, &Error{Op: "compile", Message: err.Error(), Cause: err}
	}
	return checked, nil
}

// CheckBeginning tells what is wrong with a binary, a component or a core module, of
// which the first bytes are known; nil says nothing about the rest. data has the size
// of all of it, and what isn't known isn't looked at. The error is the *Error of
// Compile.
func CheckBeginning(data []byte, known int) error {
	if err := wasm.CheckBeginning(data, known); err != nil {
		return &Error{Op: "compile", Message: err.Error(), Cause: err}
	}
	return nil
}

// LoadFile reads and compiles a file.
func (e *Engine) LoadFile(path string) (*Component, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c, err := e.Compile(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Deserialize loads code that Component.Serialize returned. wasmtime checks
// that version and configuration fit, but the code itself is trusted like a
// native library: never pass bytes that somebody else could have changed.
func (e *Engine) Deserialize(data []byte, kind Kind) (*Component, error) {
	t, err := trailerOf(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		err = t.fits(kind)
	}
	if err != nil {
		return nil, err
	}
	return e.wrap(t.from, t.types)(e.deserialize(data, t.begin, kind))
}

// DeserializeFile is Deserialize for a file, which is mapped rather than read.
func (e *Engine) DeserializeFile(path string, kind Kind) (*Component, error) {
	if err := checkText(path); err != nil {
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	f, err := component.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := trailerOf(f, f.Size())
	if err == nil {
		err = t.fits(kind)
	}
	if err != nil {
		return nil, err
	}
	return e.wrap(t.from, t.types)(e.deserializeFile(f, t.begin, kind))
}

// wrap is for code with these origins and, of a core module, types.
func (e *Engine) wrap(from *Origins, types *coreTypes) func(*component.Component, error) (*Component, error) {
	return func(c *component.Component, err error) (*Component, error) {
		if err != nil {
			return nil, compileError(err)
		}
		return &Component{raw: c, engine: e, origins: from, core: types}, nil
	}
}
