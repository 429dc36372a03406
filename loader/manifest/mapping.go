package manifest

import (
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// field is a key that a mapping may have.
type field struct {
	name     string
	index    int // of the struct's field
	required bool
	tag      reflect.StructTag
}

// fieldsOf lists the keys of a struct, in the order in which it has them.
func fieldsOf(t reflect.Type) []field {
	fields := make([]field, 0, t.NumField())
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		if name := tag.Get("yaml"); name != "" && name != "-" {
			required := strings.HasPrefix(tag.Get("jsonschema"), "required")
			fields = append(fields, field{name, i, required, tag})
		}
	}
	return fields
}

func indexOf(fields []field, name string) int {
	return slices.IndexFunc(fields, func(f field) bool { return f.name == name })
}

// mapping fills a struct.
func (d *decoder) mapping(at visit, v reflect.Value) {
	if !isMapping(at.node) {
		d.wrongType(at, message.ManifestMapping.With())
		return
	}
	fields := fieldsOf(v.Type())
	lines := make([]int, len(fields)) // where each key was written, 0 for nowhere
	var unknown []string
	for key, value := range pairs(at.node) {
		if d.full() {
			return
		}
		name, here := key.Value, d.src.spanOf(key, span{placeOf(key), 1})
		i := indexOf(fields, name)
		switch {
		case i < 0:
			unknown = append(unknown, d.unknownKey(at, here, name, fields))
		case lines[i] != 0:
			d.duplicateKey(here, name, lines[i])
		default:
			lines[i] = here.Line
			d.decode(d.member(at, here, value, fields[i]), v.Field(fields[i].index))
		}
	}
	d.missingKeys(at, fields, func(i int) bool {
		return lines[i] != 0 || slices.Contains(unknown, fields[i].name)
	})
}

// member is the visit of one value of a mapping.
func (d *decoder) member(at visit, key span, value *yaml.Node, f field) visit {
	return visit{spot{join(at.path, f.name), key, d.src.spanOf(value, key)}, value, f.tag}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// missingKeys reports the required keys that aren't there. One that an unknown
// key was probably meant to be has been reported already.
func (d *decoder) missingKeys(at visit, fields []field, has func(int) bool) {
	for i, f := range fields {
		if !f.required || has(i) {
			continue
		}
		path := join(at.path, f.name)
		d.invalid = append(d.invalid, path)
		d.fail(ErrMissingKey, at.value, message.ManifestMissingKey.With(path), missingHint(path))
	}
}

// missingHint shows what the key of a required value looks like.
func missingHint(path string) message.Text {
	switch path {
	case "name":
		return message.ManifestMissingHint.With("name: hello")
	case "entrypoint":
		return message.ManifestMissingHint.With("entrypoint: hello.wasm")
	case "runtime":
		return message.ManifestMissingHint.With("runtime: wasi")
	}
	return message.Text{}
}

func (d *decoder) duplicateKey(at span, name string, line int) {
	d.fail(ErrDuplicateKey, at, message.ManifestDuplicateKey.With(printable(name), line), message.Text{})
}
