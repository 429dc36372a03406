package message

import "strings"

// Lang is a language that Qyvol speaks.
type Lang string

// The languages of the catalogue.
const (
	Spanish Lang = "es"
	English Lang = "en"
)

// Parse reads a language from a flag or a variable: "es", "en", or a locale
// such as "es_ES.UTF-8". The second result is false when it is neither.
func Parse(s string) (Lang, bool) {
	tag, _, _ := strings.Cut(strings.ToLower(s), ".")
	tag, _, _ = strings.Cut(tag, "@")
	if i := strings.IndexAny(tag, "_-"); i >= 0 {
		tag = tag[:i]
	}
	switch Lang(tag) {
	case Spanish:
		return Spanish, true
	case English:
		return English, true
	}
	return "", false
}

// Detect chooses the language from the environment: QYVOL_LANG, then the
// locale (LC_ALL, LC_MESSAGES, LANG, in the order of POSIX 8.2). No locale, C
// and POSIX mean Spanish, the language that Qyvol was born in; a locale of
// another language gets English.
func Detect(getenv func(string) string) Lang {
	if lang, ok := Parse(getenv("QYVOL_LANG")); ok {
		return lang
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := getenv(name)
		if value == "" {
			continue
		}
		if lang, ok := Parse(value); ok {
			return lang
		}
		if base, _, _ := strings.Cut(value, "."); base == "C" || base == "POSIX" {
			return Spanish
		}
		return English
	}
	return Spanish
}
