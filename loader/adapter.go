package loader

// Adapter changes a component before it is compiled. A nil one changes nothing.
type Adapter struct {
	// Name names all that the result depends on besides the component: compiled
	// code is kept by it too.
	Name string
	// Adapt gives the changed component, or false where there is nothing to
	// change. Of one that doesn't compile, the original is compiled.
	Adapt func(component []byte) ([]byte, bool)
}

// of gives the changed component; nil if there is none.
func (a *Adapter) of(data []byte, format Format) []byte {
	if a == nil || format != FormatComponent {
		return nil
	}
	adapted, ok := a.Adapt(data)
	if !ok {
		return nil
	}
	return adapted
}

// name is part of the key of compiled code.
func (a *Adapter) name(format Format) string {
	if a == nil || format != FormatComponent {
		return ""
	}
	return a.Name
}

// adapted compiles a guest, adapted if it can be.
func (l *loading[C]) adapted(data []byte) (C, error) {
	if changed := l.adapter.of(data, l.unit.Format()); changed != nil {
		if c, err := l.compiler.Compile(changed); err == nil {
			return c, nil
		}
	}
	return l.compiler.Compile(compilable(data, l.unit.Format()))
}
