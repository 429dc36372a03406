package manifest

import (
	"path"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
)

// schemeOf returns the scheme of a text that is written as a URL, such as
// "https" (RFC 3986, section 3.1), in lower case.
func schemeOf(s string) (string, bool) {
	scheme, _, ok := strings.Cut(s, "://")
	if !ok || scheme == "" || !onlyIn(scheme, func(c byte) bool {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("+-.", c) >= 0
	}) {
		return "", false
	}
	return strings.ToLower(scheme), true
}

// isWeb holds for http and https URLs.
func isWeb(s string) bool {
	scheme, _ := schemeOf(s)
	return scheme == "http" || scheme == "https"
}

// checkComponent takes the path of a file, or an address of a component.
func checkComponent(s string) (problem, hint message.Text) {
	scheme, isURL := schemeOf(s)
	switch {
	case s == "":
		return message.ManifestEmptyPath.With(), message.Text{}
	case hasControl(s):
		return message.ManifestControlInPath.With(), message.Text{}
	case isURL && scheme != "oci" && !isWeb(s):
		return message.ManifestUnknownScheme.With(shown(scheme)), message.ManifestComponentHint.With()
	case strings.HasSuffix(s, "/"):
		return message.ManifestDirectoryPath.With(shown(s)), message.ManifestComponentHint.With()
	}
	return message.Text{}, message.Text{}
}

// checkSource takes the path of a directory, "memfs", or a URL.
func checkSource(s string) (problem, hint message.Text) {
	scheme, isURL := schemeOf(s)
	switch {
	case s == "":
		return message.ManifestEmptyPath.With(), message.Text{}
	case hasControl(s):
		return message.ManifestControlInPath.With(), message.Text{}
	case isURL && !isWeb(s):
		return message.ManifestUnknownScheme.With(shown(scheme)), message.ManifestSourceHint.With()
	}
	return message.Text{}, message.Text{}
}

// checkMount takes the name of a mount in the guest.
func checkMount(s string) (problem, hint message.Text) {
	if s == "." || cleanPath(s) {
		return message.Text{}, message.Text{}
	}
	if better := path.Clean("/" + s); cleanPath(better) {
		hint = message.ManifestForExample.With(shown(better))
	}
	return message.ManifestNotAMount.With(shown(s)), hint
}

// checkProgram takes the absolute path of a program of the host.
func checkProgram(s string) (problem, hint message.Text) {
	if s != "/" && cleanPath(s) {
		return message.Text{}, message.Text{}
	}
	return message.ManifestNotAProgram.With(shown(s)), message.Text{}
}

// checkHostEnv takes the name of a variable of the host, or a beginning and a
// star: APP_*.
func checkHostEnv(s string) (problem, hint message.Text) {
	if policy.IsVariable(s) {
		return message.Text{}, message.Text{}
	}
	return message.ManifestNotAHostVariable.With(shown(s)), message.ManifestForExample.With("APP_*")
}

// checkMethod takes an HTTP method in capitals.
func checkMethod(s string) (problem, hint message.Text) {
	if s != "" && onlyIn(s, func(c byte) bool { return c >= 'A' && c <= 'Z' }) {
		return message.Text{}, message.Text{}
	}
	return message.ManifestNotAMethod.With(shown(s)), message.Text{}
}

// checkPath takes the path of a URL, in which * and ** may stand for others.
func checkPath(s string) (problem, hint message.Text) {
	if strings.HasPrefix(s, "/") && !strings.ContainsAny(s, "?# ") && !hasControl(s) {
		return message.Text{}, message.Text{}
	}
	return message.ManifestNotAPath.With(shown(s)), message.ManifestForExample.With("/v1/**")
}
