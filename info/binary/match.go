package binary

// match checks that what is given can stand for what is wanted as far as the sorts
// of what it holds go, and notes which types take the place of which. wanted is
// an import of the component, or a part of one.
//
// Component Model, Explainer.md, "Instance Definitions" and Subtyping.md.
func (s *subst) match(wanted *Extern, sort Sort, given *Type) {
	s.work(1)
	switch {
	case s.err != nil:
	case sort != wanted.Sort:
		s.fail(s.at, "expected a %s for %q, found a %s", wanted.Sort, clip(wanted.Name), sort)
	case sort == SortType:
		s.matchType(wanted, given)
	case sort == SortInstance:
		s.matchExports(wanted, given)
	case sort == SortFunc:
		s.matchFunc(wanted, given)
	}
}

func (s *subst) matchType(wanted *Extern, given *Type) {
	if wanted.Type.Kind != given.Kind {
		s.fail(s.at, "expected a %s for the type %q, found a %s", wanted.Type.Kind, clip(wanted.Name), given.Kind)
		return
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

// matchFunc compares how many parameters there are and whether a result.
func (s *subst) matchFunc(wanted *Extern, given *Type) {
	w := wanted.Type
	if len(w.Members) != len(given.Members) || (w.Elem == nil) != (given.Elem == nil) {
		s.fail(s.at, "the function given for %q has other parameters or results", clip(wanted.Name))
	}
}
