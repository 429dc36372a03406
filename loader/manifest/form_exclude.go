package manifest

import (
	"errors"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
)

// excludePattern is as much of what policy.ParseExclude takes as a regular
// expression can say and somebody still read: names that are neither "." nor "..",
// with slashes between, and no "!" at the front.
const (
	excludePattern = `^(/+(` + exOther + `|` + exDotted + `)|` + exFirst + `|` + exDotted + `)(/+(` + exOther + `|` + exDotted + `))*/*$`

	exFirst  = `[^!/.\x00][^/\x00]*`
	exOther  = `[^/.\x00][^/\x00]*`
	exDotted = `\.[^/.\x00][^/\x00]*|\.\.[^/\x00]+`
)

// checkPattern takes a pattern of files that a mount hides.
func checkPattern(s string) (problem, hint message.Text) {
	_, err := policy.ParseExclude([]string{s})
	var bad *policy.PatternError
	if !errors.As(err, &bad) {
		return message.Text{}, message.Text{}
	}
	hint = message.ManifestPatternHint.With()
	switch bad.Flaw {
	case policy.NoName:
		return message.ManifestPatternNoName.With(shown(s)), hint
	case policy.Negated:
		return message.ManifestPatternNegated.With(shown(s)), message.ManifestPatternNegatedHint.With()
	case policy.Dots:
		return message.ManifestPatternDots.With(shown(s)), hint
	case policy.Unclosed:
		return message.ManifestPatternUnclosed.With(shown(s)), hint
	case policy.TooLong:
		return message.ManifestPatternTooLong.With(policy.MaxPattern), hint
	case policy.NotASCII:
		return message.ManifestPatternNotASCII.With(shown(s)), message.ManifestPatternNotASCIIHint.With()
	case policy.NoText:
	}
	return message.ManifestPatternNoText.With(shown(s)), hint
}
