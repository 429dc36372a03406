package wasm

import "strings"

// externName reads the name of an import or an export with its attributes: the
// forms 0 and 1 have none, and mean the same. Component Model, Binary.md, "Import
// and Export Definitions", `nameattributes`.
func (s *space) externName() Extern {
	form := s.byte("a name")
	if form > 2 {
		s.fail(s.pos-1, "expected a name, found the form 0x%02x", form)
	}
	start := s.pos
	e := Extern{Name: s.name("a name")}
	if form == 2 {
		s.attributes(&e)
	}
	if s.ok() {
		if message := checkName(e.Name, e.VersionSuffix); message != "" {
			s.fail(start, "the name %q %s", clip(e.Name), message)
		}
	}
	return e
}

// attributes reads what is said besides the name, each at most once.
func (s *space) attributes(e *Extern) {
	seen := map[byte]bool{}
	n := s.count(3, "attributes")
	for i := 0; i < n && s.ok(); i++ {
		code := s.byte("an attribute")
		if seen[code] {
			s.fail(s.pos-1, "the attribute 0x%02x is there twice", code)
		}
		seen[code] = true
		switch code {
		case 0x00:
			e.Implements = s.implements()
		case 0x01:
			e.VersionSuffix = s.name("a version")
		case 0x02:
			e.ExternalID = s.name("an external name")
		default:
			s.fail(s.pos-1, "expected an attribute, found 0x%02x", code)
		}
	}
}

func (s *space) implements() string {
	start := s.pos
	name := s.name("the name of an interface")
	if message := checkInterface(name, ""); s.ok() && message != "" {
		s.fail(start, "the name %q %s", clip(name), message)
	}
	return name
}

// checkImplements allows an interface to be named for instances only.
func (s *space) checkImplements(e *Extern, start int) {
	if s.ok() && e.Implements != "" && (e.Sort != SortInstance || !kebab(e.Name)) {
		s.fail(start, "only an instance with a plain name can implement an interface, %q is none", clip(e.Name))
	}
}

// checkName tells what is wrong with the name of an import or an export, "" if it
// is good. Component Model, Explainer.md, "Import and Export Definitions",
// `externname`.
func checkName(name, suffix string) string {
	for _, prefix := range [...]string{"[method]", "[static]"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			resource, function, _ := strings.Cut(rest, ".")
			if !kebab(resource) || !kebab(function) {
				return "is no name of a method"
			}
			return ""
		}
	}
	if rest, ok := strings.CutPrefix(name, "[constructor]"); ok {
		if !kebab(rest) {
			return "is no name of a constructor"
		}
		return ""
	}
	if dependency(name) {
		return ""
	}
	if strings.Contains(name, ":") {
		return checkInterface(name, suffix)
	}
	if !kebab(name) {
		return "is not in kebab case"
	}
	return ""
}

// dependency tells whether a name is that of a component to be found: by its
// package, its address or its digest. Of what is between the brackets only the
// characters are looked at.
func dependency(name string) bool {
	for _, prefix := range [...]string{"unlocked-dep=<", "locked-dep=<", "url=<", "integrity=<"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return strings.HasSuffix(rest, ">") && strings.IndexFunc(rest, notPrintable) < 0
		}
	}
	return false
}

func notPrintable(c rune) bool { return c < ' ' || c == 0x7f || c == '"' }

// checkInterface tells what is wrong with a name like "ns:pkg/iface@1.2.3". More
// than one namespace, and interfaces in interfaces, are allowed for.
func checkInterface(name, suffix string) string {
	const no = "is no name of an interface, such as ns:pkg/iface@1.2.3"
	path, version, versioned := strings.Cut(name, "@")
	if versioned && !semver(version+suffix) || !versioned && suffix != "" {
		return "has no valid version"
	}
	pkg, ifaces, ok := strings.Cut(path, "/")
	labels := strings.Split(pkg, ":")
	if !ok || len(labels) < 2 {
		return no
	}
	for _, label := range labels {
		if !lowerKebab(label) {
			return no
		}
	}
	for _, iface := range strings.Split(ifaces, "/") {
		if !kebab(iface) {
			return no
		}
	}
	return ""
}
