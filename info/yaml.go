package info

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// writeYAML writes a JSON document as YAML, in one pass: a component may have
// hundreds of thousands of names, and some of them are made to be misread. So
// every text is quoted as JSON quotes it, which YAML reads alike (YAML 1.2,
// section 7.3.1).
func writeYAML(w io.Writer, document []byte) error {
	y := &yamlWriter{in: json.NewDecoder(bytes.NewReader(document)), out: bufio.NewWriter(w)}
	y.in.UseNumber()
	err := y.value(0, false)
	if err == nil {
		err = y.out.Flush()
	}
	return err
}

// yamlWriter keeps an error of the writer until it is flushed, as bufio does.
type yamlWriter struct {
	in  *json.Decoder
	out *bufio.Writer
}

// value writes what comes next. started tells that it follows a key or a dash,
// on the same line.
func (y *yamlWriter) value(indent int, started bool) error {
	token, err := y.in.Token()
	if err != nil {
		return err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return y.scalar(token, started)
	}
	if !y.in.More() {
		_, _ = fmt.Fprintf(y.out, "%s%c%c\n", space(started), delim, delim+2) // {} or []: their codes are two apart
		_, err = y.in.Token()
		return err
	}
	for first := true; y.in.More(); first = false {
		if err := y.entry(indent, delim == '[', started && first); err != nil {
			return err
		}
	}
	_, err = y.in.Token()
	return err
}

// entry writes an element of a list, or a member of an object.
func (y *yamlWriter) entry(indent int, listed, follows bool) error {
	if follows {
		_ = y.out.WriteByte('\n')
	}
	_, _ = y.out.WriteString(strings.Repeat("  ", indent))
	if listed {
		_ = y.out.WriteByte('-')
		return y.value(indent+1, true)
	}
	key, err := y.in.Token()
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(y.out, "%v:", key)
	return y.value(indent+1, true)
}

func (y *yamlWriter) scalar(token json.Token, started bool) error {
	text, ok := token.(string)
	if !ok {
		_, err := fmt.Fprintf(y.out, "%s%v\n", space(started), token)
		return err
	}
	quoted, err := json.Marshal(text)
	if err == nil {
		_, err = fmt.Fprintf(y.out, "%s%s\n", space(started), escaped(quoted))
	}
	return err
}

func space(started bool) string {
	if started {
		return " "
	}
	return ""
}
