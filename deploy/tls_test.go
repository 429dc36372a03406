package deploy_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/deploy"
)

// secure is a node with TLS.
func secure(t *testing.T, config *tls.Config) *node {
	t.Helper()
	n := unstarted(nil)
	n.TLS = config
	n.StartTLS()
	t.Cleanup(n.Close)
	return n
}

// Whom to trust, and what is said of those who are not.
func TestTLS(t *testing.T) {
	t.Parallel()
	trusted, other := newAuthority(t), newAuthority(t)
	for name, c := range map[string]struct {
		by     *authority
		change func(*x509.Certificate)
		ca     string
		words  string // "" for a success
		hinted bool
	}{
		"trusted":           {trusted, nil, trusted.file, "", false},
		"another authority": {trusted, nil, other.file, "signed by an unknown authority", true},
		"system roots":      {trusted, nil, "", "signed by an unknown authority", true},
		"another name": {trusted, func(c *x509.Certificate) {
			c.DNSNames, c.IPAddresses = []string{"other.example"}, nil
		}, trusted.file, "for another name", false},
		"expired": {trusted, func(c *x509.Certificate) {
			c.NotAfter = time.Now().Add(-time.Minute)
		}, trusted.file, "expired", false},
		"not valid yet": {trusted, func(c *x509.Certificate) {
			c.NotBefore = time.Now().Add(time.Minute)
		}, trusted.file, "isn't valid yet", false},
		"not for servers": {trusted, func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		}, trusted.file, "incompatible key usage", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := secure(t, &tls.Config{Certificates: []tls.Certificate{c.by.issue(t, c.change)}})
			opts := quick()
			opts.TLS.CA = c.ca
			unit := small(t)
			result, err := deploy.Deploy(t.Context(), unit, n.URL, opts)
			if c.words == "" {
				outcome{"", 1, 200}.check(t, result, err)
				if got := n.one(t); got.digest != unit.Digest() || got.Proto != "HTTP/1.1" {
					t.Errorf("got %s over %s", got.digest, got.Proto)
				}
				return
			}
			outcome{deploy.KindTLS, 1, 0}.check(t, result, err)
			if !isA[*deploy.TLSError](err) || !strings.Contains(err.Error(), c.words) || (hint(err) != "") != c.hinted {
				t.Errorf("hint %q: %v", hint(err), err)
			}
			if len(n.requests()) > 0 {
				t.Error("it was sent all the same")
			}
		})
	}
}

// A server that wants to know who it is.
func TestClientCertificate(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t), newAuthority(t)
	cert, key := files(t, a.issue(t, nil))
	strange, strangeKey := files(t, other.issue(t, nil))
	for name, version := range map[string]uint16{"TLS 1.2": tls.VersionTLS12, "TLS 1.3": tls.VersionTLS13} {
		for who, c := range map[string]struct {
			files deploy.TLS
			known bool
		}{
			"known":    {deploy.TLS{CA: a.file, Cert: cert, Key: key}, true},
			"nobody":   {deploy.TLS{CA: a.file}, false},
			"stranger": {deploy.TLS{CA: a.file, Cert: strange, Key: strangeKey}, false},
		} {
			for size, content := range map[string][]byte{"small": componentOf(1000), "large": large1()} {
				t.Run(strings.Join([]string{name, who, size}, " "), func(t *testing.T) {
					t.Parallel()
					n := secure(t, &tls.Config{
						Certificates: []tls.Certificate{a.issue(t, nil)}, ClientAuth: tls.RequireAndVerifyClientCert,
						ClientCAs: a.pool(), MaxVersion: version,
					})
					opts := quick()
					opts.TLS = c.files
					unit := unitOf(t, content)
					result, err := deploy.Deploy(t.Context(), unit, n.URL, opts)
					if c.known {
						outcome{"", 1, 200}.check(t, result, err)
						if got := n.one(t); got.digest != unit.Digest() || got.TLS.PeerCertificates[0].Subject.CommonName != "node" {
							t.Errorf("got %s", got.digest)
						}
						return
					}
					outcome{deploy.KindTLS, 1, 0}.check(t, result, err)
					if !isA[*deploy.TLSError](err) || len(n.requests()) > 0 {
						t.Errorf("%d requests: %v", len(n.requests()), err)
					}
				})
			}
		}
	}
}

// TLS where there is none, and none where there is.
func TestWrongScheme(t *testing.T) {
	t.Parallel()
	plain := newNode(t, nil)
	result, err := deploy.Deploy(t.Context(), small(t), strings.Replace(plain.URL, "http", "https", 1), quick())
	outcome{deploy.KindTLS, 1, 0}.check(t, result, err)
	if !strings.Contains(err.Error(), "does not speak TLS") || !strings.Contains(hint(err), "http://") {
		t.Errorf("hint %q: %v", hint(err), err)
	}

	a := newAuthority(t)
	n := secure(t, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}})
	result, err = deploy.Deploy(t.Context(), small(t), strings.Replace(n.URL, "https", "http", 1), quick())
	outcome{deploy.KindRejected, 1, http.StatusBadRequest}.check(t, result, err)
}

// A server that hangs up within the handshake may be one that starts.
func TestHandshakeEnds(t *testing.T) {
	t.Parallel()
	for name, die := range map[string]func(*net.TCPConn){
		"closed": func(conn *net.TCPConn) { conn.Close() }, "reset": reset,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(_ *listener, _ int, conn *net.TCPConn) {
				_, _ = conn.Read(make([]byte, 1<<16)) // or it could be lost before there is a connection
				die(conn)
			})
			result, err := deploy.Deploy(t.Context(), small(t), "https://"+l.Addr().String(), quick())
			outcome{deploy.KindTLS, 3, 0}.check(t, result, err)
			if n := l.attempts.Load(); n != 3 || !strings.Contains(err.Error(), "closed the connection") {
				t.Errorf("%d attempts: %v", n, err)
			}
		})
	}
}

// A connection with TLS that breaks is lost, as one without.
func TestTLSLost(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	l := listen(t, func(l *listener, n int, conn *net.TCPConn) {
		secure := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}})
		if n == 3 {
			l.take(secure)
			say(secure, ok)
			secure.Close()
			return
		}
		_, _ = header(secure)
		reset(conn)
	})
	opts := quick()
	opts.TLS.CA = a.file
	unit := bigUnit(t)
	result, err := deploy.Deploy(t.Context(), unit, "https://"+l.Addr().String(), opts)
	outcome{"", 3, 200}.check(t, result, err)
	arrived(t, l, unit, 1)
}

// What comes before the body is read counts for the same over TLS, through a proxy or
// not, also where it comes before the request.
func TestEarlyOverTLS(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	refused := withBody(413, "text/plain", "at most 1 MB")
	for name, c := range map[string]struct {
		serve func(*listener, net.Conn)
		want  outcome
		whole int
	}{
		"a success":              {func(l *listener, conn net.Conn) { r, _ := header(conn); say(conn, ok); l.body(r) }, outcome{"", 1, 200}, 1},
		"a canned success":       {func(l *listener, conn net.Conn) { say(conn, ok); l.take(conn) }, outcome{"", 1, 200}, 1},
		"a success that is gone": {func(_ *listener, conn net.Conn) { _, _ = header(conn); say(conn, ok) }, outcome{deploy.KindLost, 3, 0}, 0},
		"a failure":              {func(_ *listener, conn net.Conn) { _, _ = header(conn); say(conn, refused); silent(conn) }, outcome{deploy.KindTooLarge, 1, 413}, 0},
	} {
		for _, proxied := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", proxied ", proxied), func(t *testing.T) {
				t.Parallel()
				l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
					c.serve(l, tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}))
				})
				opts := quick()
				if proxied {
					opts = via(opts, "http", newProxy(t).Listener.Addr().String(), url.UserPassword(proxyUser, proxyPassword))
				}
				opts.TLS.CA = a.file
				unit := bigUnit(t)
				result, err := deploy.Deploy(t.Context(), unit, "https://"+l.Addr().String(), opts)
				c.want.check(t, result, err)
				arrived(t, l, unit, c.whole)
			})
		}
	}
}

// Files that can't be what they should be.
func TestTLSFiles(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	cert, key := files(t, a.issue(t, nil))
	_, another := files(t, a.issue(t, nil))
	text := file(t, "text", []byte("no PEM"))
	for name, c := range map[string]deploy.TLS{
		"no such authority": {CA: cert + "x"}, "no authority": {CA: text}, "no key": {Cert: cert}, "no certificate": {Key: key},
		"no such certificate": {Cert: cert + "x", Key: key}, "no such key": {Cert: cert, Key: key + "x"},
		"text for a certificate": {Cert: text, Key: key}, "text for a key": {Cert: cert, Key: text},
		"another's key": {Cert: cert, Key: another},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := quick()
			opts.TLS = c
			l := listen(t, answering(ok))
			_, err := deploy.Deploy(t.Context(), small(t), "https://"+l.Addr().String(), opts)
			if deploy.KindOf(err) != deploy.KindCredentials || l.attempts.Load() != 0 {
				t.Errorf("%d attempts, %T: %v", l.attempts.Load(), err, err)
			}
		})
	}
}

// Without a CA file the system's authorities count, which are read once in a
// process: so this one starts another.
func TestSystemRoots(t *testing.T) {
	if target := os.Getenv("QYVOL_TEST_TARGET"); target != "" {
		_, err := deploy.Deploy(t.Context(), small(t), target, quick())
		must(t, err)
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("SSL_CERT_FILE names the system's authorities on Linux")
	}
	t.Parallel()
	a := newAuthority(t)
	n := secure(t, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}})
	self, err := os.Executable()
	must(t, err)
	child := exec.CommandContext(t.Context(), self, "-test.run=^TestSystemRoots$")
	child.Env = append(os.Environ(), "QYVOL_TEST_TARGET="+n.URL, "SSL_CERT_FILE="+a.file)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	n.one(t)
}
