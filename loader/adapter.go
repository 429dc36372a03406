package loader

import (
	"bytes"

	"github.com/qyvol/qyvol/engine"
)

// Adapter changes components before they are compiled. A nil one changes nothing.
type Adapter struct {
	// Name names all that the result depends on besides the component: compiled
	// code is kept by it too.
	Name string
	// Adapt gives the changed component and where in the original its bytes were,
	// nil where there is nothing to change, or an error for one that must not run.
	// Where the change doesn't compile, the original is compiled.
	Adapt func(component []byte) ([]byte, *engine.Origins, error)
}

// name is part of the key of compiled code.
func (a *Adapter) name(format Format) string {
	if a == nil || format == FormatModule {
		return ""
	}
	return a.Name
}

// of gives the changed component; nil if there is none.
func (a *Adapter) of(data []byte) ([]byte, *engine.Origins, error) {
	if a == nil {
		return nil, nil, nil
	}
	if f, err := Recognise(data, int64(len(data))); err != nil || f != FormatComponent {
		return nil, nil, nil //nolint:nilerr // what it is, the compiler says
	}
	return a.Adapt(data)
}

// compiled compiles a guest, adapted if it can be. Text is translated once.
func (l *loading[C]) compiled(data []byte) (C, error) {
	var none C
	if l.unit.Format() == FormatText {
		var err error
		if data, err = engine.TextToBinary(bytes.TrimPrefix(data, []byte(utf8BOM))); err != nil {
			return none, err
		}
	}
	changed, from, err := l.adapter.of(data)
	if err != nil {
		return none, err
	}
	if changed != nil {
		c, err := l.build(changed, from)
		if err == nil || l.stopped(err) {
			return c, err
		}
		l.info.Unadapted = err
	}
	return l.build(data, nil)
}
