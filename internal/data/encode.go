package data

import (
	"bytes"
	"encoding/json"
)

// Format is how a value is written.
type Format string

// The formats.
const (
	// JSON is indented.
	JSON Format = "json"
	// Lines is JSON in one line, to be appended to a file of such lines.
	Lines Format = "jsonl"
	// YAML quotes every string.
	YAML Format = "yaml"
)

// Formats are the names of all formats.
func Formats() []string { return []string{string(JSON), string(Lines), string(YAML)} }

// Encode writes a value, as encoding/json would have it, in a format. The document
// ends with a line feed. The errors are those of encoding/json.
func Encode(value any, format Format) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // a > is no danger outside of HTML
	if format == JSON {
		e.SetIndent("", "  ")
	}
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	if format == YAML {
		return toYAML(b.Bytes())
	}
	return Escape(b.Bytes()), nil
}
