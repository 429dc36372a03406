package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/message"
)

// Files says what stands for the local paths of a manifest in its portable form.
type Files struct {
	// Entrypoint is written instead of the manifest's entrypoint. It is never
	// empty.
	Entrypoint string
	// Digest is that of the component: "sha256:" and 64 hexadecimal digits in
	// lower case. It is always written, also when the manifest has none.
	Digest string
	// Fallback is written instead of recovery.fallback, and empty where there is
	// none.
	Fallback string
}

// errFallback is a mistake of the caller's: a fallback would get lost, or appear.
var errFallback = errors.New("manifest: Files.Fallback is there without recovery.fallback, or the other way round")

// Portable writes the manifest as another machine is to read it: one line of
// JSON in the .qyv format, the same for equal manifests, of characters that
// [Parse] takes raw. Parse makes an equal Manifest of it, but for the entrypoint,
// the digest and the fallback, which are those of files, and for Path, Warnings
// and positions.
//
// In it are all keys that have a value, in the order of the types, and env in
// the order of the file. Args and env go as they are written, so that ${NAME} is
// put in where they are run.
//
// Not in it are values of this host's environment, the comments and the layout
// of the text, Path, and local directories other than those that the manifest
// itself writes: fs.source and the from of mounts, as they are written, and the
// absolute paths of programs.
//
// The manifest is one that Parse made. Portable reads back what it wrote and
// returns [Errors] when Parse wouldn't take it: for what files says, or because
// the JSON has more bytes or elements than a manifest can have, which long texts
// and lists come to a little earlier in JSON than in YAML.
func (m *Manifest) Portable(files Files) ([]byte, error) {
	if (files.Fallback == "") != (m.Recovery.Fallback == "") {
		return nil, errFallback
	}
	data, err := m.encode(files)
	if err != nil {
		return nil, err
	}
	if err := m.readBack(data); err != nil {
		return nil, err
	}
	return data, nil
}

// encode writes the manifest without a look at whether it can be read.
func (m *Manifest) encode(files Files) ([]byte, error) {
	for _, s := range []string{files.Entrypoint, files.Digest, files.Fallback} {
		if !utf8.ValidString(s) { // which JSON would make something else of
			return nil, Errors{m.notPortable(ErrEncoding, message.ManifestPathNotUTF8.With(shown(s)))}
		}
	}
	data, err := encodeJSON(m.document(files))
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return escapeForbidden(data), nil
}

// encodeJSON writes compact JSON, without the escapes that only HTML needs.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// escapeForbidden writes out the characters that a manifest can't have raw. JSON
// has them inside of its texts only, where JSON and YAML share \u and, for what
// lies above U+FFFF, two of them (RFC 8259, section 7).
func escapeForbidden(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for _, r := range string(data) {
		if !isForbidden(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	return out
}

// readBack holds what was written to what Parse takes.
func (m *Manifest) readBack(data []byte) error {
	_, err := Parse(data, Options{})
	if found := Errors(nil); errors.As(err, &found) {
		e := m.notPortable(found[0].Kind, found[0].Text)
		e.Cause = err
		return Errors{e}
	}
	return err
}

// notPortable is an error without a place: what it is about isn't in the text.
func (m *Manifest) notPortable(kind Kind, reason message.Text) *Error {
	hint := message.Text{}
	if kind == ErrTooLarge {
		hint = message.ManifestNotPortableHint.With()
	}
	return m.Error(kind, "", message.ManifestNotPortable.With(reason), hint)
}
