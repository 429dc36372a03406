package wasm

import "strings"

// unique notes a name, which must not be there yet.
func (s *space) unique(seen map[string]bool, name string, start int, what string) {
	if !s.ok() {
		return
	}
	key := uniqueKey(name)
	if seen[key] {
		s.fail(start, "the %s %q is there twice", what, clip(name))
	}
	seen[key] = true
	s.spend(entryCost + len(key))
}

// uniqueKey is the same for names that must not be in one scope: those that
// differ in case, methods and statics of one name, and a method with its
// resource's name beside the resource. Component Model, Explainer.md, "Name
// Uniqueness".
func uniqueKey(name string) string {
	if strings.ContainsAny(name, ":=") {
		return name
	}
	key := strings.ToLower(name)
	rest, method := strings.CutPrefix(key, "[method]")
	if !method {
		if rest, method = strings.CutPrefix(key, "[static]"); !method {
			return key
		}
	}
	if resource, function, _ := strings.Cut(rest, "."); resource == function {
		return resource
	}
	return "[method]" + rest
}
