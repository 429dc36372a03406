package wasm

import "strings"

// lowerKebab tells whether s is in kebab case, without capital letters.
func lowerKebab(s string) bool { return kebab(s) && strings.ToLower(s) == s }

// kebab tells whether s consists of words with a hyphen between each two, each of
// which has letters of one case and digits; the first begins with a letter.
// Component Model, Explainer.md, `label`.
func kebab(s string) bool {
	for i, word := range strings.Split(s, "-") {
		if !kebabWord(word, i == 0) {
			return false
		}
	}
	return true
}

func kebabWord(word string, first bool) bool {
	lower, upper := false, false
	for i := range len(word) {
		switch c := word[i]; {
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			upper = true
		case c < '0' || c > '9', first && i == 0:
			return false
		}
	}
	return word != "" && (!lower || !upper)
}
