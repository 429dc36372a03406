package manifest

import (
	"path"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
)

// form is the form that a text must have. The form tags of the types name it.
type form struct {
	// pattern is the same rule as a regular expression, for the JSON Schema.
	// Nothing here compiles it.
	pattern string
	// schemes has the schemes that a text may have when it is written as a URL;
	// nil means that a URL is nothing special.
	schemes []string
	// check returns what is wrong with a text, and what to do about it.
	check func(s string) (problem, hint message.Text)
}

// Pattern returns the regular expression of a form tag's value, in the syntax
// that ECMA-262 and RE2 share, or nothing for a form that any text has.
func Pattern(name string) string { return formOf(name).pattern }

// Schemes returns the schemes of the URLs that a form tag's value allows. nil
// means that the form doesn't look for URLs.
func Schemes(name string) []string { return formOf(name).schemes }

// What the patterns have in common: a character that isn't a control character,
// and a part of a clean path, which is neither empty nor "." nor "..".
const (
	plain   = `[^\x00-\x1f\x7f]`
	segment = `([^/.\x00-\x1f\x7f][^/\x00-\x1f\x7f]*|\.[^/.\x00-\x1f\x7f][^/\x00-\x1f\x7f]*|\.\.[^/\x00-\x1f\x7f]+)`
	numeric = `(0|[1-9][0-9]*)`
	release = `(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)`
)

func formOf(name string) form {
	switch name {
	case "label":
		return form{pattern: `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`, check: checkLabel}
	case "semver":
		return form{pattern: `^` + numeric + `\.` + numeric + `\.` + numeric + `(-` + release + `(\.` + release + `)*)?` +
			`(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$`, check: checkSemver}
	case "digest":
		return form{pattern: `^sha256:[0-9a-f]{64}$`, check: checkDigest}
	case "component":
		return form{`^` + plain + `*[^/\x00-\x1f\x7f]$`, []string{"oci", "http", "https"}, checkComponent}
	case "source":
		return form{`^` + plain + `+$`, []string{"http", "https"}, checkSource}
	case "word":
		return form{pattern: `^` + plain + `{1,64}$`, check: checkWord}
	case "pattern":
		return form{pattern: excludePattern, check: checkPattern}
	case "mount":
		return form{pattern: `^(\.|/|(/` + segment + `)+)$`, check: checkMount}
	case "program":
		return form{pattern: `^(/` + segment + `)+$`, check: checkProgram}
	case "hostenv":
		return form{pattern: `^([^=*\x00]+\*?|\*)$`, check: checkHostEnv}
	case "method":
		return form{pattern: `^[A-Z]+$`, check: checkMethod}
	case "path":
		return form{pattern: `^/[^\x00-\x20?#\x7f]*$`, check: checkPath}
	}
	return form{check: func(string) (problem, hint message.Text) { return message.Text{}, message.Text{} }}
}

// checkLabel holds a name to a DNS label in lower case (RFC 1123, section 2.1):
// it becomes a host name in the virtual network and a name in a cluster.
func checkLabel(s string) (problem, hint message.Text) {
	if policy.IsLabel(s) {
		return message.Text{}, message.Text{}
	}
	if better := toLabel(s); better != "" {
		hint = message.ManifestForExample.With(better)
	}
	return message.ManifestNotALabel.With(shown(s)), hint
}

func onlyIn(s string, allowed func(byte) bool) bool {
	for i := range len(s) {
		if !allowed(s[i]) {
			return false
		}
	}
	return true
}

// toLabel turns a text into the label that it resembles.
func toLabel(s string) string {
	label := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
	label = label[:min(len(label), 63)]
	return strings.Trim(label, "-")
}

// checkSemver holds a version to Semantic Versioning 2.0.0, without a "v".
func checkSemver(s string) (problem, hint message.Text) {
	if number, _, _ := strings.Cut(s, "-"); semver.IsValid("v"+s) && isTriple(number) {
		return message.Text{}, message.Text{}
	}
	hint = message.ManifestForExample.With("1.2.0")
	if rest, ok := strings.CutPrefix(s, "v"); ok && semver.IsValid(s) {
		hint = message.ManifestForExample.With(strings.TrimPrefix(semver.Canonical("v"+rest), "v"))
	}
	return message.ManifestNotSemver.With(shown(s)), hint
}

// isTriple refuses the short forms 1 and 1.2, which package semver takes.
func isTriple(number string) bool {
	number, _, _ = strings.Cut(number, "+")
	return strings.Count(number, ".") == 2
}

func checkDigest(s string) (problem, hint message.Text) {
	digits, ok := strings.CutPrefix(s, "sha256:")
	if ok && len(digits) == 64 && onlyIn(digits, func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
	}) {
		return message.Text{}, message.Text{}
	}
	return message.ManifestNotADigest.With(shown(s)), message.ManifestDigestHint.With()
}

func checkWord(s string) (problem, hint message.Text) {
	if s != "" && byteOffset(s, 64) == len(s) && !hasControl(s) {
		return message.Text{}, message.Text{}
	}
	return message.ManifestNotAWord.With(shown(s)), message.Text{}
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7F })
}

// cleanPath reports whether a path is absolute and has no part that is empty,
// "." or "..". Slashes on every system: guests know no others.
func cleanPath(s string) bool {
	return strings.HasPrefix(s, "/") && path.Clean(s) == s && !hasControl(s)
}
