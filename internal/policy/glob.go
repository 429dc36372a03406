package policy

import (
	"strings"
	"unicode"
)

// isGlob refuses what is not a glob: a class or a backslash without an end.
func isGlob(glob []rune) bool {
	for i := 0; i < len(glob); {
		_, n, ok := matchOne(glob[i:], 'x')
		if !ok {
			return false
		}
		i += n
	}
	return true
}

// matchGlob matches one name. It goes back to the last "*" only: the time is the
// product of both lengths, whatever the pattern.
func matchGlob(glob, name []rune) bool {
	g, n := 0, 0
	star, from := -1, 0
	for n < len(name) {
		if g < len(glob) && glob[g] == '*' {
			star, from = g, n
			g++
			continue
		}
		if g < len(glob) {
			if hit, length, _ := matchOne(glob[g:], name[n]); hit {
				g += length
				n++
				continue
			}
		}
		if star < 0 {
			return false
		}
		from++
		g, n = star+1, from
	}
	for g < len(glob) && glob[g] == '*' {
		g++
	}
	return g == len(glob)
}

// matchOne matches a letter with the first part of a glob, whose length it gives.
func matchOne(glob []rune, r rune) (hit bool, length int, ok bool) {
	switch glob[0] {
	case '?', '*':
		return true, 1, true
	case '[':
		return matchClass(glob, r)
	case '\\':
		if len(glob) < 2 {
			return false, 1, false
		}
		return sameLetter(glob[1], r), 2, true
	}
	return sameLetter(glob[0], r), 1, true
}

// matchClass matches [a-z], [!a-z] and [^a-z]. A "]" at the front is a letter.
func matchClass(glob []rune, r rune) (hit bool, length int, ok bool) {
	i := 1
	negated := i < len(glob) && (glob[i] == '!' || glob[i] == '^')
	if negated {
		i++
	}
	within := map[rune]bool{}
	for first := true; i < len(glob); first = false {
		if glob[i] == ']' && !first {
			return classHit(within, r, negated), i + 1, true
		}
		low, n, ok := classLetter(glob[i:])
		if !ok {
			return false, 1, false
		}
		i += n
		high := low
		if i+1 < len(glob) && glob[i] == '-' && glob[i+1] != ']' {
			if high, n, ok = classLetter(glob[i+1:]); !ok || high < low {
				return false, 1, false
			}
			i += n + 1
		}
		for _, v := range variants(r) {
			within[v] = within[v] || low <= v && v <= high
		}
	}
	return false, 1, false
}

func classLetter(glob []rune) (r rune, length int, ok bool) {
	if glob[0] != '\\' {
		return glob[0], 1, true
	}
	if len(glob) < 2 {
		return 0, 1, false
	}
	return glob[1], 2, true
}

// classHit says whether any form of the letter makes a hit.
func classHit(within map[rune]bool, r rune, negated bool) bool {
	for _, v := range variants(r) {
		if within[v] != negated {
			return true
		}
	}
	return false
}

// variants are a letter's forms of case.
func variants(r rune) []rune {
	all := []rune{r}
	for v := unicode.SimpleFold(r); v != r; v = unicode.SimpleFold(v) {
		all = append(all, v)
	}
	return all
}

func sameLetter(a, b rune) bool {
	if a == b {
		return true
	}
	for v := unicode.SimpleFold(a); v != a; v = unicode.SimpleFold(v) {
		if v == b {
			return true
		}
	}
	return false
}

// foldName is foldLetters of a name without the dots and spaces at its end, which FAT
// and Windows drop.
func foldName(name string) string {
	if trimmed := strings.TrimRight(name, ". "); trimmed != "" {
		name = trimmed
	}
	return foldLetters(name)
}

// foldLetters writes a name as a file system that folds compares it, as far as case
// by single letters (sameLetter) doesn't: letters that become several (Unicode's
// CaseFolding.txt, status F, those that become ASCII), those that are another way to
// write an ASCII one (UnicodeData.txt, canonical), and code points that can't be seen,
// which ext4 and HFS+ pass over.
func foldLetters(name string) string {
	ascii := true
	for i := range len(name) {
		ascii = ascii && name[i] < 0x80
	}
	if ascii {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == 'ß' || r == 'ẞ':
			b.WriteString("ss")
		case 'ﬀ' <= r && r <= 'ﬆ':
			b.WriteString([...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}[r-'ﬀ'])
		case r == '\u037E':
			b.WriteByte(';')
		case r == '\u1FEF':
			b.WriteByte('`')
		case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), unicode.Is(unicode.Variation_Selector, r),
			unicode.Is(unicode.Cf, r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
