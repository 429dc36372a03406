package manifest

import (
	"net/netip"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Host is what a network rule says about the other end: a name, all names below
// one, an address, a network, or anything. Exactly one of its fields is set;
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

// IsAny reports whether the host is *.
func (h Host) IsAny() bool { return h.Any }

// IsAddress reports whether the host is one address.
func (h Host) IsAddress() bool { return h.Network.IsValid() && h.Network.IsSingleIP() }

// isService holds for what a module of the virtual network can be called.
func (h Host) isService() bool { return h.Any || isLabel(h.Name) }

// parseHost reads *, *.name, an address, a CIDR range or a name.
func parseHost(s string) (Host, message.Text) {
	switch {
	case s == "":
		return Host{}, message.ManifestRuleNoHost.With()
	case s == "*":
		return Host{Any: true}, message.Text{}
	case strings.Contains(s, "://"):
		return Host{}, message.ManifestRuleHostAlone.With()
	case strings.Contains(s, "/"):
		return parseNetwork(s)
	case strings.HasPrefix(s, "*."):
		below := strings.ToLower(s[2:])
		if !isName(below) {
			return Host{}, message.ManifestRuleHost.With(shown(s))
		}
		return Host{Below: below}, message.Text{}
	}
	if addr, err := netip.ParseAddr(s); err == nil {
		if addr.Zone() != "" {
			return Host{}, message.ManifestRuleZone.With()
		}
		addr = addr.Unmap()
		return Host{Network: netip.PrefixFrom(addr, addr.BitLen())}, message.Text{}
	}
	if name := strings.ToLower(s); isName(name) {
		return Host{Name: name}, message.Text{}
	}
	return Host{}, message.ManifestRuleHost.With(shown(s))
}

// parseNetwork reads a CIDR range. A range that has bits beyond its length is a
// slip more often than not, and is refused.
func parseNetwork(s string) (Host, message.Text) {
	network, err := netip.ParsePrefix(s)
	if err != nil {
		return Host{}, message.ManifestRuleNetwork.With(shown(s))
	}
	if addr := network.Addr(); addr.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(addr.Unmap(), network.Bits()-96)
	}
	if network != network.Masked() {
		return Host{}, message.ManifestRuleNetworkBits.With(shown(s), network.Masked().String())
	}
	return Host{Network: network}, message.Text{}
}

// isName holds for host names (RFC 1123, section 2.1) in lower case, with _ for
// the names that services use. What looks like a misspelt address isn't one.
func isName(s string) bool {
	if len(s) > 253 || onlyIn(s, func(c byte) bool { return c == '.' || c >= '0' && c <= '9' }) {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			!onlyIn(label, func(c byte) bool { return isLabelByte(c) || c == '_' }) {
			return false
		}
	}
	return true
}

// covers reports whether every host that the other one matches is denied.
func (r *DenyRule) covers(other Host) bool {
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
