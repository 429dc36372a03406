package info

import (
	"fmt"
	"io"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/wit"
)

// Format is how a description is written.
type Format string

// The formats.
const (
	Text  Format = "text"
	JSON  Format = "json"
	Lines Format = "jsonl" // JSON in one line
	YAML  Format = "yaml"
	WIT   Format = "wit"
)

// Print writes a description. JSON, Lines and YAML are the same whatever the language
// and the parts, but for the tree, which they have where it is asked for; WIT is the world of a component, and nothing else.
func Print(w io.Writer, d *Description, format Format, o TextOptions) error {
	switch format {
	case JSON, Lines, YAML:
		if o.Tree {
			with, root := *d, d.Tree()
			with.Sizes, d = &root, &with
		}
		return printData(w, d, format)
	case WIT:
		return printWIT(w, d)
	default:
		return printText(w, d, o)
	}
}

func printData(w io.Writer, d *Description, format Format) error {
	document, err := data.Encode(d, data.Format(format))
	if err != nil {
		return err
	}
	_, err = w.Write(document)
	return err
}

func printWIT(w io.Writer, d *Description) error {
	if d.file.Component == nil {
		return &WITError{Path: d.Path, Reason: message.InfoModuleHasNoWIT.With()}
	}
	if err := wit.Print(w, d.file.Component); err != nil {
		return &WITError{Path: d.Path, Reason: message.InfoNoWITBecause.With(message.Name(err.Error())), Err: err}
	}
	return nil
}

// WITError is what has no WIT.
type WITError struct {
	Path   string
	Reason message.Text
	Err    error
}

// Error is in English.
func (e *WITError) Error() string { return e.Words().String() }

// Unwrap returns package wit's error.
func (e *WITError) Unwrap() error { return e.Err }

// Words are what the error says.
func (e *WITError) Words() message.Text { return message.InfoNoWIT.With(e.Path, e.Reason) }

// bytesText is a size for people, with the exact number where that differs.
func bytesText(n uint64) string {
	const kib = 1 << 10
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	size, unit := float64(n), 0
	for size >= kib && unit < len(units)-1 {
		size /= kib
		unit++
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}
