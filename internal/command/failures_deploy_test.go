//go:build unix

package command

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
)

// answering is a server that takes everything and answers so.
func answering(status int, body string, headers ...string) func(*testing.T, string) string {
	return handled(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// problem is a server that says what is wrong.
func problem(status int, title, detail string) func(*testing.T, string) string {
	return answering(status, fmt.Sprintf(`{"title": %q, "detail": %q}`, title, detail), "Content-Type", "application/problem+json")
}

func handled(h http.HandlerFunc) func(*testing.T, string) string {
	return func(t *testing.T, _ string) string {
		t.Helper()
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.Listener.Addr().String()
	}
}

// raw is a server that does as it likes with each connection.
func raw(serve func(net.Conn)) func(*testing.T, string) string {
	return func(t *testing.T, _ string) string {
		t.Helper()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				go func() {
					defer conn.Close()
					serve(conn)
				}()
			}
		}()
		return l.Addr().String()
	}
}

// deserted is an address at which nobody listens.
func deserted(t *testing.T, _ string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// secured is a TLS server whose certificate is in ca.pem.
func secured(name string, expires time.Duration, version uint16) func(*testing.T, string) string {
	return func(t *testing.T, dir string) string {
		t.Helper()
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		must(t, err)
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
			NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(expires),
		}
		if ip := net.ParseIP(name); ip != nil {
			template.DNSNames, template.IPAddresses = nil, []net.IP{ip}
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		must(t, err)
		write(t, filepath.Join(dir, "ca.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
		config := &tls.Config{
			Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
			MinVersion:   tls.VersionTLS10, MaxVersion: version,
		}
		return raw(func(c net.Conn) {
			secure := tls.Server(c, config)
			if secure.HandshakeContext(t.Context()) == nil {
				readHead(secure)
				_, _ = io.WriteString(secure, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
				_, _ = io.Copy(io.Discard, secure)
			}
		})(t, dir)
	}
}

// deployFailures are all that deploy and cluster have to say.
func deployFailures(t *testing.T) []failure {
	t.Helper()
	hello, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	must(t, err)
	files := map[string]string{
		"hello.wasm": string(hello), "text.txt": "this is no component", "empty.token": " \n", "bad.token": "two words",
		"hello.qyv": "name: hello\nentrypoint: hello.wasm\nruntime: wasi\n", "ñ.wasm": string(hello),
		"lost.qyv": "name: lost\nentrypoint: lost.wasm\nruntime: wasi\n", "bad.pem": "no certificate",
		"strange.wat": `(component (import "acme:shop/tax" (instance (export "rate" (func)))))`,
	}
	var all []failure
	add := func(name string, exit int, server func(*testing.T, string) string, args ...string) *failure {
		all = append(all, failure{name: name, exit: exit, server: server, files: files, args: append([]string{"deploy"}, args...)})
		return &all[len(all)-1]
	}
	plain := func(name string, exit int, server func(*testing.T, string) string, args ...string) *failure {
		return add(name, exit, server, append([]string{"hello.qyv", "http://$HOST", "--attempts", "1"}, args...)...)
	}
	plain("deployed", 0, answering(200, ""))
	plain("deployed, and where", 0, answering(201, `{"url": "http://node/hello"}`, "Content-Type", "application/json"))
	add("a component without a manifest", 0, answering(204, ""), "hello.wasm", "http://$HOST/prefix/")
	plain("refused, and tried again", 4, deserted, "--attempts", "2")
	plain("unauthorized", 4, answering(401, ""))
	plain("forbidden", 4, problem(403, "Forbidden", "hello belongs to somebody else"))
	plain("no node", 4, answering(404, ""))
	plain("no proxy without a password", 4, answering(407, ""))
	plain("too slow", 4, answering(408, ""))
	plain("conflict", 4, problem(409, "Name taken", "1.0.0 is another component"))
	plain("too large", 4, problem(413, "", "at most 1 MiB"))
	plain("too many", 4, answering(429, "", "Retry-After", "3600"))
	plain("too much to say", 4, answering(431, ""))
	plain("rejected", 4, answering(422, "no\nmore", "Content-Type", "text/plain"))
	plain("an error", 4, problem(500, "Disk full", "no space is left on /data"))
	plain("busy", 4, answering(503, ""))
	plain("redirected", 4, answering(307, "", "Location", "https://elsewhere.example/upload"))
	plain("not modified", 4, answering(304, ""))
	plain("another protocol", 4, raw(func(c net.Conn) {
		readHead(c)
		_, _ = io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
	}))
	plain("attempts that are no number", 1, deserted, "--attempts", "many")
	plain("something else stored", 4, answering(200, `{"digest": "sha256:00"}`, "Content-Type", "application/json"))
	plain("closed without an answer", 4, handled(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	}))
	plain("no HTTP", 4, raw(func(c net.Conn) { readHead(c); _, _ = io.WriteString(c, "220 mail ready\r\n\r\n") }))
	plain("too late", 4, raw(func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }), "--timeout", "300ms")
	lost := add("lost midway", 4, raw(func(c net.Conn) { readHead(c); abort(c) }), "lost.qyv", "http://$HOST", "--attempts", "1", "--no-validate")
	lost.prepare = func(t *testing.T, dir string) { t.Helper(); padded(t, filepath.Join(dir, "lost.wasm"), hello, 24<<20) }
	large := add("too large to compile", 0, answering(200, ""), "lost.qyv", "http://$HOST")
	large.prepare = func(t *testing.T, dir string) { t.Helper(); padded(t, filepath.Join(dir, "lost.wasm"), hello, 33<<20) }

	text := add("too large to check", 0, answering(200, ""), "text.wat", "http://$HOST")
	text.prepare = func(t *testing.T, dir string) {
		t.Helper()
		write(t, filepath.Join(dir, "text.wat"), "(component)"+strings.Repeat(" ", 33<<20))
	}
	damaged := add("damaged", 4, deserted, "damaged.wasm", "http://$HOST")
	damaged.files = map[string]string{"damaged.wasm": "\x00asm\x0d\x00\x01\x00\x07\x02\x01\x99"}

	const year = 24 * 365 * time.Hour
	secure := func(name string, server func(*testing.T, string) string, args ...string) {
		add(name, 4, server, append([]string{"hello.qyv", "https://$HOST", "--attempts", "1"}, args...)...)
	}
	secure("no TLS", answering(200, ""))
	secure("TLS, closed", raw(func(net.Conn) {}))
	secure("TLS, unknown", secured("127.0.0.1", year, 0))
	secure("TLS, another name", secured("other.example", year, 0), "--ca", "ca.pem")
	secure("TLS, expired", secured("127.0.0.1", -time.Hour, 0), "--ca", "ca.pem")
	secure("TLS, too old", secured("127.0.0.1", year, tls.VersionTLS11), "--ca", "ca.pem")
	secure("trusted, and no node", secured("127.0.0.1", year, 0), "--ca", "ca.pem")
	secure("no certificates", deserted, "--ca", "bad.pem")
	secure("no file of certificates", deserted, "--ca", "missing.pem")
	plain("a certificate without a key", 1, deserted, "--cert", "bad.pem")
	plain("a key without a certificate", 1, deserted, "--key", "bad.pem")
	secure("a certificate file of nearly that name", deserted, "--ca", "bad.pm")
	secure("a certificate that is none", deserted, "--cert", "bad.pem", "--key", "bad.pem")

	add("no such name", 4, nil, "hello.qyv", "http://a..b:8080")
	add("a token in the clear", 4, nil, "hello.qyv", "http://a..b:8080").env = []string{"QYVOL_TOKEN=secret"}
	plain("a token for all to read", 4, answering(401, ""), "--token-file", "hello.token").prepare = func(t *testing.T, dir string) {
		t.Helper()
		write(t, filepath.Join(dir, "hello.token"), "secret\n")
	}
	plain("no token file", 4, deserted, "--token-file", "missing.token")
	plain("an empty token", 4, deserted, "--token-file", "empty.token").private = "empty.token"
	plain("a bad token", 4, deserted, "--token-file", "bad.token").private = "bad.token"
	proxied := func(name, proxy string, server func(*testing.T, string) string, target string) {
		add(name, 4, server, "hello.qyv", target, "--attempts", "1").env = []string{"HTTP_PROXY=" + proxy, "HTTPS_PROXY=" + proxy}
	}
	proxied("a proxy that refuses", "http://user:secret@$HOST", answering(403, ""), "https://node.example")
	proxied("a proxy that asks who it is", "http://$HOST", answering(407, ""), "https://node.example")
	proxied("a proxy of another kind", "ftp://$HOST", deserted, "http://node.example")
	for name, target := range map[string]string{
		"": "", "without a scheme": "localhost:8080", "of another scheme": "ftp://localhost", "without a host": "http://",
		"of one slash": "http:/node.example", "of a registry": "oci://node.example/app:1",
		"with a password": "http://me:secret@localhost", "with a query": "http://localhost/?a=b", "with a port": "http://localhost:99999", "with a name that can't be": "http://a\u2028b.example", "broken": "http://me:secret@[::1",
	} {
		add(strings.TrimSpace("a target "+name), 1, nil, "hello.qyv", target)
	}
	plain("a file that is missing", 4, deserted).args[1] = "missing.wasm"
	plain("a manifest that is missing", 2, deserted).args[1] = "missing.qyv"
	plain("no component", 4, deserted).args[1] = "text.txt"
	plain("no name", 4, deserted).args[1] = "ñ.wasm"
	plain("one that would not start", 0, answering(200, "")).args[1] = "strange.wat"
	many := add("a manifest that grows too large", 2, deserted, "many.qyv", "http://$HOST")
	many.prepare = func(t *testing.T, dir string) {
		t.Helper()
		text := "name: many\nentrypoint: hello.wasm\nruntime: wasi\nenv:\n" + times(9995, func(n int) string { return fmt.Sprintf("  A%d: b\n", n) })
		write(t, filepath.Join(dir, "many.qyv"), text)
	}
	plain("no attempt", 1, deserted, "--attempts", "0")
	add("three arguments", 1, nil, "hello.qyv", "http://localhost", "more")
	add("no file", 1, nil)
	for name, args := range map[string]string{"": "", "add-node": "add-node", "add-node a": "add-node 10.0.0.7:8080", "drop": "remove-node a"} {
		exit := 1
		if name == "add-node a" {
			exit = 6
		}
		all = append(all, failure{name: strings.TrimSpace("cluster " + name), exit: exit, args: append([]string{"cluster"}, strings.Fields(args)...)})
	}
	slices.SortFunc(all, func(a, b failure) int { return strings.Compare(a.name, b.name) })
	return all
}

// readHead reads a request up to its body.
func readHead(c net.Conn) {
	r := bufio.NewReaderSize(c, 64<<10)
	for {
		if line, err := r.ReadString('\n'); err != nil || line == "\r\n" {
			return
		}
	}
}

// abort ends a connection without a farewell.
func abort(c net.Conn) {
	_ = c.(*net.TCPConn).SetLinger(0) //nolint:forcetypeassert // it listens on TCP
	_ = c.Close()
}

// padded is a component with a section that nobody looks at.
func padded(t testing.TB, path string, component []byte, size int) {
	t.Helper()
	section := []byte{4, 'p', 'a', 'd', 's'}
	length := size + len(section)
	head := []byte{0, byte(length) | 0x80, byte(length>>7) | 0x80, byte(length>>14) | 0x80, byte(length >> 21)}
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	_, err = f.Write(slices.Concat(component, head, section))
	must(t, err)
	for zeroes := make([]byte, 1<<20); size > 0; size -= len(zeroes) {
		zeroes = zeroes[:min(size, len(zeroes))]
		_, err = f.Write(zeroes)
		must(t, err)
	}
}
