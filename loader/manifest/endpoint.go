package manifest

import (
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Endpoint is what a network rule names: scheme://host[:port].
type Endpoint struct {
	// Scheme is tcp, udp, http, https or service.
	Scheme string
	Host   Host
	Port   Ports
}

// Ports is a range of port numbers, both ends included. From 0 to 65535 is
// any port.
type Ports struct {
	Low, High uint16
}

func (e *Endpoint) isHTTP() bool  { return e.Scheme == "http" || e.Scheme == "https" }
func (e *Endpoint) anyPort() bool { return e.Port == Ports{0, 65535} }

// canListen holds for what a socket can be bound to. Port 0, one that the
// system chooses, is fine here.
func (e *Endpoint) canListen() bool {
	return (e.Scheme == "tcp" || e.Scheme == "udp") && (e.Host.IsAny() || e.Host.IsAddress())
}

// parseEndpoint reads scheme://host[:port].
func parseEndpoint(s string) (Endpoint, message.Text) {
	var e Endpoint
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return e, message.ManifestRuleNoScheme.With()
	}
	switch scheme {
	case "tcp", "udp", "http", "https", "service":
		e.Scheme = scheme
	default:
		return e, message.ManifestRuleScheme.With(shown(scheme))
	}
	if strings.ContainsAny(rest, "@?# ") {
		return e, message.ManifestRuleExtra.With()
	}
	host, port, problem := splitPort(rest)
	if problem.IsZero() {
		e.Host, problem = parseHost(host)
	}
	if problem.IsZero() {
		e.Port, problem = parsePorts(port, scheme)
	}
	if problem.IsZero() && scheme == "service" && !e.Host.isService() {
		problem = message.ManifestRuleService.With()
	}
	return e, problem
}

// splitPort parts host:port, [host]:port and network/bits:port. A slash that
// doesn't end in the bits of a network is a path, which a rule keeps elsewhere.
func splitPort(s string) (host, port string, problem message.Text) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		host, rest, closed := strings.Cut(inner, "]")
		port, hasPort := strings.CutPrefix(rest, ":")
		if !closed || rest != "" && (!hasPort || port == "") {
			return "", "", message.ManifestRuleBrackets.With()
		}
		return host, port, message.Text{}
	}
	host, port, hasPort := strings.Cut(s, ":")
	if strings.Contains(port, ":") {
		return "", "", message.ManifestRuleBrackets.With()
	}
	if hasPort && port == "" {
		return "", "", message.ManifestRulePort.With("")
	}
	if _, bits, slash := strings.Cut(host, "/"); slash && !allDigits(bits) || strings.Contains(port, "/") {
		return "", "", message.ManifestRulePath.With()
	}
	return host, port, message.Text{}
}

// parsePorts reads a number, a range 8000-8100, or *. Without any, http and
// https have their own, a service has any, and tcp and udp must say.
func parsePorts(s, scheme string) (Ports, message.Text) {
	switch {
	case s == "*":
		return Ports{0, 65535}, message.Text{}
	case s == "" && scheme == "http":
		return Ports{80, 80}, message.Text{}
	case s == "" && scheme == "https":
		return Ports{443, 443}, message.Text{}
	case s == "" && scheme == "service":
		return Ports{0, 65535}, message.Text{}
	case s == "":
		return Ports{}, message.ManifestRuleNoPort.With(scheme)
	}
	low, high, isRange := strings.Cut(s, "-")
	if !isRange {
		high = low
	}
	from, ok := parsePort(low)
	to, ok2 := parsePort(high)
	if !ok || !ok2 || from > to || isRange && from == 0 {
		return Ports{}, message.ManifestRulePort.With(shown(s))
	}
	return Ports{from, to}, message.Text{}
}

func parsePort(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil && allDigits(s)
}
