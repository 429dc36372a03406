package wasm

// pair is two types that are compared.
type pair struct{ a, b *Type }

// equal tells whether two types of values, resources or functions are the same but
// for the names that imports and exports gave them. What instances and components
// hold is not looked at. Component Model, Subtyping.md.
func (d *decoder) equal(a, b *Type) bool {
	return d.equalIn(map[pair]bool{}, a, b)
}

// equalIn knows of pairs that were compared before, and were equal.
func (d *decoder) equalIn(done map[pair]bool, a, b *Type) bool {
	switch {
	case a == b || d.err != nil || a != nil && b != nil && done[pair{a, b}]:
		return true
	case a == nil || b == nil || a.Kind != b.Kind || a.Fixed != b.Fixed || a.Async != b.Async ||
		len(a.Members) != len(b.Members):
		return false
	case a.Kind == KindResource:
		return a.Resource == b.Resource
	}
	d.work(1 + len(a.Members))
	d.spend(entryCost)
	if !d.equalIn(done, a.Elem, b.Elem) || !d.equalIn(done, a.Err, b.Err) || !d.equalIn(done, a.Key, b.Key) {
		return false
	}
	for i := range a.Members {
		x, y := &a.Members[i], &b.Members[i]
		if x.Name != y.Name || !d.equalIn(done, x.Type, y.Type) {
			return false
		}
	}
	done[pair{a, b}] = true
	return true
}
