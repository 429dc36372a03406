package engine

import (
	"fmt"
	"slices"
	"strings"
)

// LinkError is an import that nothing provides, or of which something is missing.
type LinkError struct {
	Import string // "acme:widgets/gadget@1.0.0", or "env::name" of a core module
	// Item is what is missing of an instance that is there: "[method]item.price".
	// It is empty where nothing is there.
	Item string
	// Defined are the names that the instance has. They are not known where it is of
	// wasmtime's own WASI.
	Defined []string
	Message string // wasmtime's own words
}

func (e *LinkError) Error() string {
	if e.Item == "" {
		return e.Message
	}
	text := fmt.Sprintf("the component imports %s of %s, which isn't defined", e.Item, e.Import)
	const most = 8
	switch n := len(e.Defined); {
	case n == 0:
		return text
	case n > most:
		return fmt.Sprintf("%s; defined are %s, …", text, strings.Join(e.Defined[:most], ", "))
	default:
		return fmt.Sprintf("%s; defined are %s", text, strings.Join(e.Defined, ", "))
	}
}

// describe says of an error what there is in place of what is missing, if anything.
func (l *Linker) describe(err error) error {
	missing, ok := err.(*LinkError) //nolint:errorlint // as runError has made it
	if !ok || missing.Item == "" {
		return err
	}
	in, known := l.instanceFor(missing.Import)
	switch {
	case known:
	case l.wasi && isNativeWASI(missing.Import):
		return missing // with names that only wasmtime knows
	default:
		missing.Item = ""
		return missing
	}
	path := strings.Split(missing.Item, "#")
	for at, name := range path {
		missing.Item = strings.Join(path[:at+1], "#")
		d := in.resolve(name)
		if d == nil || d.instance == nil {
			break
		}
		in = d.instance
	}
	for _, d := range in.names {
		missing.Defined = append(missing.Defined, d.name)
	}
	return missing
}

// instanceFor has all that stands for an import, also what no component has asked for.
func (l *Linker) instanceFor(name string) (in *LinkerInstance, known bool) {
	in = &LinkerInstance{linker: l, own: true}
	if d := l.root.resolve(name); d != nil && d.instance != nil {
		in.names, known = slices.Clone(d.instance.names), true
	}
	in.kept = len(in.names)
	for _, p := range l.provided {
		if p.name == name || compatible(p.name, name) {
			_, known = p.fill(in), true // what it had defined until it failed is there
		}
	}
	return in, known
}

// importName reads the name of an import out of wasmtime's messages, for
// components and for core modules.
func importName(message string) (string, bool) {
	switch {
	case strings.Contains(message, wrongComponentImport),
		strings.Contains(message, "has not been defined"):
		if _, rest, ok := strings.Cut(message, "`"); ok {
			name, _, _ := strings.Cut(rest, "`")
			return name, true
		}
	}
	return "", false
}

// wrongComponentImport is what wasmtime says of an import that is missing, and of one that
// has another type.
const wrongComponentImport = "matching implementation was not found"

// isMissing tells an import that is missing from one that has another type.
func isMissing(message string) bool {
	return strings.HasSuffix(strings.TrimSpace(message), "implementation is missing")
}

// missingImport reads a LinkError out of wasmtime's message.
func missingImport(message string) *LinkError {
	name, ok := importName(message)
	if !ok {
		return nil
	}
	e := &LinkError{Import: name, Message: message}
	if strings.Contains(message, wrongComponentImport) && isMissing(message) {
		path, _ := causes(message)
		e.Item = strings.Join(path, "#")
	}
	return e
}

// wrongImport reads an ImportTypeError out of wasmtime's message: of an import that
// it compared itself.
func wrongImport(message string) *ImportTypeError {
	name, ok := importName(message)
	if !ok || isMissing(message) || !strings.Contains(message, wrongComponentImport) {
		return nil
	}
	path, reasons := causes(message)
	if len(reasons) == 0 {
		return nil
	}
	return &ImportTypeError{Import: strings.Join(append([]string{name}, path...), "#"), Reason: strings.Join(reasons, ": ")}
}

// causes reads the names that lead to what is wrong with an import, and the reasons.
// wasmtime gives the causes in lines, from the outermost on, which it numbers if there
// are several.
func causes(message string) (path, reasons []string) {
	_, list, _ := strings.Cut(message, "Caused by:")
	for line := range strings.Lines(list) {
		cause := strings.TrimSpace(line)
		if number, rest, ok := strings.Cut(cause, ": "); ok && strings.Trim(number, "0123456789") == "" {
			cause = rest
		}
		part, isPart := strings.CutPrefix(cause, "instance export `")
		switch {
		case cause == "":
		case isPart:
			part, _, _ = strings.Cut(part, "`")
			path = append(path, part)
		default:
			reasons = append(reasons, cause)
		}
	}
	return path, reasons
}
