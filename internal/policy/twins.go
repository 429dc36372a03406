package policy

import (
	"strings"
	"unicode"
)

// InTwins gives the same patterns for directories where several names are one file, as
// on FAT, NTFS, HFS+ and in directories of ext4 that fold: they hide what may be another
// spelling of what they name. There a letter that isn't ASCII is any such letter, and a
// letter with marks after it is one; a name like those that FAT makes up (SECRET~1) is
// hidden, as it may be anything; and what follows a colon (NTFS's streams) is left out.
func (e Exclude) InTwins() Exclude { return Exclude{patterns: e.patterns, twins: true} }

// Delicate says whether it takes more than to fold case to tell the spellings of what
// the patterns name: they have letters that aren't ASCII, or match single letters.
func (e Exclude) Delicate() bool {
	for _, p := range e.patterns {
		for _, name := range p {
			for _, r := range name {
				if r == '?' || r == '[' || r >= 0x80 {
					return true
				}
			}
		}
	}
	return false
}

// foreign stands for any letter that isn't ASCII: no name has it.
const foreign = '\uFFFF'

// twin says whether a name may be another spelling of what a glob names.
func twin(glob []rune, name string) bool {
	name, _, _ = strings.Cut(name, ":")
	return shortName(name) || matchGlob(looseGlob(trimGlob(glob)), loose([]rune(foldName(name))))
}

// trimGlob drops the dots and spaces at the end of what a glob names, unless anything
// may stand before them.
func trimGlob(glob []rune) []rune {
	end := len(glob)
	for end > 0 && (glob[end-1] == '.' || glob[end-1] == ' ') {
		if end--; escaped(glob[:end]) {
			end--
		}
	}
	if end == 0 || glob[end-1] == '*' || glob[end-1] == '?' {
		return glob
	}
	return glob[:end]
}

// escaped says whether a glob ends in a backslash that was meant for what followed.
func escaped(glob []rune) (is bool) {
	for i := len(glob) - 1; i >= 0 && glob[i] == '\\'; i-- {
		is = !is
	}
	return is
}

// loose writes a name with one letter for each that isn't ASCII, marks included: é is
// one letter or two, and 가 one or two or three.
func loose(name []rune) []rune {
	var out []rune
	for _, r := range name {
		switch {
		case joins(r) && len(out) > 0:
			out[len(out)-1] = foreign
		case r >= 0x80:
			out = append(out, foreign)
		default:
			out = append(out, r)
		}
	}
	return out
}

// joins says whether a letter is part of the one before it: a mark, or a vowel or a
// final consonant of Hangul.
func joins(r rune) bool { return unicode.Is(unicode.M, r) || 0x1160 <= r && r <= 0x11FF }

// looseGlob is loose for a glob. A class with a letter that isn't ASCII is any letter.
func looseGlob(glob []rune) []rune {
	var out []rune
	for i := 0; i < len(glob); {
		_, n, ok := matchOne(glob[i:], 'x')
		if !ok {
			n = 1 // it never gets here: isGlob looked
		}
		part := glob[i : i+n]
		last := part[n-1]
		i += n
		switch {
		case part[0] == '[' && beyondASCII(part):
			out = append(out, '?')
		case part[0] == '[':
			out = append(out, part...)
		case joins(last) && len(out) > 0:
			out = joined(out)
		case last >= 0x80:
			out = append(out, foreign)
		default:
			out = append(out, part...)
		}
	}
	return out
}

// joined makes a letter at the end of a glob a foreign one; what isn't a letter stays,
// and so does the class of one.
func joined(out []rune) []rune {
	switch last := out[len(out)-1]; {
	case last == '*':
		return out
	case last == ']', last == '?':
		return append(out, '*') // with or without a mark
	case len(out) > 1 && out[len(out)-2] == '\\':
		out = out[:len(out)-1]
	}
	out[len(out)-1] = foreign
	return out
}

func beyondASCII(glob []rune) bool {
	for _, r := range glob {
		if r >= 0x80 {
			return true
		}
	}
	return false
}

// shortName says whether a name has the form of those that FAT and Windows make up for
// another one: SECRET~1, SECRET~1.KEY. It is at most eight letters with a number, and
// three more.
func shortName(name string) bool {
	base, extension, _ := strings.Cut(name, ".")
	before, number, found := strings.Cut(base, "~")
	if !found || len(base) > 8 || len(extension) > 3 || before == "" || number == "" {
		return false
	}
	for _, digit := range number {
		if digit < '0' || digit > '9' {
			return false
		}
	}
	return true
}
