package deploy_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/message"
)

// A connection that ends midway is tried again, and every attempt begins anew.
func TestLostMidway(t *testing.T) {
	t.Parallel()
	for name, die := range map[string]func(*net.TCPConn){
		"closed": func(conn *net.TCPConn) { conn.Close() }, "reset": reset,
	} {
		for part, n := range map[string]int64{"at once": -1, "after the headers": 0, "after some": 100_000, "after most": large - 1} {
			t.Run(name+" "+part, func(t *testing.T) {
				t.Parallel()
				unit := bigUnit(t)
				dying := func(l *listener, _ int, conn *net.TCPConn) {
					if n >= 0 {
						req, _ := header(conn)
						_, _ = io.CopyN(io.Discard, req.Body, n)
					}
					die(conn)
				}
				l := listen(t, dying)
				result, err := deployTo(t, l, unit, quick())
				kind := deploy.KindLost
				if n < 0 && isA[*deploy.ConnectError](err) {
					kind = deploy.KindConnect // it ended before it had begun
				} else if !isA[*deploy.LostError](err) {
					t.Errorf("%T: %v", err, err)
				}
				outcome{kind, 3, 0}.check(t, result, err)

				l = listen(t, func(l *listener, n int, conn *net.TCPConn) {
					if n < 3 {
						dying(l, n, conn)
						return
					}
					answering(ok)(l, n, conn)
				})
				result, err = deployTo(t, l, unit, quick())
				outcome{"", 3, 200}.check(t, result, err)
				arrived(t, l, unit, 1)
			})
		}
	}
}

// A server that closes the connection when it has everything is asked again too.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	for name, die := range map[string]func(*net.TCPConn){
		"closed": func(conn *net.TCPConn) { conn.Close() }, "reset": reset,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(l *listener, _ int, conn *net.TCPConn) { l.take(conn); die(conn) })
			unit := small(t)
			result, err := deployTo(t, l, unit, quick())
			outcome{deploy.KindLost, 3, 0}.check(t, result, err)
			arrived(t, l, unit, 3)
			if lost := (*deploy.LostError)(nil); !errors.As(err, &lost) || lost.Sent != lost.Total || lost.Total != unit.Size() {
				t.Errorf("%+v: %v", lost, err)
			}
		})
	}
}

// Every attempt is one of deploy's, which is told of: net/http sends nothing again by
// itself.
func TestNothingIsSentAgainUnsaid(t *testing.T) {
	t.Parallel()
	l := listen(t, func(l *listener, _ int, conn *net.TCPConn) { l.take(conn); reset(conn) })
	unit, warned := small(t), 0
	opts := quick()
	opts.Warn = func(message.Text) { warned++ }
	result, err := deployTo(t, l, unit, opts)
	outcome{deploy.KindLost, 3, 0}.check(t, result, err)
	if arrived(t, l, unit, 3); warned != 2 {
		t.Errorf("it told of %d further attempts", warned)
	}
}

// A failure that comes before the server has read counts, whatever becomes of
// the connection.
func TestEarlyFailure(t *testing.T) {
	t.Parallel()
	problem := withBody(413, "application/problem+json", `{"title":"Too large","detail":"at most 1 MB"}`)
	for name, end := range map[string]func(*net.TCPConn, *bufio.Reader){
		"closes":             func(*net.TCPConn, *bufio.Reader) {},
		"closes one way":     func(conn *net.TCPConn, _ *bufio.Reader) { _ = conn.CloseWrite(); silent(conn) },
		"reads on":           func(_ *net.TCPConn, r *bufio.Reader) { _, _ = io.Copy(io.Discard, r) },
		"reads some, closes": func(_ *net.TCPConn, r *bufio.Reader) { _, _ = io.CopyN(io.Discard, r, 1<<20) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(_ *listener, _ int, conn *net.TCPConn) {
				_, r := header(conn)
				say(conn, problem)
				end(conn, r)
			})
			result, err := deployTo(t, l, bigUnit(t), quick())
			outcome{deploy.KindTooLarge, 1, 413}.check(t, result, err)
			if status := (*deploy.StatusError)(nil); !errors.As(err, &status) || status.Said != "Too large: at most 1 MB" {
				t.Errorf("it said %v", err)
			}
		})
	}
}

// A failure that comes while nothing is read any more counts too.
func TestEarlyFailureThenNothing(t *testing.T) {
	t.Parallel()
	l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
		_, _ = header(conn)
		say(conn, withBody(409, "text/plain", "taken"))
		<-l.ended
	})
	result, err := deployTo(t, l, bigUnit(t), quick())
	outcome{deploy.KindConflict, 1, 409}.check(t, result, err)
	if !strings.HasSuffix(err.Error(), ": taken") {
		t.Error(err)
	}
}

// Where no answer can come any more, nothing is sent any more either.
func TestNoAnswerToCome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		say  string
		half bool // the server ends its side
		want outcome
	}{
		"garbage":               {"SSH-2.0-OpenSSH_9.6\r\n", false, outcome{deploy.KindProtocol, 1, 0}},
		"a header that is none": {"HTTP/1.1 200 OK\r\nno header\r\n\r\n", false, outcome{deploy.KindProtocol, 1, 0}},
		"interim answers":       {strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 200), false, outcome{deploy.KindProtocol, 1, 0}},
		"headers without end":   {"HTTP/1.1 200 OK\r\n" + strings.Repeat("A: "+noise(1000)+"\r\n", 3000), false, outcome{deploy.KindProtocol, 1, 0}},
		"an end":                {"", true, outcome{deploy.KindLost, 3, 0}},
		"half an answer":        {"HTTP/1.1 200 OK\r\nContent-Length", true, outcome{deploy.KindLost, 3, 0}},
		"another protocol":      {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Type: text/plain\r\n\r\nits words", false, outcome{deploy.KindProtocol, 1, 101}},
		"101 without a name":    {"HTTP/1.1 101 Switching Protocols\r\n\r\n", false, outcome{deploy.KindProtocol, 1, 101}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
				_, _ = header(conn)
				say(conn, c.say)
				if c.half {
					_ = conn.CloseWrite()
				}
				<-l.ended
			})
			result, err := deployTo(t, l, bigUnit(t), quick())
			c.want.check(t, result, err)
			if strings.Contains(err.Error(), "its words") {
				t.Error(err)
			}
		})
	}
}

// A success that comes before the server has read is one once all has arrived.
func TestEarlySuccess(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer  string
		content []byte
	}{
		"small":            {ok, componentOf(1000)},
		"large":            {ok, large1()},
		"with a page":      {withBody(200, "text/html", noise(500)), large1()},
		"with a long page": {withBody(200, "text/html", noise(500_000)), componentOf(1 << 20)},
		"without a length": {"HTTP/1.1 200 OK\r\n\r\n" + noise(100_000), componentOf(1 << 20)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
				say(conn, c.answer)
				l.take(conn)
			})
			unit := unitOf(t, c.content)
			result, err := deployTo(t, l, unit, quick())
			outcome{"", 1, 200}.check(t, result, err)
			arrived(t, l, unit, 1)
		})
	}
}

// The end of a body is sent however it comes to lie in the buffers of what sends it:
// the last piece counts as sent no sooner than it is.
func TestEarlySuccessOfAnySize(t *testing.T) {
	t.Parallel()
	l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
		say(conn, ok)
		l.take(conn)
	})
	for _, around := range []int{1, 4 << 10, 32 << 10, 64 << 10} {
		for size := max(1, around-1500); size < around+100; size += 61 {
			unit := unitOf(t, componentOf(size))
			result, err := deploy.Deploy(t.Context(), unit, l.url(), quick())
			outcome{"", 1, 200}.check(t, result, err)
			await(t, func() bool { return len(l.bodies.list()) == int(l.attempts.Load()) })
			if all := l.bodies.list(); all[len(all)-1] != unit.Digest() {
				t.Fatalf("of %d bytes the server got something else", size)
			}
		}
	}
}

// What is still on its way when the success has come arrives, though the server
// is slow and says more than anybody reads.
func TestEarlySuccessSlowReader(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
		req, _ := header(conn)
		say(conn, withBody(200, "text/html", noise(200_000)))
		// The client could have gone by now; this one waits to see.
		select {
		case <-ended:
		case <-time.After(200 * time.Millisecond):
		}
		l.body(req)
	})
	unit := unitOf(t, componentOf(1<<20))
	result, err := deployTo(t, l, unit, quick())
	close(ended)
	outcome{"", 1, 200}.check(t, result, err)
	arrived(t, l, unit, 1)
}

// A success from a server that goes away without reading is none.
func TestEarlySuccessThenGone(t *testing.T) {
	t.Parallel()
	for name, die := range map[string]func(*net.TCPConn){
		"closed": func(conn *net.TCPConn) { conn.Close() }, "reset": reset,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(_ *listener, _ int, conn *net.TCPConn) {
				req, _ := header(conn)
				say(conn, ok)
				_, _ = io.CopyN(io.Discard, req.Body, large/2)
				die(conn)
			})
			result, err := deployTo(t, l, bigUnit(t), quick())
			outcome{deploy.KindLost, 3, 0}.check(t, result, err)
		})
	}
}

// Nobody listens, or not yet.
func TestRefused(t *testing.T) {
	t.Parallel()
	unit := small(t)
	result, err := deploy.Deploy(t.Context(), unit, "http://"+port(t), quick())
	outcome{deploy.KindConnect, 3, 0}.check(t, result, err)
	if !isA[*deploy.ConnectError](err) || hint(err) == "" {
		t.Errorf("hint %q: %v", hint(err), err)
	}

	at := port(t)
	var l *listener
	opts := quick()
	opts.Warn = later(3, func() {
		inner, err := new(net.ListenConfig).Listen(t.Context(), "tcp", at)
		must(t, err)
		l = serveOn(t, inner, answering(ok))
	})
	result, err = deploy.Deploy(t.Context(), unit, "http://"+at, opts)
	outcome{"", 3, 200}.check(t, result, err)
	arrived(t, l, unit, 1)
}

// Names without an address: a name that can't be is not asked for again.
func TestNoSuchName(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	result, err := deploy.Deploy(ctx, small(t), "http://no-such-host.invalid", quick())
	var host *deploy.HostError
	if !errors.As(err, &host) || host.Host != "no-such-host.invalid" || hint(err) == "" || deploy.KindOf(err) != deploy.KindName {
		t.Fatalf("%T: %v", err, err)
	}
	want := 1
	if host.Temporary { // there is no network here
		want = 3
	}
	outcome{deploy.KindName, want, 0}.check(t, result, err)
}

// A server of net/http that answers before it reads, and closes.
func TestEarlyFailureOfNetHTTP(t *testing.T) {
	t.Parallel()
	n := newNode(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no room", http.StatusInsufficientStorage) })
	n.unread = true
	result, err := deploy.Deploy(t.Context(), bigUnit(t), n.URL, quick())
	outcome{deploy.KindServer, 1, 507}.check(t, result, err)
	if !strings.HasSuffix(err.Error(), ": no room") {
		t.Error(err)
	}
}
