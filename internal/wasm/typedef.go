package wasm

// Codes of type definitions. Component Model, Binary.md, "Type Definitions".
const (
	codeResource      = 0x3f
	codeFuncSync      = 0x40
	codeComponentType = 0x41
	codeInstanceType  = 0x42
	codeFuncAsync     = 0x43
)

// primitiveCodes are the kinds of types without parts by their codes.
var primitiveCodes = [...]Kind{
	0x64: KindErrorContext,
	0x73: KindString, 0x74: KindChar, 0x75: KindF64, 0x76: KindF32, 0x77: KindU64, 0x78: KindS64, 0x79: KindU32,
	0x7a: KindS32, 0x7b: KindU16, 0x7c: KindS16, 0x7d: KindU8, 0x7e: KindS8, 0x7f: KindBool,
}

// primitive is the kind with a code, 0 if that is not a type without parts.
func primitive(code byte) Kind {
	if int(code) < len(primitiveCodes) {
		return primitiveCodes[code]
	}
	return 0
}

func (s *space) typeDef() {
	s.weigh("") // each instance has resources of its own
	s.add(SortType, s.defType())
}

func (s *space) defType() *Type {
	switch code := s.peek(); code {
	case codeResource:
		return s.resourceType()
	case codeFuncSync, codeFuncAsync:
		return s.funcType()
	case codeComponentType, codeInstanceType:
		s.byte("a type")
		return s.declaration(code)
	}
	return s.valueTypeDef()
}

// resourceType reads the definition of a resource.
func (s *space) resourceType() *Type {
	s.byte("a type")
	if !s.component {
		s.fail(s.pos-1, "a resource can't be defined in the type of a component or an instance")
	}
	resource := &Resource{Defined: true, Rep: s.coreValue()}
	if resource.Dtor = s.flag("whether a resource has a destructor"); resource.Dtor {
		s.coreItem(CoreKindFunc)
	}
	return s.node(Type{Kind: KindResource, Resource: resource})
}

// funcType reads the type of a function.
func (s *space) funcType() *Type {
	t := Type{Kind: KindFunc, Async: s.byte("a function type") == codeFuncAsync}
	if t.Async {
		s.isAsync(s.pos-1, "an async function")
	}
	t.Members = s.labelled(maxParams, "parameters")
	t.Elem = s.results()
	return s.node(t)
}

// results reads the result of a function, nil without one.
func (s *space) results() *Type {
	if s.flag("whether a function has no result") {
		if b := s.byte("a function without result"); b != 0 {
			s.fail(s.pos-1, "expected 0 after a function without result, found %d", b)
		}
		return nil
	}
	return s.valueType()
}

// valueType reads a primitive type or the index of a value type.
func (s *space) valueType() *Type {
	if kind := primitive(s.peek()); kind != 0 {
		s.byte("a value type")
		if kind == KindErrorContext {
			s.isAsync(s.pos-1, "an error context")
		}
		return &primitives[kind]
	}
	start := s.pos
	index := s.signed33("a value type")
	if index < 0 {
		s.fail(start, "expected a value type, found the code 0x%02x", index&0x7f)
		return broken
	}
	t := pick(s.reader, s.items[SortType], uint32(index), "type") //nolint:gosec // 33 bits, not negative
	if t == nil || !s.ok() {
		return broken
	}
	if !t.Kind.Value() {
		s.fail(start, "expected a value type, found type %d, a %s", index, t.Kind)
		return broken
	}
	return t
}

// optionalType reads a value type that may be absent.
func (s *space) optionalType(what string) *Type {
	if s.flag("whether there is " + what) {
		return s.valueType()
	}
	return nil
}

// resource reads the index of a resource.
func (s *space) resource() *Type {
	start := s.pos
	t := s.item(SortType)
	if s.ok() && t.Kind != KindResource {
		s.fail(start, "expected a resource, found a %s", t.Kind)
	}
	return t
}
