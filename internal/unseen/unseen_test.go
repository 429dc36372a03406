package unseen_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/unseen"
)

func none(rune) bool { return false }

// What people write stays as it is.
func TestLanguagesAreReadable(t *testing.T) {
	for _, text := range []string{
		"", "wasi:cli/run@0.2.0", "ñandú", "straße", "漢字かな한글", "Ελληνικά", "кириллица", "e\u0301", "\u1100\u1161",
		"العربية", "مُحَمَّد", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "نمی\u200cخواهم", "שלום", "שָׁלוֹם", "اردو", "\u0601١٢٣", "\u06dd",
		"हिन्दी", "क्\u200dष", "क्\u200cष", "श्री", "বাংলা", "র\u200d্যাব", "മലയാളം", "അവന\u0d4d\u200d", "සිංහල", "ක්\u200dෂ", "தமிழ்", "ไทย", "မြန်မာ", "ភាសាខ្មែរ",
		"ᠮᠣᠩᠭᠣᠯ", "ᠨ\u180b", "🚀", "❤\ufe0f", "❤\ufe0e", "👩\u200d👩\u200d👧", "👩🏽\u200d🚀", "🏳\ufe0f\u200d🌈", "👁\ufe0f\u200d🗨\ufe0f", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3",
		"🇪🇸", "👍🏿", "™\ufe0f", "ℹ\ufe0f", "↔\ufe0f", "\ue0b0", "a b\u00a0c\u3000d", "\ufffd", "\u2800",
	} {
		if got := unseen.Escape(text, none); got != text {
			t.Errorf("%+q is written as %q", text, got)
		}
	}
}

func TestUnseenIsEscaped(t *testing.T) {
	for text, want := range map[string]string{
		"\x00\x1b[31m\x7f\u0085\u009b":     `\x00\x1b[31m\x7f\u0085\u009b`,
		"a\u00adb\u200bc\u2060d\ufeff":     `a\u00adb\u200bc\u2060d\ufeff`,
		"\u2028\u2029\u061c\u200e\u200f":   `\u2028\u2029\u061c\u200e\u200f`,
		"\u202a\u202e\u2066\u2069":         `\u202a\u202e\u2066\u2069`,
		"\u2061\u2064\u206a\u206f\u180e":   `\u2061\u2064\u206a\u206f\u180e`,
		"\U000e0041\U000e0001\U000e007f":   `\U000e0041\U000e0001\U000e007f`,
		"🏴\U000e0067\U000e0062\U000e007f":  `🏴\U000e0067\U000e0062\U000e007f`,
		"\ufff9x\ufffay\ufffb":             `\ufff9x\ufffay\ufffb`,
		"\U000e0100\ufe00a\ufe0f":          `\U000e0100\ufe00a\ufe0f`,
		"漢\U000e0100":                      `漢\U000e0100`,
		"❤\ufe0f\ufe0f\ufe0e":              "❤\ufe0f" + `\ufe0f\ufe0e`,
		"\u034f\u115f\u1160\u3164\uffa0":   `\u034f\u115f\u1160\u3164\uffa0`,
		"\u17b4\u17b5\u2065\ufff0":         `\u17b4\u17b5\u2065\ufff0`,
		"\U0001d173\U0001bca0":             `\U0001d173\U0001bca0`,
		"\ufdd0\uffff\U0001fffe\U0010ffff": `\ufdd0\uffff\U0001fffe\U0010ffff`,
		"ad\u200dmin":                      `ad\u200dmin`,
		"ad\u200cmin":                      `ad\u200cmin`,
		"\u200d\u200c":                     `\u200d\u200c`,
		"न\u200dम":                         `न\u200dम`,
		"می\u200c":                         `می\u200c`,
		"می\u200c\u200cخ":                  `می\u200c\u200cخ`,
		"שלום\u200dשלום":                   `שלום\u200dשלום`,
		"🚀\u200da":                         `🚀\u200da`,
		"1\ufe0f#\ufe0e":                   `1\ufe0f#\ufe0e`,
		"x\u180b":                          `x\u180b`,
		"two\nlines\t":                     `two\nlines\t`,
		"\xff\xc3(\xe9 \ufffd":             "\xff\xc3(\xe9 \ufffd",
		"\x9b2J\x85\xff":                   `\x9b2J\x85` + "\xff",
	} {
		if got := unseen.Escape(text, none); got != want {
			t.Errorf("%+q is written as %+q, not %+q", text, got, want)
		}
	}
	if got := unseen.Escape("two\nlines\t\r", func(r rune) bool { return r == '\n' || r == '\t' }); got != "two\nlines\t\\r" {
		t.Errorf("%q", got)
	}
}

// Every character that Unicode says is ignored, formats or controls is one that can't be
// seen, and no letter, number, sign or space is.
func TestEveryCharacter(t *testing.T) {
	ignored := []*unicode.RangeTable{
		unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector,
		unicode.Noncharacter_Code_Point, unicode.Join_Control, unicode.Deprecated,
	}
	seen := []*unicode.RangeTable{unicode.N, unicode.P, unicode.S, unicode.Zs, unicode.Co, unicode.Mc, unicode.Me, unicode.Prepended_Concatenation_Mark}
	for r := range unicode.MaxRune + 1 {
		is := unseen.Is(r)
		switch {
		case !utf8.ValidRune(r):
		case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point) && !is:
			t.Errorf("%U is ignored, and is shown", r)
		case unicode.In(r, ignored...) && !is && !unicode.In(r, seen...) && !unicode.In(r, unicode.L, unicode.Mn):
			t.Errorf("%U can't be seen, and is shown", r)
		case unicode.In(r, seen...) && is:
			t.Errorf("%U can be seen, and isn't shown", r)
		case is && strconv.IsPrint(r) && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			t.Errorf("%U is a letter, and isn't shown", r)
		case unseen.Joins(r) && !is:
			t.Errorf("%U joins, and can be seen", r)
		}
	}
}

// What is written out is written out once, can be read back, and has nothing left.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"می\u200cخ", "👩\u200d👩", "a\u200db", "\U000e0041", "क्\u200dष", "\x80", "1\ufe0f\u20e3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		got := unseen.Escape(text, none)
		if again := unseen.Escape(got, none); again != got {
			t.Errorf("%q, then %q", got, again)
		}
		for _, r := range got {
			if unseen.Is(r) && !unseen.Joins(r) {
				t.Errorf("%q has %U left", got, r)
			}
		}
		if !strings.ContainsAny(text, `\"`) {
			if back, err := strconv.Unquote(`"` + got + `"`); err != nil || back != text {
				t.Errorf("%q comes back as %q, %v", text, back, err)
			}
		}
	})
}
