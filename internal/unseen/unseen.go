// Package unseen tells which characters of a text can't be seen where it is shown, or
// change how what is around them is shown. Guests choose names, and whoever reads them
// decides by what is seen: two names must not look the same, a name must not carry a
// text that nobody sees, or command a terminal.
//
// [Escape] leaves what people write with: every script, right to left too, and emoji.
// Joiners and variation selectors, without which some can't be written, stay where they
// change what is seen, and are written out where they don't.
package unseen

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Is holds for control characters, for those that format (Unicode's category Cf), but for
// the few that have a sign of their own, for those that end a line or a paragraph, for
// those that are ignored by default (Unicode Standard, section 5.21) and for
// noncharacters. Line feeds and tabs are among them.
func Is(r rune) bool {
	switch {
	case r < 0x20, 0x7f <= r && r < 0xa0, r == 0xad:
		return true
	case r < 0x300: // the first that isn't a letter, a number, a sign or a space is above
		return false
	case r&0xfffe == 0xfffe, 0xfdd0 <= r && r <= 0xfdef:
		return true
	case unicode.Is(unicode.Cf, r):
		return !unicode.In(r, unicode.Prepended_Concatenation_Mark, unicode.Egyptian_Hieroglyphs)
	}
	return unicode.In(r, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Joins holds for those of them with which some languages and emoji are written: the
// joiners, and the variation selectors of emoji and of Mongolian. Whether one changes
// what is seen depends on what is around it.
func Joins(r rune) bool {
	return r == zwnj || r == zwj || 0xfe00 <= r && r <= 0xfe0f || 0x180b <= r && r <= 0x180f && r != 0x180e
}

// Escape replaces the characters that can't be seen by escapes as in Go, such as \u200b;
// of line feeds and tabs it keeps what keep says. Of bytes that aren't UTF-8, such as
// those of names of files, the ones that command a terminal of eight bits are replaced.
func Escape(text string, keep func(rune) bool) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	for at, r := range text {
		switch c := text[at]; {
		case r == utf8.RuneError && c < 0xa0: // not the first byte of anything
			fmt.Fprintf(&b, `\x%02x`, c)
		case r == utf8.RuneError && !strings.HasPrefix(text[at:], "\uFFFD"):
			b.WriteByte(c)
		case !Is(r), r < 0x20 && keep(r), Joins(r) && belongs(text, at, r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// plain is true of texts of ASCII that can be seen.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 || c >= 0x7f {
			return false
		}
	}
	return true
}

const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

// belongs tells whether a character for which Joins holds changes what is seen: a joiner
// in a script whose letters join or by a virama (Unicode Standard Annex 31, section
// 2.3.1) or between emoji, and a variation selector after what it has variants of.
func belongs(text string, at int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r):])
	switch {
	case r == zwnj, r == zwj:
		return unicode.Is(virama, before) || unicode.Is(virama, after) && unicode.IsLetter(before) ||
			joining(base(text[:at])) && joining(after) || r == zwj && emoji(text[:at]) && unicode.Is(unicode.So, after)
	case r == '\ufe0e', r == '\ufe0f':
		return pictured(before) || after == '\u20e3' && strings.ContainsRune("0123456789#*", before)
	case 0x180b <= r && r <= 0x180f:
		return unicode.Is(unicode.Mongolian, before) && unicode.IsLetter(before)
	}
	return false
}

// base is the last letter of a text, without the marks after it.
func base(text string) rune {
	for {
		r, size := utf8.DecodeLastRuneInString(text)
		if size == 0 || !unicode.Is(unicode.Mn, r) || Is(r) {
			return r
		}
		text = text[:len(text)-size]
	}
}

// joining holds for letters of the scripts whose letters have other forms where they
// join.
func joining(r rune) bool {
	return unicode.IsLetter(r) && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Mandaic,
		unicode.Manichaean, unicode.Phags_Pa, unicode.Psalter_Pahlavi, unicode.Hanifi_Rohingya, unicode.Sogdian, unicode.Adlam)
}

// emoji tells whether a text ends in what can begin a sequence: a picture, with or
// without a color of skin or a selector.
func emoji(text string) bool {
	r, size := utf8.DecodeLastRuneInString(text)
	if r == '\ufe0f' || 0x1f3fb <= r && r <= 0x1f3ff {
		r, _ = utf8.DecodeLastRuneInString(text[:len(text)-size])
	}
	return unicode.Is(unicode.So, r)
}

// pictured holds for what can be shown as a picture or as text.
func pictured(r rune) bool {
	switch r {
	case '‼', '⁉', 'ℹ', '〰':
		return true
	}
	return r >= 0x80 && unicode.In(r, unicode.So, unicode.Sm)
}

// virama are the signs that take a letter's vowel away (canonical combining class 9).
var virama = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x094d, 0x0ccd, 0x80},
		{0x0d3b, 0x0d3c, 1},
		{0x0d4d, 0x0d4d, 1},
		{0x0dca, 0x0dca, 1},
		{0x0e3a, 0x0e3a, 1},
		{0x0eba, 0x0eba, 1},
		{0x0f84, 0x0f84, 1},
		{0x1039, 0x103a, 1},
		{0x1714, 0x1715, 1},
		{0x1734, 0x1734, 1},
		{0x17d2, 0x17d2, 1},
		{0x1a60, 0x1a60, 1},
		{0x1b44, 0x1b44, 1},
		{0x1baa, 0x1bab, 1},
		{0x1bf2, 0x1bf3, 1},
		{0xa806, 0xa806, 1},
		{0xa82c, 0xa82c, 1},
		{0xa8c4, 0xa8c4, 1},
		{0xa953, 0xa953, 1},
		{0xa9c0, 0xa9c0, 1},
		{0xaaf6, 0xaaf6, 1},
		{0xabed, 0xabed, 1},
	},
}
