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

// Hides says whether a path, relative to the mount, is excluded itself. Of what
// lies below something excluded it doesn't say so.
func (e Exclude) Hides(path string) bool {
	for _, p := range e.patterns {
		if e.hides(p, path) {
			return true
		}
	}
	return false
}

// hides is match(path).whole. A pattern without a slash is about the last name
// alone: a walk asks of each directory that it goes into, and would otherwise take
// time with the square of their number.
func (e Exclude) hides(p pattern, path string) bool {
	if len(p) == 2 && isAny(p[0]) && !isAny(p[1]) {
		return e.matchName(p[1], path[strings.LastIndexByte(path, '/')+1:])
	}
	return e.match(p, path).whole
}

// Concerns says whether a path is excluded, or something below it is or could be.
func (e Exclude) Concerns(path string) bool {
	for _, p := range e.patterns {
		if m := e.match(p, path); m.whole || m.part {
			return true
		}
	}
	return false
}

// hiding gives the patterns that exclude a path, or what it lies in.
func (e Exclude) hiding(path string) []int {
	var list []int
	for i, p := range e.patterns {
		if m := e.match(p, path); m.whole || m.above {
			list = append(list, i)
		}
	}
	return list
}

// match tells how a pattern fits a path.
type match struct {
	whole bool // as a whole
	part  bool // one below it could fit
	above bool // one above it does
}

// match matches a path. at are the places in the pattern that the names so far
// lead to.
func (e Exclude) match(p pattern, path string) (m match) {
	at := make([]bool, len(p)+1)
	at[0] = true
	p.skip(at)
	next := make([]bool, len(p)+1)
	for name := range strings.SplitSeq(path, "/") {
		m.above = m.above || at[len(p)]
		clear(next)
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
		if at, next = next, at; !slices.Contains(at, true) {
			break // nothing below can fit either
		}
	}
	for _, reached := range at[:len(p)] {
		m.part = m.part || reached
	}
	m.whole = at[len(p)]
	return m
}

// skip lets "**" be no directory at all.
func (p pattern) skip(at []bool) {
	for i := range p {
		if at[i] && isAny(p[i]) {
			at[i+1] = true
		}
	}
}

// matchName matches a name as it is, so that "?" is one letter, and as a file
// system that folds may take it.
func (e Exclude) matchName(glob []rune, name string) bool {
	if matchGlob(glob, []rune(name)) {
		return true
	}
	folded := foldName(name)
	if folded != name && matchGlob(glob, []rune(folded)) {
		return true
	}
	return e.twins && twin(glob, name)
}
