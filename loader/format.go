package loader

// Format is how a guest is written down in its file.
type Format uint8

// The formats that can be compiled. The zero Format is none of them.
const (
	// FormatComponent is the binary format of the Component Model (layer 1).
	FormatComponent Format = iota + 1
	// FormatModule is the binary format of a core module (layer 0).
	FormatModule
	// FormatText is the text format, of a module or of a component.
	FormatText
)

// String names the format in one English word.
func (f Format) String() string {
	switch f {
	case FormatComponent:
		return "component"
	case FormatModule:
		return "module"
	case FormatText:
		return "text"
	}
	return "unknown"
}

// valid reports whether f is a format that exists; records read from disk may
// hold anything.
func (f Format) valid() bool { return f >= FormatComponent && f <= FormatText }
