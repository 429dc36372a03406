package policy

import (
	"net/netip"
	"strings"
)

// Host is what a rule of the network says about the other end: a name, all names
// below one, an address, a network, or anything. Exactly one of its fields is set;
// none is set in the zero Host, which matches nothing.
type Host struct {
	// Any is *.
	Any bool
	// Name is a DNS name in lower case.
	Name string
	// Below is the name under which *.name allows all others, not itself.
	Below string
	// Network is an address (all bits) or a CIDR range. IPv4-mapped IPv6 is
	// written as IPv4.
	Network netip.Prefix
}

// ParseHost reads *, *.name, an address, a CIDR range or a name. The error is a
// *NetError.
func ParseHost(s string) (Host, error) {
	switch {
	case s == "":
		return Host{}, flawed(NoHost, s)
	case s == "*":
		return Host{Any: true}, nil
	case strings.Contains(s, "://"):
		return Host{}, flawed(NotHostAlone, s)
	case strings.Contains(s, "/"):
		return parseNetwork(s)
	case strings.HasPrefix(s, "*."):
		below := strings.ToLower(s[2:])
		if !isName(below) {
			return Host{}, flawed(BadHost, s)
		}
		return Host{Below: below}, nil
	}
	if addr, err := netip.ParseAddr(s); err == nil {
		if addr.Zone() != "" {
			return Host{}, flawed(HasZone, s)
		}
		addr = addr.Unmap()
		return Host{Network: netip.PrefixFrom(addr, addr.BitLen())}, nil
	}
	if name := strings.ToLower(s); isName(name) {
		return Host{Name: name}, nil
	}
	return Host{}, flawed(BadHost, s)
}

// parseNetwork reads a CIDR range. A range that has bits beyond its length is a
// slip more often than not, and is refused.
func parseNetwork(s string) (Host, error) {
	network, err := netip.ParsePrefix(s)
	if err != nil {
		return Host{}, flawed(BadNetwork, s)
	}
	if addr := network.Addr(); addr.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(addr.Unmap(), network.Bits()-96)
	}
	if network != network.Masked() {
		return Host{}, &NetError{Flaw: StrayBits, Part: s, Better: network.Masked().String()}
	}
	return Host{Network: network}, nil
}

// IsAny reports whether the host is *.
func (h Host) IsAny() bool { return h.Any }

// IsAddress reports whether the host is one address.
func (h Host) IsAddress() bool { return h.Network.IsValid() && h.Network.IsSingleIP() }

// isService holds for what a module of the virtual network can be called.
func (h Host) isService() bool { return h.Any || IsLabel(h.Name) }

// IsLabel holds for a DNS label in lower case (RFC 1123, section 2.1), which is
// what a module is called.
func IsLabel(s string) bool { return isLabel(s) && !strings.Contains(s, "_") }

// isLabel takes _ too, for the names that services use.
func isLabel(s string) bool {
	return s != "" && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// isName holds for host names in lower case. What looks like a misspelt address
// isn't one.
func isName(s string) bool {
	if len(s) > 253 || strings.Trim(s, ".0123456789") == "" {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if !isLabel(label) {
			return false
		}
	}
	return true
}

// DenyRule denies hosts, whatever else allows them.
type DenyRule struct {
	// Private stands for loopback, link-local and private addresses; Host is
	// then the zero Host.
	Private bool
	Host    Host
}

// ParseDeny reads "private", or a host. The error is a *NetError.
func ParseDeny(s string) (DenyRule, error) {
	switch s {
	case "":
		return DenyRule{}, flawed(EmptyRule, s)
	case "private":
		return DenyRule{Private: true}, nil
	}
	host, err := ParseHost(s)
	return DenyRule{Host: host}, err
}

// Covers reports whether every host that the other one matches is denied.
func (r DenyRule) Covers(other Host) bool {
	switch {
	case r.Host.Any:
		return true
	case r.Private:
		return isPrivate(other)
	case r.Host.Name != "":
		return other.Name == r.Host.Name
	case r.Host.Below != "":
		suffix := "." + r.Host.Below
		return strings.HasSuffix(other.Name, suffix) || other.Below == r.Host.Below || strings.HasSuffix(other.Below, suffix)
	case r.Host.Network.IsValid() && other.Network.IsValid():
		return r.Host.Network.Bits() <= other.Network.Bits() && r.Host.Network.Contains(other.Network.Addr())
	}
	return false
}

// isPrivate holds for networks that lie wholly within the loopback, link-local
// and private ranges (RFC 1122, 3927, 4291, 1918, 4193), and for localhost.
func isPrivate(h Host) bool {
	if h.Name == "localhost" || h.Below == "localhost" || strings.HasSuffix(h.Name, ".localhost") {
		return true
	}
	if !h.Network.IsValid() {
		return false
	}
	for _, s := range [...]string{
		"127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10",
		"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7",
	} {
		private := netip.MustParsePrefix(s)
		if private.Bits() <= h.Network.Bits() && private.Contains(h.Network.Addr()) {
			return true
		}
	}
	return false
}
