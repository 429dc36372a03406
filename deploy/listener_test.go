package deploy_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// listener is a server that does with each connection what a test says. A
// connection is an attempt.
type listener struct {
	net.Listener
	attempts atomic.Int64
	bodies   digests
	ended    chan struct{} // closed with the test
}

// listen serves connections, numbered from 1, each of which is closed when its
// function returns.
func listen(t *testing.T, serve func(l *listener, n int, conn *net.TCPConn)) *listener {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	return serveOn(t, inner, serve)
}

func serveOn(t *testing.T, inner net.Listener, serve func(l *listener, n int, conn *net.TCPConn)) *listener {
	t.Helper()
	l := &listener{Listener: inner, ended: make(chan struct{})}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			n := int(l.attempts.Add(1))
			all.Go(func() {
				served := make(chan struct{})
				all.Go(func() {
					defer conn.Close()
					select {
					case <-served:
					case <-l.ended:
					}
				})
				defer close(served)
				serve(l, n, conn.(*net.TCPConn))
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		close(l.ended)
		all.Wait()
	})
	return l
}

func (l *listener) url() string { return "http://" + l.Addr().String() }

// port is a port of loopback on which nobody listens.
func port(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	return l.Addr().String()
}

// header reads a request up to its body, which the reader then has.
func header(conn net.Conn) (*http.Request, *bufio.Reader) {
	r := bufio.NewReader(conn)
	req, err := http.ReadRequest(r)
	if err != nil {
		return nil, nil
	}
	return req, r
}

// take reads a request, and keeps the digest of its body if that is whole.
func (l *listener) take(conn net.Conn) *http.Request {
	req, _ := header(conn)
	if req == nil {
		return nil
	}
	l.body(req)
	return req
}

func (l *listener) body(req *http.Request) {
	if sum, n, err := digestOf(req.Body); err == nil && n == req.ContentLength {
		l.bodies.add(sum)
	}
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

// answering reads the request and says something.
func answering(text string) func(*listener, int, *net.TCPConn) {
	return func(l *listener, _ int, conn *net.TCPConn) {
		if l.take(conn) != nil {
			say(conn, text)
		}
	}
}

func say(conn net.Conn, text string) { _, _ = io.WriteString(conn, text) }

// withBody is an answer with a body.
func withBody(status int, kind, body string, headers ...string) string {
	text := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n",
		status, http.StatusText(status), kind, len(body))
	for _, h := range headers {
		text += h + "\r\n"
	}
	return text + "\r\n" + body
}

// silent waits until the other side is gone.
func silent(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// reset ends a connection without a farewell.
func reset(conn *net.TCPConn) {
	_ = conn.SetLinger(0)
	_ = conn.Close()
}

// hint is an error's.
func hint(err error) string { return message.HintOf(err).In(message.English) }
