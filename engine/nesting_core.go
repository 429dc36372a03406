package engine

// Core types stand inside of the types of instances that have core modules.
// They are not deep: they are only read over.

const (
	coreTypeFunc   = 0x60
	coreTypeModule = 0x50
)

func (w *nesting) coreType() error {
	kind, err := w.byte()
	switch {
	case err != nil:
		return err
	case kind == coreTypeModule:
		return w.vec(w.moduleDeclaration)
	case kind != coreTypeFunc:
		return errUnknownType
	}
	if err := w.vec(w.coreValue); err != nil {
		return err
	}
	return w.vec(w.coreValue)
}

// coreValue reads a value type of core WebAssembly.
func (w *nesting) coreValue() error {
	kind, err := w.byte()
	if err == nil && (kind == 0x63 || kind == 0x64) { // a reference to some type
		_, err = w.u32()
	}
	return err
}

func (w *nesting) moduleDeclaration() error {
	kind, err := w.byte()
	if err != nil {
		return err
	}
	switch kind {
	case 0: // an import has the name of its module, too
		if err := w.name(); err != nil {
			return err
		}
		return w.coreExtern()
	case 1:
		kind, err := w.byte()
		if err == nil && kind != coreTypeFunc {
			return errUnknownType
		}
		if err != nil {
			return err
		}
		w.at--
		return w.coreType()
	case 2: // an alias of an outer type: its sort, "outer", how far, which
		return w.skip(w.skipByte, w.skipByte, w.skipNumber, w.skipNumber)
	case 3:
		return w.coreExtern()
	default:
		return errUnknownItem
	}
}

// coreExtern reads a name, and what a core import or export is.
func (w *nesting) coreExtern() error {
	if err := w.name(); err != nil {
		return err
	}
	kind, err := w.byte()
	if err != nil {
		return err
	}
	switch kind {
	case 0:
		return w.skipNumber()
	case 1:
		return w.skip(w.coreValue, w.limits)
	case 2:
		return w.limits()
	case 3:
		return w.skip(w.coreValue, w.skipByte)
	case 4:
		return w.skip(w.skipByte, w.skipNumber)
	default:
		return errUnknownItem
	}
}

// limits reads those of a memory or table.
func (w *nesting) limits() error {
	flags, err := w.byte()
	if err != nil {
		return err
	}
	if flags&1 != 0 {
		return w.skip(w.skipNumber, w.skipNumber)
	}
	return w.skipNumber()
}

func (w *nesting) skip(parts ...func() error) error {
	for _, part := range parts {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (w *nesting) skipByte() error {
	_, err := w.byte()
	return err
}

// skipNumber reads a number of any size.
func (w *nesting) skipNumber() error {
	for {
		b, err := w.byte()
		if err != nil || b < 0x80 {
			return err
		}
	}
}
