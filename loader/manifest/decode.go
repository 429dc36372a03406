package manifest

import (
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
)

// decoder fills a Manifest from the document. The keys that it knows are those
// of the yaml tags of the types of this package, which are also what the JSON
// Schema is made from: one can't know a key that the other doesn't.
type decoder struct {
	*report
	whole   bool // Options.whole
	visited []visit
}

// visit is one value of the document: where it is, and what it is.
type visit struct {
	spot
	node *yaml.Node
	// tag is that of the struct field that the value goes to.
	tag reflect.StructTag
}

// valueDecoder is implemented by types that take more than one shape, or whose
// text has a grammar of its own.
type valueDecoder interface {
	decodeValue(d *decoder, at visit)
}

// choice is implemented by texts that have a few known values.
type choice interface {
	// Choices returns the values, in the order in which they are shown.
	Choices() []string
}

// decode fills v from a node and reports what doesn't fit.
func (d *decoder) decode(at visit, v reflect.Value) {
	if d.full() {
		return
	}
	d.visited = append(d.visited, at)
	if isNothing(at.node) {
		d.reject(ErrType, at, message.ManifestNoValue.With(at.path), message.ManifestNoValueHint.With())
		return
	}
	switch p := v.Addr().Interface().(type) {
	case valueDecoder:
		p.decodeValue(d, at)
		return
	case *time.Duration:
		*p = d.duration(at)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.mapping(at, v.Elem())
	case reflect.Struct:
		d.mapping(at, v)
	case reflect.Slice:
		d.list(at, v)
	case reflect.String:
		v.SetString(d.text(at, v.Type()))
	case reflect.Bool:
		v.SetBool(d.boolean(at))
	case reflect.Int:
		v.SetInt(int64(d.integer(at))) //nolint:gosec // bounded by the field's maximum
	case reflect.Uint64:
		v.SetUint(d.integer(at))
	default:
		panic("manifest: no decoder for " + v.Type().String())
	}
}

// list fills a slice.
func (d *decoder) list(at visit, v reflect.Value) {
	if !isList(at.node) {
		d.wrongType(at, message.ManifestList.With())
		return
	}
	items := at.node.Content
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		if d.full() {
			return
		}
		d.decode(d.element(at, i, item), v.Index(i))
	}
}

// element is the visit of one element of a list.
func (d *decoder) element(at visit, i int, n *yaml.Node) visit {
	here := d.src.spanOf(n, span{})
	if here.IsZero() {
		here = at.value
	}
	path := at.path + "[" + strconv.Itoa(i) + "]"
	return visit{spot{path, here, here}, n, at.tag}
}

// reject records an error about a value, which from then on isn't trusted.
func (d *decoder) reject(kind Kind, at visit, text, hint message.Text) {
	d.invalid = append(d.invalid, at.path)
	d.fail(kind, at.value, text, hint)
}

// wrongType says what the value must be and what it is.
func (d *decoder) wrongType(at visit, want message.Text) {
	var hint message.Text
	switch want.Template {
	case &message.ManifestText:
		hint = textHint(at)
	case &message.ManifestList:
		hint = listHint(at)
	}
	d.reject(ErrType, at, message.ManifestWrongType.With(at.path, want, described(at.node)), hint)
}

// listHint shows the one value that is there as a list of it.
func listHint(at visit) message.Text {
	value, ok := literalOf(at.node)
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-./*", r)
	}
	if !ok || value == "" || strings.HasPrefix(value, "*") || strings.HasPrefix(value, "-") || strings.ContainsFunc(value, odd) {
		return message.Text{}
	}
	key := at.path[strings.LastIndexByte(at.path, '.')+1:]
	return message.ManifestForExample.With(key + ": [" + value + "]")
}

// textHint says how what was written becomes the text that it was meant to be.
func textHint(at visit) message.Text {
	written, ok := literalOf(at.node)
	if !ok {
		if isMapping(at.node) {
			return message.ManifestReservedHint.With()
		}
		return message.Text{}
	}
	if problem, hint := formOf(at.tag.Get("form")).check(written); !problem.IsZero() {
		return hint
	}
	return message.ManifestTypeQuoteHint.With(`"` + written + `"`)
}
