package policy_test

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
)

// Whatever the text is, it is a rule whose parts hold what is promised of them, or
// an error that says which part is wrong.
func FuzzNetRules(f *testing.F) {
	for _, s := range []string{
		"tcp://db.internal:5432", "https://*.example.com", "udp://10.0.0.0/8:53", "tcp://[::ffff:10.0.0.0/104]:1-9", "service://*", "private",
		"http://a_b:*", "tcp://[fe80::1%eth0]:1", "tcp://10.0.0.1/8:1", "localhost", "::/0",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (policy.Endpoint, error){policy.ParseConnect, policy.ParseListen} {
			e, err := parse(s)
			if isFlawed(t, err, e == policy.Endpoint{}) {
				continue
			}
			if e.Port.Low > e.Port.High || e.Scheme == "" {
				t.Errorf("%q: %+v", s, e)
			}
			checkHost(t, s, e.Host)
		}
		rule, err := policy.ParseDeny(s)
		if isFlawed(t, err, rule == policy.DenyRule{}) {
			return
		}
		if rule.Private {
			rule.Host = policy.Host{Network: netip.MustParsePrefix("192.168.0.0/16")}
		}
		checkHost(t, s, rule.Host)
	})
}

func isFlawed(t *testing.T, err error, empty bool) bool {
	t.Helper()
	var bad *policy.NetError
	if err != nil && (!errors.As(err, &bad) || !empty || bad.Flaw.String() == "unknown" || (bad.Flaw == policy.StrayBits) != (bad.Better != "")) {
		t.Errorf("%v", err)
	}
	return err != nil
}

// checkHost holds a host to one meaning, which a rule that denies it covers, and
// one that denies everything.
func checkHost(t *testing.T, s string, h policy.Host) {
	t.Helper()
	meanings := 0
	for _, is := range []bool{h.Any, h.Name != "", h.Below != "", h.Network.IsValid()} {
		if is {
			meanings++
		}
	}
	if meanings != 1 || h.Network != h.Network.Masked() || h.Network.Addr().Is4In6() || h.Network.Addr().Zone() != "" {
		t.Errorf("%q: %+v", s, h)
	}
	if !(policy.DenyRule{Host: h}).Covers(h) || !(policy.DenyRule{Host: policy.Host{Any: true}}).Covers(h) {
		t.Errorf("%q: %+v isn't covered by itself", s, h)
	}
	if h.Any != h.IsAny() || h.IsAddress() && h.Any {
		t.Errorf("%q: %+v", s, h)
	}
}
