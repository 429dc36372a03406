package deploy_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/message"
)

// A server that takes what is sent slowly is served.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	l := listen(t, func(l *listener, _ int, conn *net.TCPConn) {
		req, _ := header(conn)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		slow := readerFunc(func(b []byte) (int, error) {
			<-tick.C
			return req.Body.Read(b[:min(len(b), 64<<10)])
		})
		sum, _, err := digestOf(bufioReader(slow))
		if err == nil {
			l.bodies.add(sum)
		}
		say(conn, ok)
	})
	unit := bigUnit(t)
	opts := quick()
	opts.Stall = 2 * time.Second
	result, err := deployTo(t, l, unit, opts)
	outcome{"", 1, 200}.check(t, result, err)
	arrived(t, l, unit, 1)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// bufioReader hides everything but Read, so that copies are not shortened.
func bufioReader(r io.Reader) io.Reader { return struct{ io.Reader }{r} }

// What takes too long ends, each by its own limit.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	const limit = 150 * time.Millisecond
	const whole = 2 * time.Second // enough to get as far as the server says, however busy the machine
	for name, c := range map[string]struct {
		serve    func(*listener, int, *net.TCPConn)
		set      func(*deploy.Options)
		what     deploy.Waiting
		scheme   string
		attempts int
	}{
		"it takes nothing": {
			func(l *listener, _ int, conn *net.TCPConn) { _, _ = header(conn); <-l.ended },
			func(o *deploy.Options) { o.Stall = limit }, deploy.Sending, "http", 1,
		},
		"it does not answer": {
			func(l *listener, _ int, conn *net.TCPConn) { l.take(conn); silent(conn) },
			func(o *deploy.Options) { o.Answer = limit }, deploy.Answering, "http", 1,
		},
		"it begins an answer": {
			func(l *listener, _ int, conn *net.TCPConn) { l.take(conn); say(conn, "HTTP/1.1 20"); silent(conn) },
			func(o *deploy.Options) { o.Answer = limit }, deploy.Answering, "http", 1,
		},
		"it shakes no hands": {
			func(_ *listener, _ int, conn *net.TCPConn) { silent(conn) },
			func(o *deploy.Options) { o.Connect = limit }, deploy.Connecting, "https", 3,
		},
		"all of it, no answer": {
			func(l *listener, _ int, conn *net.TCPConn) { l.take(conn); silent(conn) },
			func(o *deploy.Options) { o.Timeout = whole }, deploy.WholeDeployment, "http", 1,
		},
		"all of it, nothing taken": {
			func(l *listener, _ int, conn *net.TCPConn) { _, _ = header(conn); <-l.ended },
			func(o *deploy.Options) { o.Timeout = whole }, deploy.WholeDeployment, "http", 1,
		},
		"all of it, no handshake": {
			func(_ *listener, _ int, conn *net.TCPConn) { silent(conn) },
			func(o *deploy.Options) { o.Timeout = whole }, deploy.WholeDeployment, "https", 1,
		},
		"all of it, while waiting": {
			answering("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"),
			func(o *deploy.Options) { o.Timeout, o.Backoff = whole, hang }, deploy.WholeDeployment, "http", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, c.serve)
			opts := quick()
			c.set(&opts)
			result, err := deploy.Deploy(t.Context(), bigUnit(t), c.scheme+"://"+l.Addr().String(), opts)
			want := limit
			if c.what == deploy.WholeDeployment {
				want = whole
			}
			var late *deploy.TimeoutError
			if !errors.As(err, &late) || late.What != c.what || late.Limit != want || !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("%+v: %v", late, err)
			}
			if deploy.KindOf(err) != deploy.KindTimeout || result.Attempts != c.attempts || !strings.Contains(err.Error(), want.String()) {
				t.Errorf("%s, %d attempts: %v", deploy.KindOf(err), result.Attempts, err)
			}
			if n := int(l.attempts.Load()); n != c.attempts {
				t.Errorf("the server was asked %d times", n)
			}
		})
	}
}

// Whoever cancels is told so at once, wherever it was.
func TestCancel(t *testing.T) {
	t.Parallel()
	reason := errors.New("Ctrl-C")
	for name, serve := range map[string]func(*listener, int, *net.TCPConn){
		"while it is asked":       func(l *listener, _ int, conn *net.TCPConn) { _, _ = header(conn); <-l.ended },
		"before it answers":       func(l *listener, _ int, conn *net.TCPConn) { l.take(conn); silent(conn) },
		"before the next attempt": answering("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"),
		"in the handshake":        func(_ *listener, _ int, conn *net.TCPConn) { silent(conn) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			l := listen(t, func(l *listener, n int, conn *net.TCPConn) {
				if name != "before the next attempt" {
					time.AfterFunc(20*time.Millisecond, func() { cancel(reason) })
				}
				serve(l, n, conn)
			})
			opts := quick()
			opts.Backoff = hang
			opts.Warn = func(message.Text) { cancel(reason) }
			target := l.url()
			if name == "in the handshake" {
				target = "https://" + l.Addr().String()
			}
			result, err := deploy.Deploy(ctx, bigUnit(t), target, opts)
			if !errors.Is(err, reason) || result.Attempts != 1 {
				t.Errorf("%d attempts: %v", result.Attempts, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := listen(t, answering(ok))
	_, err := deploy.Deploy(ctx, small(t), l.url(), quick())
	if deploy.KindOf(err) != deploy.KindCancelled || l.attempts.Load() > 1 || len(l.bodies.list()) > 0 {
		t.Errorf("%d connections: %v", l.attempts.Load(), err)
	}
}

// Waits double, up to the longest, each a quarter more or less by chance.
func TestBackoff(t *testing.T) {
	t.Parallel()
	l := listen(t, answering("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"))
	var events bytes.Buffer
	opts := quick()
	opts.Attempts, opts.Backoff, opts.MaxBackoff = 9, 8*time.Millisecond, 64*time.Millisecond
	opts.Log = slog.New(slog.NewJSONHandler(&events, nil))
	start := time.Now()
	result, err := deployTo(t, l, small(t), opts)
	took := time.Since(start)
	outcome{deploy.KindServer, 9, 503}.check(t, result, err)
	even, total := true, 0.0
	lines := strings.Split(strings.TrimSpace(events.String()), "\n")
	if len(lines) != 8 {
		t.Fatalf("%d waits:\n%s", len(lines), events.String())
	}
	for i, line := range lines {
		var event struct {
			Wait float64 `json:"wait_ms"`
		}
		must(t, json.Unmarshal([]byte(line), &event))
		middle := min(8*math.Pow(2, float64(i)), 64)
		if event.Wait < 0.74*middle || event.Wait > 1.26*middle {
			t.Errorf("wait %d is %v ms, want about %v", i, event.Wait, middle)
		}
		even = even && math.Abs(event.Wait-middle) < middle/1000
		total += event.Wait
	}
	if even || took < time.Duration(total*0.99*float64(time.Millisecond)) {
		t.Errorf("it took %v with waits of %v ms in all, all even: %v", took, total, even)
	}
}

// A server that takes a little now and then, for hours, is given up.
func TestTricklingReader(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			n := unstarted(func(_ http.ResponseWriter, r *http.Request) {
				tick := time.NewTicker(time.Millisecond)
				defer tick.Stop()
				b := make([]byte, 4<<10)
				for err := error(nil); err == nil; <-tick.C {
					_, err = r.Body.Read(b)
				}
			})
			n.unread = true
			opts := quick()
			if scheme == "https" {
				n.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}
				opts.TLS.CA = a.file
				n.StartTLS()
			} else {
				n.Start()
			}
			t.Cleanup(n.Close)
			opts.Stall, opts.MinRate = 2*time.Second, 1<<40
			result, err := deploy.Deploy(t.Context(), unitOf(t, componentOf(40<<20)), n.URL, opts)
			var late *deploy.TimeoutError
			if !errors.As(err, &late) || late.What != deploy.Trickling || late.Limit < 2*opts.Stall || late.Taken == 0 {
				t.Fatalf("%+v: %v", late, err)
			}
			if deploy.KindOf(err) != deploy.KindTimeout || result.Attempts != 1 || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, %d attempts", deploy.KindOf(err), result.Attempts)
			}
			if en, es := err.Error(), message.Of(err, message.Spanish); !strings.Contains(en, "accepted only ") || !strings.Contains(es, "solo ha aceptado ") {
				t.Errorf("%s, %s", en, es)
			}
		})
	}
}
