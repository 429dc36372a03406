package deploy_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/qyvol/qyvol/deploy"
)

// httpProxy forwards requests and makes tunnels for who has the password.
type httpProxy struct {
	*httptest.Server
	asked atomic.Int64
}

const proxyUser, proxyPassword = "me", "pa ss:w0rd"

func newProxy(t *testing.T) *httpProxy {
	t.Helper()
	p := new(httpProxy)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		asks := http.Request{Header: http.Header{"Authorization": r.Header["Proxy-Authorization"]}}
		if user, password, _ := asks.BasicAuth(); user != proxyUser || password != proxyPassword {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		if r.Method == http.MethodConnect {
			tunnel(w, r.Host)
			return
		}
		forward(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

func forward(w http.ResponseWriter, r *http.Request) {
	out := r.Clone(r.Context())
	out.RequestURI = ""
	out.Header.Del("Proxy-Authorization")
	resp, err := new(http.Transport).RoundTrip(out)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body)
}

func tunnel(w http.ResponseWriter, to string) {
	far, err := net.Dial("tcp", to)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusOK)
	near, early, err := w.(http.Hijacker).Hijack()
	if err == nil {
		join(hijacked{near, early}, far)
	}
}

// hijacked is a connection of which the server may have read something already.
type hijacked struct {
	net.Conn
	early io.Reader
}

func (h hijacked) Read(b []byte) (int, error) { return h.early.Read(b) }

// join carries bytes both ways until one way has ended.
func join(near, far net.Conn) {
	go func() { _, _ = io.Copy(far, near); far.Close() }()
	_, _ = io.Copy(near, far)
	near.Close()
}

// via sends through a proxy.
func via(opts deploy.Options, scheme, address string, user *url.Userinfo) deploy.Options {
	opts.Proxy = func(*url.URL) (*url.URL, error) {
		return &url.URL{Scheme: scheme, Host: address, User: user}, nil
	}
	return opts
}

// Proxies of HTTP forward what is plain, and make tunnels for TLS.
func TestHTTPProxy(t *testing.T) {
	t.Parallel()
	known := url.UserPassword(proxyUser, proxyPassword)
	a := newAuthority(t)
	for name, c := range map[string]struct {
		tls  bool
		user *url.Userinfo
		want outcome
	}{
		"plain":                 {false, known, outcome{"", 1, 200}},
		"a tunnel":              {true, known, outcome{"", 1, 200}},
		"plain, no password":    {false, nil, outcome{deploy.KindRejected, 1, 407}},
		"a tunnel, no password": {true, nil, outcome{deploy.KindProxy, 1, 0}},
		"plain, another's":      {false, url.UserPassword("you", "secret"), outcome{deploy.KindRejected, 1, 407}},
		"a tunnel, another's":   {true, url.UserPassword("you", "secret"), outcome{deploy.KindProxy, 1, 0}},
		"a tunnel, a mere name": {true, url.User("me"), outcome{deploy.KindProxy, 1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, n := newProxy(t), unstarted(nil)
			if c.tls {
				n.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}
				n.StartTLS()
			} else {
				n.Start()
			}
			t.Cleanup(n.Close)
			opts := via(quick(), "http", p.Listener.Addr().String(), c.user)
			opts.TLS.CA = a.file
			unit := bigUnit(t)
			result, err := deploy.Deploy(t.Context(), unit, n.URL, opts)
			c.want.check(t, result, err)
			if asked := int(p.asked.Load()); asked != c.want.attempts {
				t.Errorf("the proxy was asked %d times", asked)
			}
			if err != nil {
				if text := err.Error(); !strings.Contains(text, "407") || strings.Contains(text, "secret") || len(n.requests()) > 0 {
					t.Error(text)
				}
				return
			}
			got := n.one(t)
			if got.digest != unit.Digest() || got.Header.Get("Proxy-Authorization") != "" {
				t.Errorf("got %s, %v", got.digest, got.Header)
			}
		})
	}
}

// What a proxy answers to CONNECT, and which of it may pass.
func TestTunnelRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer   string
		attempts int
		words    string
	}{
		"403":      {"HTTP/1.1 403 Forbidden\r\n\r\n", 1, "403"},
		"503":      {"HTTP/1.1 503 Busy\r\n\r\n", 3, "503"},
		"garbage":  {"\x1b[2J\r\n", 1, "HTTP"},
		"a SOCKS5": {"\x05\xff", 1, "HTTP"},
		"nothing":  {"", 3, "closed the connection"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(_ *listener, _ int, conn *net.TCPConn) {
				if req, _ := header(conn); req == nil || req.Method != http.MethodConnect || req.RequestURI != "node.example:443" {
					t.Errorf("asked for %+v", req)
				}
				say(conn, c.answer)
			})
			result, err := deploy.Deploy(t.Context(), small(t), "https://node.example", via(quick(), "http", l.Addr().String(), nil))
			outcome{deploy.KindProxy, c.attempts, 0}.check(t, result, err)
			if !isA[*deploy.ProxyError](err) || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "\x1b") || hint(err) == "" {
				t.Errorf("hint %q: %v", hint(err), err)
			}
		})
	}
}

// A proxy that can't be reached, or is none.
func TestNoProxy(t *testing.T) {
	t.Parallel()
	secret := url.UserPassword("me", "secret")
	for name, c := range map[string]struct {
		scheme, address string
		attempts        int
	}{
		"refused": {"http", port(t), 3}, "SOCKS5 refused": {"socks5", port(t), 3}, "another scheme": {"ftp", "127.0.0.1:21", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := deploy.Deploy(t.Context(), small(t), "http://node.example", via(quick(), c.scheme, c.address, secret))
			outcome{deploy.KindProxy, c.attempts, 0}.check(t, result, err)
			if text := err.Error(); !strings.Contains(text, c.address) || strings.Contains(text, "secret") {
				t.Error(text)
			}
		})
	}
	opts := quick()
	opts.Proxy = func(*url.URL) (*url.URL, error) { return nil, errors.New("parse http://me:secret@%zz") }
	_, err := deploy.Deploy(t.Context(), small(t), "http://node.example", opts)
	if deploy.KindOf(err) != deploy.KindProxy || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

// A proxy that is asked over TLS has to be trusted itself.
func TestProxyOverTLS(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	n := secure(t, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}})
	result, err := deploy.Deploy(t.Context(), small(t), "http://node.example", via(quick(), "https", n.Listener.Addr().String(), nil))
	outcome{deploy.KindProxy, 1, 0}.check(t, result, err)
	if !isA[*deploy.TLSError](err) || !isA[*deploy.ProxyError](err) {
		t.Errorf("%T: %v", err, err)
	}
}
