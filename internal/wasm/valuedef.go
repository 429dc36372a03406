package wasm

// Codes of value types that have parts.
const (
	codeRecord    = 0x72
	codeVariant   = 0x71
	codeList      = 0x70
	codeTuple     = 0x6f
	codeFlags     = 0x6e
	codeEnum      = 0x6d
	codeOption    = 0x6b
	codeResult    = 0x6a
	codeOwn       = 0x69
	codeBorrow    = 0x68
	codeFixedList = 0x67
	codeStream    = 0x66
	codeFuture    = 0x65
	codeMap       = 0x63
)

// valueTypeDef reads the definition of a value type.
func (s *space) valueTypeDef() *Type {
	start := s.pos
	code := s.byte("a type")
	if kind := primitive(code); kind != 0 {
		return s.node(Type{Kind: kind})
	}
	var t Type
	switch code {
	case codeRecord, codeVariant, codeTuple, codeFlags, codeEnum:
		t = s.membersType(code)
	case codeOwn:
		t = Type{Kind: KindOwn, Elem: s.resource()}
	case codeBorrow:
		t = Type{Kind: KindBorrow, Elem: s.resource()}
	default:
		t = s.genericType(code)
	}
	if t.Kind == 0 {
		s.fail(start, "expected a type, found the code 0x%02x", code)
		return broken
	}
	return s.node(t)
}

// genericType reads a type with parameters.
func (s *space) genericType(code byte) Type {
	switch code {
	case codeList:
		return Type{Kind: KindList, Elem: s.valueType()}
	case codeFixedList:
		return s.fixedList()
	case codeOption:
		return Type{Kind: KindOption, Elem: s.valueType()}
	case codeResult:
		return Type{Kind: KindResult, Elem: s.optionalType("an ok type"), Err: s.optionalType("an error type")}
	case codeStream:
		s.isAsync(s.pos-1, "a stream")
		return Type{Kind: KindStream, Elem: s.optionalType("an element")}
	case codeFuture:
		s.isAsync(s.pos-1, "a future")
		return Type{Kind: KindFuture, Elem: s.optionalType("an element")}
	case codeMap:
		return s.mapType()
	}
	return Type{}
}

func (s *space) fixedList() Type {
	t := Type{Kind: KindList, Elem: s.valueType(), Fixed: s.u32("the length of a list")}
	if t.Fixed == 0 || t.Fixed > maxFixedList {
		s.failf("expected a length from 1 to %d, found %d", maxFixedList, t.Fixed)
	}
	return t
}

// mapType reads a map, whose keys are of a type that can be compared.
func (s *space) mapType() Type {
	t := Type{Kind: KindMap, Key: s.valueType(), Elem: s.valueType()}
	if k := t.Key.Kind; !k.Primitive() || k == KindF32 || k == KindF64 || k == KindErrorContext {
		s.failf("expected a bool, an integer, a char or a string for the key of a map, found a %s", k)
	}
	return t
}

// membersType reads a type that is a list of members, which is not empty.
func (s *space) membersType(code byte) Type {
	var t Type
	switch code {
	case codeRecord:
		t = Type{Kind: KindRecord, Members: s.labelled(maxMembers, "fields")}
	case codeVariant:
		t = Type{Kind: KindVariant, Members: s.members(maxMembers, "cases", s.variantCase)}
	case codeTuple:
		t = Type{Kind: KindTuple, Members: s.elements()}
	case codeFlags:
		t = Type{Kind: KindFlags, Members: s.members(maxFlags, "flags", s.label)}
	case codeEnum:
		t = Type{Kind: KindEnum, Members: s.members(maxMembers, "names", s.label)}
	}
	if len(t.Members) == 0 {
		s.failf("expected at least one member of a %s", t.Kind)
	}
	return t
}

func (s *space) elements() []Member {
	n := s.count(maxMembers, "elements")
	s.spend(memberCost * n)
	list := make([]Member, 0, n)
	for i := 0; i < n && s.ok(); i++ {
		list = append(list, Member{Type: s.valueType()})
	}
	return list
}

// labelled reads members that each have a name and a type.
func (s *space) labelled(limit int, what string) []Member {
	return s.members(limit, what, func() Member {
		m := s.label()
		m.Type = s.valueType()
		return m
	})
}

// variantCase reads a case: a name, perhaps a type, and a zero for what may come.
func (s *space) variantCase() Member {
	m := s.label()
	m.Type = s.optionalType("a payload")
	if b := s.byte("the end of a case"); b != 0 {
		s.fail(s.pos-1, "expected 0 at the end of a case, found 0x%02x", b)
	}
	return m
}

func (s *space) label() Member {
	start := s.pos
	name := s.name("a label")
	if len(name) > maxLabelSize {
		s.fail(start, "a label of %d bytes is longer than the limit of %d", len(name), maxLabelSize)
	}
	if s.ok() && !kebab(name) {
		s.fail(start, "expected a label in kebab case, found %q", clip(name))
	}
	return Member{Name: name}
}

// members reads members with distinct names.
func (s *space) members(limit int, what string, one func() Member) []Member {
	n := s.count(limit, what)
	s.spend(memberCost * n)
	list, seen := make([]Member, 0, n), make(map[string]bool, n)
	for i := 0; i < n && s.ok(); i++ {
		start := s.pos
		m := one()
		s.unique(seen, m.Name, start, "name")
		list = append(list, m)
	}
	return list
}
