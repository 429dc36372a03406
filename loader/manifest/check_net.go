package manifest

import (
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
)

// checkNetWithoutEffect: rules that allow nothing are a long way to write
// "net: false".
func checkNetWithoutEffect(c *checker) {
	rules := c.m.Permissions.Net.Rules
	if rules != nil && len(rules.Connect) == 0 && len(rules.Listen) == 0 {
		c.wrongKey("permissions.net", message.ManifestNetWithoutEffect.With(), message.ManifestNetWithoutEffectHint.With())
	}
}

// checkDenyVoidsConnect: deny wins over connect, so denying all that connect
// allows leaves nothing.
func checkDenyVoidsConnect(c *checker) {
	rules := c.m.Permissions.Net.Rules
	if rules == nil || len(rules.Connect) == 0 {
		return
	}
	for i := range rules.Connect {
		if !rules.denies(rules.Connect[i].Endpoint.Host) {
			return
		}
	}
	c.wrongKey("permissions.net.deny", message.ManifestDenyVoids.With(), message.ManifestDenyVoidsHint.With())
}

// denies reports whether one rule denies all that a host matches.
func (n *NetRules) denies(host policy.Host) bool {
	for i := range n.Deny {
		if n.Deny[i].Rule.Covers(host) {
			return true
		}
	}
	return false
}
