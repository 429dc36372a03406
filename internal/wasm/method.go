package wasm

import "strings"

// checkFunction checks that a function with the name of a constructor, a method or
// a static function belongs to a resource that the same scope has named before,
// and that it is one by its type. resources are those that imports, or exports, have
// named, to which e is added if it is one.
//
// Component Model, Explainer.md, "Import and Export Definitions".
func (s *space) checkFunction(e *Extern, resources map[string]*Type, start int) {
	if e.Sort == SortType && s.ok() && e.Type.Kind == KindResource {
		resources[e.Name] = e.Type
		return
	}
	kind, rest, found := strings.Cut(e.Name, "]")
	if !found || !s.ok() {
		return
	}
	if e.Sort != SortFunc {
		s.fail(start, "the name %q is for functions, found a %s", clip(e.Name), e.Sort)
		return
	}
	name, _, _ := strings.Cut(rest, ".")
	resource := resources[name]
	switch {
	case resource == nil:
		s.fail(start, "the function %q is of a resource that was not named before", clip(e.Name))
	case kind == "[constructor" && !makes(e.Type.Elem, resource.Resource):
		s.fail(start, "the constructor %q doesn't give the resource", clip(e.Name))
	case kind == "[constructor" && e.Type.Async:
		s.fail(start, "the constructor %q is async", clip(e.Name))
	case kind == "[method" && !takes(e.Type.Members, resource.Resource):
		s.fail(start, `the method %q doesn't take the resource first, as "self"`, clip(e.Name))
	}
}

// makes tells whether a result is a resource, or a result with one.
func makes(t *Type, resource *Resource) bool {
	if t != nil && t.Kind == KindResult {
		t = t.Elem
	}
	return t != nil && t.Kind == KindOwn && t.Elem.Resource == resource
}

func takes(params []Member, resource *Resource) bool {
	return len(params) > 0 && params[0].Name == "self" && params[0].Type.Kind == KindBorrow &&
		params[0].Type.Elem.Resource == resource
}
