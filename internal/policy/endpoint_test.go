package policy

import (
	"net/netip"
	"testing"
)

func network(s string) Host { return Host{Network: netip.MustParsePrefix(s)} }

func TestParseEndpoint(t *testing.T) {
	any := Ports{0, 65535}
	for s, want := range map[string]Endpoint{
		"tcp://db.internal:5432":         {"tcp", Host{Name: "db.internal"}, Ports{5432, 5432}},
		"tcp://DB.Internal:5432":         {"tcp", Host{Name: "db.internal"}, Ports{5432, 5432}},
		"https://*.example.com":          {"https", Host{Below: "example.com"}, Ports{443, 443}},
		"http://example.com":             {"http", Host{Name: "example.com"}, Ports{80, 80}},
		"http://example.com:8000-8100":   {"http", Host{Name: "example.com"}, Ports{8000, 8100}},
		"udp://10.0.0.0/8:53":            {"udp", network("10.0.0.0/8"), Ports{53, 53}},
		"tcp://10.1.2.3:*":               {"tcp", network("10.1.2.3/32"), any},
		"tcp://*:443":                    {"tcp", Host{Any: true}, Ports{443, 443}},
		"tcp://[2001:db8::1]:53":         {"tcp", network("2001:db8::1/128"), Ports{53, 53}},
		"tcp://[2001:db8::/32]:53":       {"tcp", network("2001:db8::/32"), Ports{53, 53}},
		"tcp://[::ffff:10.0.0.1]:53":     {"tcp", network("10.0.0.1/32"), Ports{53, 53}},
		"tcp://[::ffff:10.0.0.0/104]:53": {"tcp", network("10.0.0.0/8"), Ports{53, 53}},
		"https://[::1]":                  {"https", network("::1/128"), Ports{443, 443}},
		"service://logger":               {"service", Host{Name: "logger"}, any},
		"service://*":                    {"service", Host{Any: true}, any},
		"tcp://_dns.example.com:53":      {"tcp", Host{Name: "_dns.example.com"}, Ports{53, 53}},
		"tcp://127.0.0.1:0":              {"tcp", network("127.0.0.1/32"), Ports{0, 0}},
	} {
		got, err := parseEndpoint(s)
		if err != nil || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", s, got, err, want)
		}
	}
}

func TestParseEndpointProblems(t *testing.T) {
	for _, s := range []string{
		"", "db:1", "://x:1", "TCP://x:1", "tcp://", "tcp://x", "tcp://:1", "tcp://x:", "tcp://x:0x1", "tcp://x:+1", "tcp://x:65536",
		"tcp://x:2-1", "tcp://x:0-9", "tcp://x:1-", "tcp://x:-1", "tcp://x:*-*", "tcp://x:1/a", "http://x/a", "http://x/", "http://x?a",
		"http://u@x", "http://x#a", "tcp://*x:1", "tcp://x.*:1", "tcp://*.:1", "tcp://*.*:1", "tcp://x..y:1", "tcp://-x:1", "tcp://x-:1",
		"tcp://1.2.3:1", "tcp://1.2.3.4.5:1", "tcp://10.0.0.1/8:1", "tcp://10.0.0.0/33:1", "tcp://::1:1", "tcp://[::1:1", "tcp://[::1]1",
		"tcp://[::1]:", "tcp://[fe80::1%eth0]:1", "tcp://ñ:1", "service://a.b", "service://10.0.0.1", "service://*.x",
	} {
		if got, err := parseEndpoint(s); err == nil {
			t.Errorf("%q: got %+v", s, got)
		}
	}
}

func TestCovers(t *testing.T) {
	private := DenyRule{Private: true}
	cases := []struct {
		deny DenyRule
		host Host
		want bool
	}{
		{DenyRule{Host: Host{Any: true}}, Host{Name: "a"}, true},
		{DenyRule{Host: Host{Any: true}}, Host{Any: true}, true},
		{DenyRule{Host: Host{Name: "a"}}, Host{Name: "a"}, true},
		{DenyRule{Host: Host{Name: "a"}}, Host{Name: "b"}, false},
		{DenyRule{Host: Host{Name: "a"}}, Host{Any: true}, false},
		{DenyRule{Host: Host{Below: "a.com"}}, Host{Name: "x.a.com"}, true},
		{DenyRule{Host: Host{Below: "a.com"}}, Host{Name: "a.com"}, false},
		{DenyRule{Host: Host{Below: "a.com"}}, Host{Below: "a.com"}, true},
		{DenyRule{Host: Host{Below: "a.com"}}, Host{Below: "b.a.com"}, true},
		{DenyRule{Host: Host{Below: "b.a.com"}}, Host{Below: "a.com"}, false},
		{DenyRule{Host: network("10.0.0.0/8")}, network("10.1.0.0/16"), true},
		{DenyRule{Host: network("10.1.0.0/16")}, network("10.0.0.0/8"), false},
		{DenyRule{Host: network("10.0.0.0/8")}, network("10.1.2.3/32"), true},
		{DenyRule{Host: network("10.0.0.0/8")}, network("::/0"), false},
		{DenyRule{Host: network("10.0.0.0/8")}, Host{Name: "a"}, false},
		{private, network("127.0.0.1/32"), true},
		{private, network("192.168.1.0/24"), true},
		{private, network("fe80::1/128"), true},
		{private, network("10.0.0.0/7"), false},
		{private, network("8.8.8.8/32"), false},
		{private, Host{Name: "localhost"}, true},
		{private, Host{Name: "a.localhost"}, true},
		{private, Host{Name: "example.com"}, false},
		{private, Host{Any: true}, false},
		{DenyRule{}, Host{Name: "a"}, false},
	}
	for _, c := range cases {
		if got := c.deny.Covers(c.host); got != c.want {
			t.Errorf("%+v covers %+v: got %v", c.deny, c.host, got)
		}
	}
}
