package manifest

import (
	"reflect"

	"github.com/agnivade/levenshtein"

	"github.com/qyvol/qyvol/internal/message"
)

// unknownKey reports a key that the mapping doesn't have, with the nearest one
// that it has, or the section where the key belongs. It returns the name that
// was probably meant.
func (d *decoder) unknownKey(at visit, key span, name string, fields []field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	near := nearest(name, names)
	var hint message.Text
	if home := homeOf(reflect.TypeFor[Manifest](), "", name); near != "" {
		hint = message.ManifestDidYouMean.With(near)
		d.invalid = append(d.invalid, join(at.path, near))
	} else if name == "$schema" && at.path == "" {
		hint = message.ManifestSchemaKey.With()
	} else if home != "" {
		hint = message.ManifestBelongs.With(home)
	} else {
		hint = message.ManifestKnownKeys.With(quoted(names))
	}
	d.fail(ErrUnknownKey, key, message.ManifestUnknownKey.With(printable(name)), hint)
	return near
}

// Nearest returns the name that a text was probably meant to be, or nothing.
func Nearest(text string, names []string) string { return nearest(text, names) }

// nearest returns the name that a text was probably meant to be, or nothing:
// one slip in three letters, two from five on, three from nine on.
func nearest(text string, names []string) string {
	if len(text) > 64 {
		return ""
	}
	allowed := 1
	switch n := len(text); {
	case n >= 9:
		allowed = 3
	case n >= 5:
		allowed = 2
	case n < 2:
		return ""
	}
	best := ""
	for _, name := range names {
		if distance := slips(text, name); distance <= allowed && distance < len(name) {
			best, allowed = name, distance-1
		}
	}
	return best
}

// slips counts the letters that are missing, added or different. Two neighbours
// that are swapped, the commonest slip in short names, are one.
func slips(text, name string) int {
	for i := 0; len(text) == len(name) && i+1 < len(text); i++ {
		if text[:i] == name[:i] && text[i] == name[i+1] && text[i+1] == name[i] && text[i+2:] == name[i+2:] {
			return min(1, levenshtein.ComputeDistance(text, name))
		}
	}
	return levenshtein.ComputeDistance(text, name)
}

// homeOf looks for a key in the sections of the format and returns its path.
func homeOf(t reflect.Type, path, name string) string {
	for _, f := range fieldsOf(t) {
		here := join(path, f.name)
		if f.name == name {
			return here
		}
		inner := t.Field(f.index).Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() != reflect.Struct || reflect.PointerTo(inner).Implements(reflect.TypeFor[valueDecoder]()) {
			continue
		}
		if home := homeOf(inner, here, name); home != "" {
			return home
		}
	}
	return ""
}

// quoted lists names as code: `a`, `b`, `c`.
func quoted(names []string) string {
	list := ""
	for i, name := range names {
		if i > 0 {
			list += ", "
		}
		list += "`" + name + "`"
	}
	return list
}
