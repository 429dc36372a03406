package policy

import (
	"strconv"
	"strings"
)

// Endpoint is what a rule of the network names: scheme://host[:port].
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

// ParseConnect reads what a guest may connect to. The error is a *NetError.
func ParseConnect(s string) (Endpoint, error) {
	e, err := parseEndpoint(s)
	if err == nil && e.Port.Low == 0 && !e.anyPort() {
		return Endpoint{}, flawed(BadPort, "0")
	}
	return e, err
}

// ParseListen reads where a guest may listen: tcp or udp at an address or *. Port
// 0 is one that the system chooses. The error is a *NetError.
func ParseListen(s string) (Endpoint, error) {
	e, err := parseEndpoint(s)
	if err == nil && (e.Scheme != "tcp" && e.Scheme != "udp" || !e.Host.IsAny() && !e.Host.IsAddress()) {
		return Endpoint{}, flawed(NotListening, s)
	}
	return e, err
}

// IsHTTP reports whether a rule can name methods and paths.
func (e *Endpoint) IsHTTP() bool { return e.Scheme == "http" || e.Scheme == "https" }

func (e *Endpoint) anyPort() bool { return e.Port == Ports{0, 65535} }

func parseEndpoint(s string) (e Endpoint, err error) {
	if s == "" {
		return Endpoint{}, flawed(EmptyRule, s)
	}
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return Endpoint{}, flawed(NoScheme, s)
	}
	switch scheme {
	case "tcp", "udp", "http", "https", "service":
		e.Scheme = scheme
	default:
		return Endpoint{}, flawed(UnknownScheme, scheme)
	}
	if strings.ContainsAny(rest, "@?# ") {
		return Endpoint{}, flawed(NotOnlyHost, s)
	}
	host, port, err := splitPort(rest)
	if err != nil {
		return Endpoint{}, err
	}
	if e.Host, err = ParseHost(host); err != nil {
		return Endpoint{}, err
	}
	if e.Port, err = parsePorts(port, scheme); err != nil {
		return Endpoint{}, err
	}
	if scheme == "service" && !e.Host.isService() {
		return Endpoint{}, flawed(NotAService, host)
	}
	return e, nil
}

// splitPort parts host:port, [host]:port and network/bits:port. A slash that
// doesn't end in the bits of a network is a path, which a rule keeps elsewhere.
func splitPort(s string) (host, port string, err error) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		host, rest, closed := strings.Cut(inner, "]")
		port, hasPort := strings.CutPrefix(rest, ":")
		if !closed || rest != "" && (!hasPort || port == "") {
			return "", "", flawed(NoBrackets, s)
		}
		return host, port, nil
	}
	host, port, hasPort := strings.Cut(s, ":")
	if strings.Contains(port, ":") {
		return "", "", flawed(NoBrackets, s)
	}
	if hasPort && port == "" {
		return "", "", flawed(BadPort, "")
	}
	if _, bits, slash := strings.Cut(host, "/"); slash && !isNumber(bits) || strings.Contains(port, "/") {
		return "", "", flawed(HasPath, s)
	}
	return host, port, nil
}

// parsePorts reads a number, a range 8000-8100, or *. Without any, http and
// https have their own, a service has any, and tcp and udp must say.
func parsePorts(s, scheme string) (Ports, error) {
	switch {
	case s == "*":
		return Ports{0, 65535}, nil
	case s == "" && scheme == "http":
		return Ports{80, 80}, nil
	case s == "" && scheme == "https":
		return Ports{443, 443}, nil
	case s == "" && scheme == "service":
		return Ports{0, 65535}, nil
	case s == "":
		return Ports{}, flawed(NoPort, scheme)
	}
	low, high, isRange := strings.Cut(s, "-")
	if !isRange {
		high = low
	}
	from, ok := parsePort(low)
	to, ok2 := parsePort(high)
	if !ok || !ok2 || from > to || isRange && from == 0 {
		return Ports{}, flawed(BadPort, s)
	}
	return Ports{from, to}, nil
}

func parsePort(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil && isNumber(s)
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
