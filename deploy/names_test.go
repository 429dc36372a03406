package deploy_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/deploy"
)

// A name beyond ASCII is looked up, certified and told as A-labels, in whichever way
// it is written: to the server (Host), in TLS (SNI) and to a proxy (CONNECT).
func TestNamesBeyondASCII(t *testing.T) {
	t.Parallel()
	const label = "xn--bcher-kva.example"
	a := newAuthority(t)
	for _, host := range []string{"bücher.example", "BÜCHER.example", "bu\u0308cher.example", "b%C3%BCcher.example", "bücher。example", "ｂücher.example", label} {
		for _, scheme := range []string{"http", "https"} {
			t.Run(scheme+" "+host, func(t *testing.T) {
				t.Parallel()
				var mu sync.Mutex
				var said []string
				note := func(what string) {
					mu.Lock()
					defer mu.Unlock()
					said = append(said, what)
				}
				n := unstarted(nil)
				cert := a.issue(t, func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{label}, nil })
				n.TLS = &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
					note("SNI " + hello.ServerName)
					return &cert, nil
				}}
				n.StartTLS()
				t.Cleanup(n.Close)
				p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					note(r.Method + " " + r.Host)
					if r.Method == http.MethodConnect {
						tunnel(w, n.Listener.Addr().String())
						return
					}
					_, _ = io.Copy(io.Discard, r.Body)
				}))
				t.Cleanup(p.Close)
				proxy, err := url.Parse(p.URL)
				must(t, err)
				opts := via(quick(), "http", proxy.Host, nil)
				opts.TLS.CA, opts.Attempts = a.file, 1
				result, err := deploy.Deploy(t.Context(), bigUnit(t), scheme+"://"+host+":8443", opts)
				if err != nil || !strings.HasPrefix(result.Target, scheme+"://"+label) {
					t.Fatalf("the target is %s: %v", result.Target, err)
				}
				want := []string{"POST " + label + ":8443"}
				if scheme == "https" {
					want = []string{"CONNECT " + label + ":8443", "SNI " + label}
				}
				if strings.Join(said, ", ") != strings.Join(want, ", ") {
					t.Errorf("said %q, want %q", said, want)
				}
			})
		}
	}
}

// What is no name gets a sentence, and nobody is asked for it.
func TestNamesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, host := range []string{
		"a\u2028b.example", "\u202eexample", "ü.\u0301a", strings.Repeat("ü", 64) + ".example", "xn--ü.example", "ü..example", "-ü.example", "ü／x.example", "ü\u200b\u00ad",
	} {
		_, err := deploy.CheckTarget("http://" + host)
		if target := (*deploy.TargetError)(nil); !errors.As(err, &target) && host != "ü\u200b\u00ad" {
			t.Errorf("%q: %v", host, err)
		}
	}
	for _, host := range []string{"under_score.example", "[::1]:8080", "127.0.0.1", "localhost"} {
		if shown, err := deploy.CheckTarget("http://" + host); err != nil || shown != "http://"+host {
			t.Errorf("%q is shown as %q: %v", host, shown, err)
		}
	}
}
