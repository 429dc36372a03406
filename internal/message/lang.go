package message

import (
	"cmp"
	"strings"
)

// Lang is a language that Qyvol speaks.
type Lang string

// The languages of the catalogue.
const (
	Spanish Lang = "es"
	English Lang = "en"
)

// Languages are the values that options and variables take.
const Languages = "es, en"

// Parse reads a language from a flag or a variable: "es", "en", or a locale
// such as "es_ES.UTF-8" or, as Windows and old systems write it,
// "Spanish_Spain.1252". The second result is false when it is none of these.
func Parse(s string) (Lang, bool) {
	tag, _, _ := strings.Cut(strings.ToLower(s), ".")
	tag, _, _ = strings.Cut(tag, "@")
	if i := strings.IndexAny(tag, "_-"); i >= 0 {
		tag = tag[:i]
	}
	switch tag {
	case "es", "spanish":
		return Spanish, true
	case "en", "english":
		return English, true
	}
	return "", false
}

// Detect chooses the language from the environment: QYVOL_LANG if it is one, then
// the locale, which is the first of LC_ALL, LC_MESSAGES and LANG that is not empty
// (POSIX 8.2). Where that is a language and not C or POSIX, the list in LANGUAGE
// comes before it, as in gettext. Without a locale, and with one of a language that
// the catalogue doesn't have, it is English.
func Detect(getenv func(string) string) Lang {
	if lang, ok := Parse(getenv("QYVOL_LANG")); ok {
		return lang
	}
	locale := localeOf(getenv)
	base, _, _ := strings.Cut(locale, ".")
	if base == "" || base == "C" || base == "POSIX" {
		return English
	}
	for wanted := range strings.SplitSeq(cmp.Or(getenv("LANGUAGE"), locale), ":") {
		if lang, ok := Parse(wanted); ok {
			return lang
		}
	}
	return English
}

func localeOf(getenv func(string) string) string {
	return cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
}
