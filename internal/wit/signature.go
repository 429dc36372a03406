package wit

import (
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
)

// ownNames calls types what imports and exports have called them.
func ownNames(t *wasm.Type) (string, bool) { return t.Name, t.Name != "" }

// Func is the signature of a function: "func(a: u32) -> result<string,
// error-code>", with "async" before it where it is. Types have the names that
// imports and exports gave them.
func Func(t *wasm.Type) string {
	w := typeWriter{name: ownNames}
	w.function(t, t.Members)
	return w.String()
}

// Type is a type by its name, or written out if it has none. Types that WIT has
// names for only, such as records, are on one line then: "record { a: u8 }".
func Type(t *wasm.Type) string {
	w := typeWriter{name: ownNames}
	w.ref(t)
	return w.String()
}

// Definition is a type as Type writes it, but written out even if it has a name.
func Definition(t *wasm.Type) string {
	w := typeWriter{name: ownNames}
	w.structure(t)
	return w.String()
}

// CoreFunc is the signature of a core function: "(i32, i64) -> i32", with
// parentheses around any other number of results than one.
func CoreFunc(f *wasm.CoreFunc) string {
	if f == nil {
		return "?"
	}
	text := "(" + coreValues(f.Params) + ") -> "
	if len(f.Results) == 1 {
		return text + string(f.Results[0])
	}
	return text + "(" + coreValues(f.Results) + ")"
}

func coreValues(values []wasm.CoreValue) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return strings.Join(list, ", ")
}
