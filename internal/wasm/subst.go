package wasm

// subst makes the types of an instance from those of the component, or of the
// declaration, that it is made of: what the component defines becomes new with
// each instance, and what it imports becomes what it was given.
//
// Types have ascending numbers, and a type's parts have lower numbers than the
// type. So what a component has defined has a number from first on, and the
// rest is not its own and stays. A copy has its original's number plus a
// shift that is the same for all, which keeps the order and with it the
// meaning of first in components and declarations that are copied.
//
// Component Model, Explainer.md, "Instance Definitions".
type subst struct {
	*decoder
	first, shift uint64
	types        map[*Type]*Type
	scopes       map[*Scope]*Scope
}

// renew is the substitution that makes a new instance of what was defined in the
// numbers from first to last.
func (d *decoder) renew(first, last uint64) *subst {
	s := &subst{
		decoder: d, first: first, shift: d.lastID + 1 - first,
		types: map[*Type]*Type{}, scopes: map[*Scope]*Scope{},
	}
	d.lastID += last - first + 1
	if d.lastID > maxID {
		d.fail(d.at, "components are instantiated more than 2^60 times")
		d.lastID = maxID
	}
	return s
}

// typ is the type that t becomes.
func (s *subst) typ(t *Type) *Type {
	if t == nil || t.id < s.first || s.err != nil {
		return t
	}
	if done, ok := s.types[t]; ok {
		return done
	}
	s.work(1 + len(t.Members) + len(t.Imports) + len(t.Exports))
	s.spend(entryCost)
	done := s.copy(t)
	s.types[t] = done
	return done
}

// copy is t with new parts, or t itself if nothing in it is new.
func (s *subst) copy(t *Type) *Type {
	n := *t
	switch {
	case t.Alias != nil:
		n = *s.typ(t.Alias)
		n.Name, n.Scope, n.Alias, n.index = t.Name, s.scope(t.Scope), s.typ(t.Alias), nil
	case t.Kind == KindResource:
		resource := *t.Resource
		n.Resource, n.Scope = &resource, s.scope(t.Scope)
	case t.Kind == KindInstance || t.Kind == KindComponent:
		n.Imports, n.Exports, n.index = s.externs(t.Imports), s.externs(t.Exports), nil
		n.Inner, n.first = s.scope(t.Inner), max(t.first, s.first)+s.shift
	case !s.parts(&n):
		return t
	}
	n.id = t.id + s.shift
	return s.measure(&n)
}

// parts renews the parts of a value or function type, and tells whether any is
// another one now.
func (s *subst) parts(n *Type) bool {
	elem, err, key, members := n.Elem, n.Err, n.Key, n.Members
	n.Elem, n.Err, n.Key = s.typ(elem), s.typ(err), s.typ(key)
	changed := n.Elem != elem || n.Err != err || n.Key != key
	for i := range members {
		part := s.typ(members[i].Type)
		if part == members[i].Type {
			continue
		}
		if &n.Members[0] == &members[0] {
			n.Members = append([]Member(nil), members...)
		}
		n.Members[i].Type, changed = part, true
	}
	return changed
}

func (s *subst) externs(list []Extern) []Extern {
	if len(list) == 0 {
		return nil
	}
	s.spend(externCost * len(list))
	renewed := make([]Extern, len(list))
	for i := range list {
		renewed[i] = list[i]
		renewed[i].Type = s.typ(list[i].Type)
	}
	return renewed
}

func (s *subst) scope(old *Scope) *Scope {
	if old == nil {
		return nil
	}
	if done, ok := s.scopes[old]; ok {
		return done
	}
	done := *old
	s.scopes[old] = &done
	return &done
}

// instanceOf is a new instance of a declared type, as imported under a name or, with
// kind ScopeType, exported in a declaration.
func (d *decoder) instanceOf(t *Type, name string, kind ScopeKind) *Type {
	s := d.renew(t.first, t.id)
	s.scopes[t.Inner] = &Scope{Kind: kind, Name: name}
	return s.instance(t)
}

// instance is a renewed instance of t: a declared type of instances, or a component.
func (s *subst) instance(t *Type) *Type {
	n := Type{
		Kind: KindInstance, Exports: s.externs(t.Exports), Inner: s.scope(t.Inner), first: t.first + s.shift,
		id: t.id + s.shift,
	}
	return s.measure(&n)
}
