package vfs

import (
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// excluder knows what of a mount doesn't exist for the guest.
//
// Its patterns are like those of gitignore(5), relative to the mount: "*" and "?"
// within a name, "[a-z]" and "[!a-z]", "**" as a whole name for any number of
// directories, a backslash before what is meant literally. A pattern with a slash
// anywhere but at its end begins at the mount; one without matches at any depth.
// What it names is hidden with all that is below it. "secrets/**" names what is in
// secrets: the directory itself shows, and is empty. A slash at the end changes
// nothing: files of that name are hidden too. "!" at the front, which would bring
// something back, is Invalid.
//
// Upper and lower case are the same in every pattern, on every file system:
// whether names fold is decided by each directory on some systems, and to hide too
// much is the safe mistake. For the same reason "[!a]" hides "a" too, unless it
// says [!aA]. What ext4 takes for the same letters is (ß and ss, ﬁ and fi, and
// what can't be seen), but not accents written in two ways: a pattern that isn't
// ASCII is Unsupported where every directory takes those for one, on macOS and
// Windows.
type excluder struct {
	patterns []pattern
}

// pattern is the names of a pattern, folded; any is "**".
type pattern [][]rune

// newExcluder reads patterns.
func newExcluder(texts []string) (excluder, error) {
	var e excluder
	for _, text := range texts {
		p, err := parsePattern(text)
		if err != nil {
			return excluder{}, err
		}
		e.patterns = append(e.patterns, p)
	}
	return e, nil
}

func parsePattern(text string) (pattern, error) {
	if err := checkPattern(text); err != nil {
		return nil, err
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
			return nil, Invalid // no path has them, so it would hide nothing
		}
		folded := []rune(foldName(name))
		if err := checkGlob(folded); err != nil {
			return nil, err
		}
		p = append(p, folded)
	}
	switch {
	case len(p) == 0 || !anchored && len(p) == 1:
		return nil, Invalid
	case isAny(p[len(p)-1]):
		p = append(p, []rune("*")) // at the end "**" is something, not nothing
	}
	return p, nil
}

func checkPattern(text string) error {
	switch {
	case text == "" || text[0] == '!' || !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return Invalid
	case len(text) > maxPath:
		return NameTooLong
	case !exactNames() && strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }):
		return Unsupported
	}
	return nil
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

// hides says whether a path, relative to the mount, is excluded itself. What lies
// below something excluded can't be reached, so nobody asks.
func (e excluder) hides(path string) bool {
	for _, p := range e.patterns {
		if whole, _ := p.match(path); whole {
			return true
		}
	}
	return false
}

// concerns says whether a path is excluded, or something below it is or could be.
func (e excluder) concerns(path string) bool {
	for _, p := range e.patterns {
		if whole, part := p.match(path); whole || part {
			return true
		}
	}
	return false
}

// match says whether a path matches as a whole, and whether one below it could. at
// are the places in the pattern that the names so far lead to.
func (p pattern) match(path string) (whole, part bool) {
	at := make([]bool, len(p)+1)
	at[0] = true
	p.skip(at)
	next := make([]bool, len(p)+1)
	for name := range strings.SplitSeq(path, "/") {
		clear(next)
		for i := range p {
			switch {
			case !at[i]:
			case isAny(p[i]):
				next[i] = true
			case matchName(p[i], name):
				next[i+1] = true
			}
		}
		p.skip(next)
		at, next = next, at
	}
	for _, reached := range at[:len(p)] {
		part = part || reached
	}
	return at[len(p)], part
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
func matchName(glob []rune, name string) bool {
	if matchGlob(glob, []rune(name)) {
		return true
	}
	if shortName(name) {
		return true
	}
	folded := foldName(name)
	return folded != name && matchGlob(glob, []rune(folded))
}

// shortName says whether a name may be one that Windows made up for another one:
// SECRET~1.
func shortName(name string) bool {
	if runtime.GOOS != "windows" {
		return false
	}
	_, after, found := strings.Cut(name, "~")
	return found && after != "" && unicode.IsDigit(rune(after[0]))
}
