package policy

import (
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// Exclude knows what of a mount doesn't exist for the guest.
//
// Its patterns are like those of gitignore(5), relative to the mount: "*" and "?"
// within a name, "[a-z]" and "[!a-z]", "**" as a whole name for any number of
// directories, a backslash before what is meant literally. A pattern with a slash
// anywhere but at its end begins at the mount; one without matches at any depth.
// What it names is hidden with all that is below it. "secrets/**" names what is in
// secrets: the directory itself shows, and is empty. A slash at the end changes
// nothing: files of that name are hidden too. "!" at the front, which would bring
// something back, is an error.
//
// Upper and lower case are the same in every pattern, on every file system:
// whether names fold is decided by each directory on some systems, and to hide too
// much is the safe mistake. For the same reason "[!a]" hides "a" too, unless it
// says [!aA]. What ext4 takes for the same letters is (ß and ss, ﬁ and fi, and
// what can't be seen), and dots and spaces at the end, which FAT drops, are nothing.
// Accents written in two ways are two, but in InTwins: a pattern that isn't ASCII is
// an error where every directory takes them for one, on macOS and Windows.
//
// The zero value hides nothing.
type Exclude struct {
	patterns []pattern
	twins    bool // see InTwins
}

// pattern is the names of a pattern, folded; any is "**".
type pattern [][]rune

// ParseExclude reads patterns. The error is a *PatternError.
func ParseExclude(texts []string) (Exclude, error) {
	e := Exclude{twins: !exactNames()}
	for _, text := range texts {
		p, flaw := parsePattern(text)
		if flaw != 0 {
			return Exclude{}, &PatternError{text, flaw}
		}
		e.patterns = append(e.patterns, p)
	}
	return e, nil
}

func parsePattern(text string) (pattern, Flaw) {
	if flaw := checkPattern(text); flaw != 0 {
		return nil, flaw
	}
	anchored := strings.Contains(strings.TrimRight(text, "/"), "/")
	var p pattern
	if !anchored {
		p = append(p, []rune("**"))
	}
	for name := range strings.SplitSeq(text, "/") {
		switch name {
		case "":
			continue
		case ".", "..":
			return nil, Dots
		}
		folded := []rune(foldLetters(name))
		if !isGlob(folded) {
			return nil, Unclosed
		}
		p = append(p, folded)
	}
	switch {
	case len(p) == 0 || !anchored && len(p) == 1:
		return nil, NoName
	case isAny(p[len(p)-1]):
		p = append(p, []rune("*")) // at the end "**" is something, not nothing
	}
	return p, 0
}

func checkPattern(text string) Flaw {
	switch {
	case text == "":
		return NoName
	case text[0] == '!':
		return Negated
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return NoText
	case len(text) > MaxPattern:
		return TooLong
	case !exactNames() && strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }):
		return NotASCII
	}
	return 0
}

// exactNames says whether two spellings are two names on this system.
func exactNames() bool {
	switch runtime.GOOS {
	case "darwin", "ios", "windows":
		return false
	}
	return true
}

func isAny(name []rune) bool { return len(name) == 2 && name[0] == '*' && name[1] == '*' }

// Empty says whether there are no patterns.
func (e Exclude) Empty() bool { return len(e.patterns) == 0 }

// Place is where a walk through a mount is, as far as patterns are concerned: what the
// names so far leave of them. A walk that keeps it looks at each name once, however
// deep it is. It is of use with the Exclude that gave it only.
type Place struct {
	at []bool // the places in each pattern, one pattern after the other; see pattern.step
}

// Mount is the place of the mount itself.
func (e Exclude) Mount() Place {
	size := 0
	for _, p := range e.patterns {
		size += len(p) + 1
	}
	if size == 0 {
		return Place{}
	}
	at := make([]bool, size)
	rest := at
	for _, p := range e.patterns {
		rest[0] = true
		p.skip(rest)
		rest = rest[len(p)+1:]
	}
	return Place{at}
}

// Enter is the place of what has a name in another place.
func (e Exclude) Enter(from Place, name string) Place {
	if len(from.at) == 0 {
		return Place{}
	}
	to := make([]bool, len(from.at))
	at, next, spelt := from.at, to, spelling{name: name}
	for _, p := range e.patterns {
		e.step(p, at, next, &spelt)
		at, next = at[len(p)+1:], next[len(p)+1:]
	}
	return Place{to}
}

// At is the place of a path, relative to the mount.
func (e Exclude) At(path string) Place {
	place := e.Mount()
	if path == "" || e.Empty() {
		return place
	}
	for name := range strings.SplitSeq(path, "/") {
		place = e.Enter(place, name)
	}
	return place
}

// Hidden says whether what is at a place is excluded itself. Of what lies below
// something excluded it doesn't say so.
func (e Exclude) Hidden(at Place) bool {
	rest := at.at
	for _, p := range e.patterns {
		if len(rest) > 0 && rest[len(p)] {
			return true
		}
		rest = rest[min(len(p)+1, len(rest)):]
	}
	return false
}

// Concerned says whether what is at a place is excluded, or something below it is or
// could be.
func (Exclude) Concerned(at Place) bool { return slices.Contains(at.at, true) }

// Hides is Hidden of a path, relative to the mount.
func (e Exclude) Hides(path string) bool { return e.Hidden(e.At(path)) }

// Concerns is Concerned of a path, relative to the mount.
func (e Exclude) Concerns(path string) bool { return e.Concerned(e.At(path)) }

// hiding gives the patterns that exclude a path, or what it lies in.
func (e Exclude) hiding(path string) []int {
	var list []int
	for i, p := range e.patterns {
		if e.covers(p, path) {
			list = append(list, i)
		}
	}
	return list
}

// covers says whether a pattern fits a path, or one above it.
func (e Exclude) covers(p pattern, path string) bool {
	at, next := make([]bool, len(p)+1), make([]bool, len(p)+1)
	at[0] = true
	p.skip(at)
	for name := range strings.SplitSeq(path, "/") {
		clear(next)
		e.step(p, at, next, &spelling{name: name})
		if at, next = next, at; at[len(p)] {
			return true
		}
		if !slices.Contains(at, true) {
			return false // nothing below can fit either
		}
	}
	return false
}

// step sets the places in a pattern to which a name leads from others.
func (e Exclude) step(p pattern, at, next []bool, name *spelling) {
	for i := range p {
		switch {
		case !at[i]:
		case isAny(p[i]):
			next[i] = true
		case e.matchName(p[i], name):
			next[i+1] = true
		}
	}
	p.skip(next)
}

// skip lets "**" be no directory at all.
func (p pattern) skip(at []bool) {
	for i := range p {
		if at[i] && isAny(p[i]) {
			at[i+1] = true
		}
	}
}

// spelling is a name in the ways that it is matched.
type spelling struct {
	name            string
	letters, folded []rune
}

// matchName matches a name as it is, so that "?" is one letter, and as a file
// system that folds may take it.
func (e Exclude) matchName(glob []rune, s *spelling) bool {
	if s.letters == nil {
		s.letters = []rune(s.name)
		if folded := foldName(s.name); folded != s.name {
			s.folded = []rune(folded)
		}
	}
	if matchGlob(glob, s.letters) || s.folded != nil && matchGlob(glob, s.folded) {
		return true
	}
	return e.twins && twin(glob, s.name)
}
