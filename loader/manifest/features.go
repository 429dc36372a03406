package manifest

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Feature is a part of the format that this version can't enforce. A manifest
// that asks for it is refused at its line; the JSON Schema leaves it out.
type Feature struct {
	// Path is the key, with [] for the elements of a list.
	Path string
	// Shape is the shape of the value that is meant.
	Shape Shape
	// Value is the value that is meant, for Literal, or the URL scheme, for
	// Scheme. It is nothing for the other shapes.
	Value string
	// What says what is missing.
	What *message.Template
	// Instead says what to do without it.
	Instead *message.Template
}

// Shape is a shape of a value.
type Shape int

// The shapes.
const (
	// Anything is any value: the key itself isn't available.
	Anything Shape = iota
	// Literal is one text or boolean.
	Literal
	// Scheme is a text that is a URL of one scheme.
	Scheme
	// Rules is a mapping or a list.
	Rules
)

// Features lists what the format has and this version doesn't. A version that
// learns to enforce an entry drops it from here, and that is all there is to
// do in this package.
func Features() []Feature {
	return []Feature{
		{"entrypoint", Scheme, "oci", &message.ManifestNoOCI, &message.ManifestInsteadFile},
		{"entrypoint", Scheme, "http", &message.ManifestNoRemote, &message.ManifestInsteadFile},
		{"entrypoint", Scheme, "https", &message.ManifestNoRemote, &message.ManifestInsteadFile},
		{"recovery.fallback", Scheme, "oci", &message.ManifestNoOCI, &message.ManifestInsteadFile},
		{"recovery.fallback", Scheme, "http", &message.ManifestNoRemote, &message.ManifestInsteadFile},
		{"recovery.fallback", Scheme, "https", &message.ManifestNoRemote, &message.ManifestInsteadFile},
		{"type", Literal, "service", &message.ManifestNoService, &message.ManifestInsteadCommand},
		{"permissions.net", Literal, "true", &message.ManifestNoNet, &message.ManifestInsteadNoNet},
		{"permissions.net", Rules, "", &message.ManifestNoNetRules, &message.ManifestInsteadNoNet},
		{"permissions.exec", Literal, "true", &message.ManifestNoExec, &message.ManifestInsteadNoExec},
		{"permissions.exec", Rules, "", &message.ManifestNoExec, &message.ManifestInsteadNoExec},
		{"permissions.fs[].from", Scheme, "http", &message.ManifestNoNetfs, &message.ManifestInsteadDirectory},
		{"permissions.fs[].from", Scheme, "https", &message.ManifestNoNetfs, &message.ManifestInsteadDirectory},
		{"permissions.fs[].cache", Anything, "", &message.ManifestNoCache, &message.ManifestInsteadDrop},
		{"fs.type", Literal, "netfs", &message.ManifestNoNetfs, &message.ManifestInsteadDiskfs},
		{"fs.cache", Anything, "", &message.ManifestNoCache, &message.ManifestInsteadDrop},
		{"resources.connections", Anything, "", &message.ManifestNoConnections, &message.ManifestInsteadDrop},
	}
}

// unavailable reports every use of a feature that this version doesn't have.
// Values that are invalid anyway have been reported for that.
func (d *decoder) unavailable() {
	for _, f := range Features() {
		for _, v := range d.visited {
			if f.matches(v) && !slices.Contains(d.invalid, v.path) {
				at := v.value
				if f.Shape == Anything || f.Shape == Rules {
					at = v.key
				}
				d.fail(ErrUnavailable, at, message.ManifestUnavailable.With(f.What.With()), f.Instead.With())
			}
		}
	}
}

func (f *Feature) matches(v visit) bool {
	if !samePath(f.Path, v.path) {
		return false
	}
	switch f.Shape {
	case Literal:
		s, ok := literalOf(v.node)
		return ok && (s == f.Value || isBoolean(v.node) && strings.EqualFold(s, f.Value))
	case Scheme:
		s, _ := textOf(v.node)
		scheme, ok := schemeOf(s)
		return ok && scheme == f.Value
	case Rules:
		return isMapping(v.node) || isList(v.node)
	case Anything:
	}
	return true
}

// samePath compares a path with one that has [] for any element.
func samePath(pattern, path string) bool {
	if path == "" || pattern[0] != path[0] || pattern[len(pattern)-1] != path[len(path)-1] {
		return false // most don't, and every value is compared with every feature
	}
	for {
		head, rest, more := strings.Cut(pattern, "[]")
		after, ok := strings.CutPrefix(path, head)
		if !ok || !more {
			return ok && after == ""
		}
		index, tail, ok := strings.Cut(strings.TrimPrefix(after, "["), "]")
		if !strings.HasPrefix(after, "[") || !ok || !allDigits(index) {
			return false
		}
		pattern, path = rest, tail
	}
}
