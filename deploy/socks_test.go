package deploy_test

import (
	"crypto/tls"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/deploy"
)

// socks is a proxy of RFC 1928 that leads to one place, whatever it is asked for,
// for those who have the password, and else refuses with a code.
func socks(to string, code byte) func(*listener, int, *net.TCPConn) {
	return func(_ *listener, _ int, conn *net.TCPConn) {
		some := func(n byte) string {
			b := make([]byte, n)
			_, _ = io.ReadFull(conn, b)
			return string(b)
		}
		methods := some(some(2)[1])
		if !strings.Contains(methods, "\x02") {
			say(conn, "\x05\xff")
			return
		}
		say(conn, "\x05\x02") // RFC 1929
		user := some(some(2)[1])
		if password := some(some(1)[0]); user != proxyUser || password != proxyPassword {
			say(conn, "\x01\x01")
			return
		}
		say(conn, "\x01\x00")
		some(some(5)[4] + 2) // a name and a port
		say(conn, "\x05"+string(rune(code))+"\x00\x01\x00\x00\x00\x00\x00\x00")
		if code != 0 {
			return
		}
		if far, err := net.Dial("tcp", to); err == nil {
			join(conn, far)
		}
	}
}

// SOCKS5 carries what is plain and what is not. The proxy looks up the name.
func TestSOCKS5(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	known := url.UserPassword(proxyUser, proxyPassword)
	for name, c := range map[string]struct {
		scheme, proxy string
		user          *url.Userinfo
		code          byte
		kind          deploy.Kind
	}{
		"plain":       {"http", "socks5", known, 0, ""},
		"plain, h":    {"http", "socks5h", known, 0, ""},
		"TLS":         {"https", "socks5", known, 0, ""},
		"no password": {"http", "socks5", nil, 0, deploy.KindProxy},
		"another's":   {"http", "socks5", url.UserPassword("me", "secret"), 0, deploy.KindProxy},
		"not allowed": {"https", "socks5", known, 2, deploy.KindProxy},
		"unreachable": {"https", "socks5", known, 4, deploy.KindProxy},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := unstarted(nil)
			if c.scheme == "https" {
				n.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}
				n.StartTLS()
			} else {
				n.Start()
			}
			t.Cleanup(n.Close)
			p := listen(t, socks(n.Listener.Addr().String(), c.code))
			opts := via(quick(), c.proxy, p.Addr().String(), c.user)
			opts.TLS.CA = a.file
			unit := bigUnit(t)
			result, err := deploy.Deploy(t.Context(), unit, c.scheme+"://node.example", opts)
			if c.kind != "" {
				if deploy.KindOf(err) != c.kind || strings.Contains(err.Error(), "secret") || int(p.attempts.Load()) != result.Attempts {
					t.Errorf("%d attempts: %v", result.Attempts, err)
				}
				return
			}
			outcome{"", 1, 200}.check(t, result, err)
			if got := n.one(t); got.digest != unit.Digest() || got.Host != "node.example" {
				t.Errorf("got %s for %s", got.digest, got.Host)
			}
		})
	}
}
