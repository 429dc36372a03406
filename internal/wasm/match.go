package wasm

// match checks that what is given can stand for what is wanted, and notes which
// types take the place of which. wanted is an import of the component, or a part
// of one. Components are not looked into.
//
// Component Model, Explainer.md, "Instance Definitions" and Subtyping.md.
func (s *subst) match(wanted *Extern, sort Sort, given *Type) {
	s.work(1)
	if s.err == nil && sort != wanted.Sort {
		s.fail(s.at, "expected a %s for %q, found a %s", wanted.Sort, clip(wanted.Name), sort)
	}
	if s.err != nil {
		return
	}
	switch sort {
	case SortType:
		s.matchType(wanted, given)
	case SortInstance:
		s.matchExports(wanted, given)
	case SortFunc, SortValue:
		if !s.equal(s.typ(wanted.Type), given) {
			s.fail(s.at, "expected a %s of another type for %q", sort, clip(wanted.Name))
		}
	case SortModule:
		s.matchModule(wanted, given)
	case SortComponent:
	}
}

// matchType notes that a type takes the place of one that is wanted. A resource
// that nothing is known about can be any.
func (s *subst) matchType(wanted *Extern, given *Type) {
	if wanted.Type.Kind != given.Kind {
		s.fail(s.at, "expected a %s for the type %q, found a %s", wanted.Type.Kind, clip(wanted.Name), given.Kind)
		return
	}
	if wanted.Type.Alias != nil && !s.equal(s.typ(wanted.Type.Alias), given) {
		s.fail(s.at, "expected another type for %q", clip(wanted.Name))
	}
	s.spend(entryCost)
	s.types[wanted.Type] = given
}

// matchExports looks for each export that is wanted in what is given.
func (s *subst) matchExports(wanted *Extern, given *Type) {
	for i := range wanted.Type.Exports {
		part := &wanted.Type.Exports[i]
		found := s.exportOf(given, part.Name)
		if found == nil {
			s.fail(s.at, "the instance given for %q lacks the export %q", clip(wanted.Name), clip(part.Name))
			return
		}
		s.match(part, found.Sort, found.Type)
	}
}

// matchModule looks for each export that is wanted of a core module.
func (s *subst) matchModule(wanted *Extern, given *Type) {
	exports := map[string]CoreType{}
	s.work(len(given.Module.Exports))
	s.spend(2 * entryCost * len(given.Module.Exports))
	for i := range given.Module.Exports {
		exports[given.Module.Exports[i].Name] = given.Module.Exports[i].Type
	}
	for i := range wanted.Type.Module.Exports {
		part := &wanted.Type.Module.Exports[i]
		if found, ok := exports[part.Name]; !ok || !fits(part.Type, found) {
			s.fail(s.at, "the core module given for %q lacks the export %q, or it is of another type",
				clip(wanted.Name), clip(part.Name))
			return
		}
	}
}

// fits tells whether a core definition can stand for one that is wanted, as far as
// kinds and types go: sizes are not looked at.
func fits(wanted, given CoreType) bool {
	if wanted.Kind != given.Kind {
		return false
	}
	switch wanted.Kind {
	case CoreKindFunc, CoreKindTag:
		return wanted.Func == nil || given.Func == nil ||
			sameValues(wanted.Func.Params, given.Func.Params) && sameValues(wanted.Func.Results, given.Func.Results)
	case CoreKindTable:
		return wanted.Table.Is64 == given.Table.Is64 && sameValue(wanted.Table.Elem, given.Table.Elem)
	case CoreKindMemory:
		return wanted.Memory.Is64 == given.Memory.Is64 && wanted.Memory.Shared == given.Memory.Shared &&
			wanted.Memory.PageSize == given.Memory.PageSize
	default:
		return wanted.Global.Mutable == given.Global.Mutable && sameValue(wanted.Global.Type, given.Global.Type)
	}
}

func sameValues(a, b []CoreValue) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !sameValue(a[i], b[i]) {
			return false
		}
	}
	return true
}

// sameValue takes references for the same, since there are subtypes among them and
// their indices are each module's own.
func sameValue(a, b CoreValue) bool {
	return a == b || reference(a) && reference(b)
}

func reference(v CoreValue) bool {
	switch v {
	case "i32", "i64", "f32", "f64", "v128":
		return false
	default:
		return true
	}
}
