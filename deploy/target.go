package deploy

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/qyvol/qyvol/internal/message"
)

// CheckTarget tells whether Deploy would take a target, and how it is shown.
func CheckTarget(target string) (string, error) {
	u, err := parseTarget(target)
	if err != nil {
		return "", err
	}
	return trimmed(u), nil
}

// parseTarget reads where to deploy: an http or https URL with a host, perhaps
// with a path. Where it can't be one, the error tells what was probably meant.
func parseTarget(target string) (*url.URL, error) {
	u, e := readTarget(target)
	if e == nil {
		return u, nil
	}
	switch e.text.Template {
	case &message.DeployTargetEmpty, &message.DeployTargetNotURL, &message.DeployTargetScheme, &message.DeployTargetHost:
		e.hint = targetHint(target)
	}
	return nil, e
}

func readTarget(target string) (*url.URL, *TargetError) {
	target = strings.TrimSpace(target)
	u, err := url.Parse(target)
	switch {
	case target == "":
		return nil, wrongTarget(&message.DeployTargetEmpty)
	case err != nil, u.Host == "" && !strings.Contains(target, "://"):
		return nil, noURL(target)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, wrongTarget(&message.DeployTargetScheme, message.Printable(u.Scheme))
	case u.Hostname() == "":
		return nil, wrongTarget(&message.DeployTargetHost)
	case u.User != nil:
		return nil, &TargetError{wording{message.DeployTargetSecret.With(), message.DeployTargetSecretHint.With()}}
	case !isPort(u.Port()):
		return nil, wrongTarget(&message.DeployTargetPort, message.Printable(u.Port()))
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, wrongTarget(&message.DeployTargetQuery)
	}
	name := u.Hostname()
	if u, err = toASCII(u); err != nil {
		return nil, wrongTarget(&message.DeployTargetName, message.Name(name))
	}
	return u, nil
}

// toASCII writes the name of a host beyond ASCII as the network has it, in A-labels
// (RFC 5891, section 5): it is what is looked up, what certificates are for, and what
// servers and proxies are told.
func toASCII(u *url.URL) (*url.URL, error) {
	name := u.Hostname()
	if !strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return u, nil
	}
	lookup := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))
	ascii, err := lookup.ToASCII(name)
	if err == nil && (ascii == "" || strings.ContainsAny(ascii, ":/?#@[]% ")) {
		err = errHostName
	}
	if err != nil {
		return nil, err
	}
	out := *u
	out.Host = ascii
	if port := u.Port(); port != "" {
		out.Host = net.JoinHostPort(ascii, port)
	}
	return &out, nil
}

var errHostName = errors.New("no name of a host")

// noURL says that a text is no URL. One that may hold a secret is not repeated.
func noURL(target string) *TargetError {
	if strings.Contains(target, "@") {
		return wrongTarget(&message.DeployTargetInvalid)
	}
	return wrongTarget(&message.DeployTargetNotURL, message.Printable(target))
}

// targetHint proposes the target that was probably meant, where that is one, or
// else says what a target is.
func targetHint(target string) message.Text {
	target = strings.TrimSpace(target)
	if scheme, _, _ := strings.Cut(target, ":"); strings.EqualFold(scheme, "oci") || strings.EqualFold(scheme, "docker") {
		return message.DeployTargetRegistryHint.With()
	}
	if meant := meantTarget(target); !strings.Contains(target, "@") {
		if u, e := readTarget(meant); e == nil {
			return message.DeployTargetSchemeHint.With(message.Printable(trimmed(u)))
		}
	}
	return message.DeployTargetNodeHint.With()
}

// meantTarget mends the usual slips: no scheme, one without its colon or with
// another number of slashes, backslashes, a port alone.
func meantTarget(target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	scheme := "http"
	for _, s := range []string{"https", "http"} { // the longer first
		if rest, ok := cutFold(target, s); ok && strings.HasPrefix(rest, "//") {
			scheme, target = s, rest
		} else if ok && strings.HasPrefix(rest, ":") && (rest == ":" || !isPort(rest[1:])) { // http:80 is a host of that name
			scheme, target = s, rest[1:]
		}
	}
	if target = strings.TrimLeft(target, "/"); strings.Contains(target, "://") {
		return target // of another scheme
	}
	if strings.HasPrefix(target, ":") {
		target = "localhost" + target
	}
	return scheme + "://" + target
}

func cutFold(text, prefix string) (rest string, ok bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return "", false
	}
	return text[len(prefix):], true
}

// trimmed is a target as it is shown.
func trimmed(u *url.URL) string { return strings.TrimRight(u.String(), "/") }

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}

// hostPort is where a URL's server listens.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// isLoopback tells the names and addresses of this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// TargetError is a target that can't be one.
type TargetError struct{ wording }

func wrongTarget(what *message.Template, args ...any) *TargetError {
	return &TargetError{wording{text: what.With(args...)}}
}
