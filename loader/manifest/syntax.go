package manifest

import (
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// syntaxText says in the user's language what the YAML reader says in its own
// English. The reader knows some seventy messages; a user needs to know which
// of a dozen things to mend. Those that aren't listed here mean that something
// stands where YAML can't have it.
func syntaxText(said string) (text, hint message.Text) {
	switch {
	case strings.Contains(said, "end character of double-quoted"):
		return message.ManifestUnclosedQuote.With(`"`), message.Text{}
	case strings.Contains(said, "end character of single-quoted"):
		return message.ManifestUnclosedQuote.With(`'`), message.Text{}
	case strings.Contains(said, "sequence end token"):
		return message.ManifestUnclosed.With("[", "]"), message.Text{}
	case strings.Contains(said, "mapping end token"):
		return message.ManifestUnclosed.With("{", "}"), message.Text{}
	case strings.Contains(said, "corresponding to ']'"):
		return message.ManifestUnopened.With("]", "["), message.Text{}
	case strings.Contains(said, "corresponding to '}'"):
		return message.ManifestUnopened.With("}", "{"), message.Text{}
	case strings.Contains(said, "must be specified"):
		return message.ManifestMissingComma.With(), message.ManifestMissingCommaHint.With()
	case strings.Contains(said, "tab character"), strings.Contains(said, `character '`+"\t"):
		return message.ManifestTab.With(), message.ManifestTabHint.With()
	case strings.Contains(said, "escape character"), strings.Contains(said, "escaped UTF"),
		strings.Contains(said, "surrogate"):
		return message.ManifestBadEscape.With(), message.ManifestBadEscapeHint.With()
	case strings.Contains(said, "reserved character"):
		return message.ManifestReserved.With(), message.ManifestReservedHint.With()
	}
	return indentText(said)
}

// indentText covers the messages that come from a wrong indentation or from a
// colon that is missing or misplaced.
func indentText(said string) (text, hint message.Text) {
	switch {
	case strings.Contains(said, "map key-value is pre-defined"),
		strings.Contains(said, "mapping value is not allowed"),
		strings.Contains(said, "block sequence entries are not allowed"):
		return message.ManifestNotAllowedHere.With(), message.ManifestIndentHint.With()
	case strings.Contains(said, "non-map value"), strings.Contains(said, "unexpected key name"),
		strings.Contains(said, "implicit line break"), strings.Contains(said, "could not find map"),
		strings.Contains(said, "invalid key"), strings.Contains(said, "flow map content"):
		return message.ManifestNoKey.With(), message.ManifestNoKeyHint.With()
	}
	return message.ManifestNotYAML.With(), message.ManifestIndentHint.With()
}
