package wasm

// Forms of instances. Component Model, Binary.md, "Instance Definitions".
const (
	formInstantiate = 0x00
	formInline      = 0x01
)

func (s *space) instanceDef() {
	switch form := s.byte("an instance"); form {
	case formInstantiate:
		s.add(SortInstance, s.instantiate())
	case formInline:
		s.add(SortInstance, s.inlineInstance())
	default:
		s.fail(s.pos-1, "expected an instance, found 0x%02x", form)
	}
}

// instantiate reads the instantiation of a component, and works out what the
// instance exports.
func (s *space) instantiate() *Type {
	c, index := s.indexed(SortComponent)
	args, given := s.args()
	if !s.ok() || c.Kind != KindComponent {
		return broken
	}
	made := s.renew(c.first, c.id)
	made.scopes[c.Inner] = &Scope{Kind: ScopeInstance}
	for i := range c.Imports {
		wanted := &c.Imports[i]
		arg, ok := args[wanted.Name]
		if !ok {
			s.failf("an instantiation lacks the import %q", clip(wanted.Name))
			return broken
		}
		made.match(wanted, arg.Sort, arg.Type)
	}
	s.does(step{op: stepInstantiate, index: index, args: given})
	return made.instance(c)
}

// args reads the arguments of an instantiation.
func (s *space) args() (map[string]Extern, []planArg) {
	n := s.count(maxArgs, "arguments")
	args, given := make(map[string]Extern, n), []planArg(nil)
	s.spend(2 * externCost * n)
	for i := 0; i < n && s.ok(); i++ {
		e := Extern{Name: s.name("the name of an argument")}
		if _, twice := args[e.Name]; twice {
			s.failf("the argument %q is there twice", clip(e.Name))
		}
		e.Sort = s.externSort()
		var index uint32
		e.Type, index = s.indexed(e.Sort)
		args[e.Name] = e
		given = s.arg(given, e.Name, e.Sort, index)
	}
	return args, given
}

// inlineInstance reads an instance that is put together from definitions.
func (s *space) inlineInstance() *Type {
	n := s.count(maxArgs, "exports")
	exports, seen, given := make([]Extern, 0, n), map[string]bool{}, []planArg(nil)
	others := uint64(0)
	s.spend(2 * externCost * n)
	for i := 0; i < n && s.ok(); i++ {
		start := s.pos
		e := s.externName()
		s.unique(seen, e.Name, start, "export")
		e.Sort = s.externSort()
		var index uint32
		e.Type, index = s.indexed(e.Sort)
		exports = append(exports, e)
		if !e.Sort.linked() {
			others += weightOf(e.Name)
		}
		given = s.arg(given, e.Name, e.Sort, index)
	}
	s.does(step{op: stepInline, args: given, others: others})
	return s.node(Type{Kind: KindInstance, Exports: exports, Inner: &Scope{Kind: ScopeInstance}})
}

func (s *space) coreInstanceDef() {
	if len(s.instances) >= maxSpace {
		s.failf("more than %d core instances", maxSpace)
		return
	}
	switch form := s.byte("a core instance"); form {
	case formInstantiate:
		s.instances = append(s.instances, s.coreInstantiate())
	case formInline:
		s.instances = append(s.instances, s.coreInline())
	default:
		s.fail(s.pos-1, "expected a core instance, found 0x%02x", form)
	}
}

// coreInstantiate reads the instantiation of a core module, whose imports all
// have to be there and of the right sort.
func (s *space) coreInstantiate() map[string]CoreType {
	t, index := s.indexed(SortModule)
	args := s.coreArgs()
	s.does(step{op: stepCore, index: index})
	if !s.ok() || t.Module == nil {
		return nil
	}
	for i := range t.Module.Imports {
		wanted := &t.Module.Imports[i]
		found, ok := args[wanted.Module][wanted.Name]
		if !ok || !fits(wanted.Type, found) {
			s.failf("an instantiation lacks the import %q %q, a %s, or it is of another type", clip(wanted.Module), clip(wanted.Name),
				wanted.Type.Kind)
			return nil
		}
	}
	s.work(len(t.Module.Imports) + len(t.Module.Exports))
	s.spend(2 * entryCost * len(t.Module.Exports))
	exports := make(map[string]CoreType, len(t.Module.Exports))
	for i := range t.Module.Exports {
		exports[t.Module.Exports[i].Name] = t.Module.Exports[i].Type
	}
	return exports
}

// coreArgs reads the arguments of an instantiation, which are core instances.
func (s *space) coreArgs() map[string]map[string]CoreType {
	n := s.count(maxArgs, "arguments")
	args := make(map[string]map[string]CoreType, n)
	s.spend(2 * entryCost * n)
	for i := 0; i < n && s.ok(); i++ {
		name := s.name("the name of an argument")
		if _, twice := args[name]; twice {
			s.failf("the argument %q is there twice", clip(name))
		}
		s.weigh(name)
		if sort := s.coreSort(); sort != coreInstance {
			s.fail(s.pos-1, "expected a core instance, found a %s", sort)
		}
		args[name] = pick(s.reader, s.instances, s.u32("the index of a core instance"), "core instance")
	}
	return args
}

func (s *space) coreInline() map[string]CoreType {
	n := s.count(maxArgs, "exports")
	exports := make(map[string]CoreType, n)
	s.weigh("")
	s.spend(2 * externCost * n)
	for i := 0; i < n && s.ok(); i++ {
		name := s.name("the name of an export")
		if _, twice := exports[name]; twice {
			s.failf("the export %q is there twice", clip(name))
		}
		s.weigh(name)
		sort := s.coreSort()
		if sort > coreTag {
			s.fail(s.pos-1, "expected a function, table, memory, global or tag, found a %s", sort)
			return nil
		}
		exports[name] = s.coreItem(CoreKind(sort))
	}
	return exports
}
