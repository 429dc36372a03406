package deploy

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/qyvol/qyvol/message"
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
// with a path.
func parseTarget(target string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(target))
	switch {
	case target == "":
		return nil, &TargetError{Text: message.DeployTargetEmpty.With()}
	case err != nil, u.Host == "" && !strings.Contains(target, "://"):
		return nil, withoutScheme(target)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &TargetError{Text: message.DeployTargetScheme.With(message.Printable(u.Scheme))}
	case u.Hostname() == "":
		return nil, &TargetError{Text: message.DeployTargetHost.With()}
	case u.User != nil:
		return nil, &TargetError{
			Text: message.DeployTargetSecret.With(), HintText: message.DeployTargetSecretHint.With(),
		}
	case !isPort(u.Port()):
		return nil, &TargetError{Text: message.DeployTargetPort.With(message.Printable(u.Port()))}
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, &TargetError{Text: message.DeployTargetQuery.With()}
	}
	name := u.Hostname()
	if u, err = toASCII(u); err != nil {
		return nil, &TargetError{Text: message.DeployTargetName.With(message.Name(name))}
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

// withoutScheme looks whether a text would be a target with a scheme. A text that
// may hold a secret is not repeated.
func withoutScheme(target string) error {
	e := &TargetError{Text: message.DeployTargetInvalid.With()}
	if strings.Contains(target, "@") {
		return e
	}
	e.Text = message.DeployTargetNotURL.With(message.Printable(target))
	if u, err := url.Parse("http://" + target); err == nil && u.Host != "" && !strings.Contains(target, "://") {
		e.HintText = message.DeployTargetSchemeHint.With("http://" + message.Printable(target))
	}
	return e
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
type TargetError struct{ Text, HintText message.Text }

// Error is in English.
func (e *TargetError) Error() string { return e.Text.String() }

// Localize says the error in a language.
func (e *TargetError) Localize(lang message.Lang) string { return e.Text.In(lang) }

// Hint says what to write instead.
func (e *TargetError) Hint() message.Text { return e.HintText }
