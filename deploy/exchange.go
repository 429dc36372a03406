package deploy

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"sync"
	"time"
)

// lastWords is how long an answer may take to arrive after the server has stopped
// listening.
const lastWords = time.Second

// exchange is one request and its answer, on a connection of its own. It is the
// connection that net/http uses, which closes one as soon as it has an answer, forgets
// an answer when it can't write, and takes what comes before the request for none.
// This one stays until the exchange is over, or no answer can come any more.
type exchange struct {
	net.Conn
	client *client
	body   *body
	begun  event // the first write
	heard  event // an answer, or why there will be none
	sent   event // all of the request, or why it could not be
	pace   pace
	head   head
}

// pace is how fast the server takes what is sent. What passes between two writes doesn't
// count against it.
type pace struct {
	waited time.Duration
	taken  int64
}

// tooSlow is an error once a server has been waited for long enough, and has taken too
// little on average.
func (x *exchange) tooSlow() error {
	o, p := x.client.opts, &x.pace
	if p.waited < 2*o.Stall || float64(p.taken) >= float64(o.MinRate)*p.waited.Seconds() {
		return nil
	}
	return &TimeoutError{Limit: p.waited.Round(time.Millisecond), What: Trickling, Taken: p.taken}
}

// writeSome writes to the connection, unless the server takes too little.
func (x *exchange) writeSome(b []byte) (int, error) {
	if err := x.tooSlow(); err != nil {
		return 0, err
	}
	start := time.Now()
	n, err := x.Conn.Write(b)
	x.pace.waited += time.Since(start)
	x.pace.taken += int64(n)
	return n, err
}

// head is what was read before there was an answer.
type head struct {
	mu    sync.Mutex
	bytes []byte
}

func (h *head) add(b []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bytes = append(h.bytes, b[:min(len(b), maxAnswer-len(h.bytes))]...)
}

// fault tells why there is no answer in there that net/http takes for one, nil if
// there is.
func (h *head) fault() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := bufio.NewReader(bytes.NewReader(h.bytes))
	for range maxInterim {
		resp, err := http.ReadResponse(r, nil) //nolint:bodyclose // without its body
		switch {
		case isEnd(err) && len(h.bytes) == maxAnswer:
			return errHeaders
		case err != nil || resp.StatusCode >= 200 || resp.StatusCode == http.StatusSwitchingProtocols:
			return err
		}
	}
	return errInterim
}

// event happens once, perhaps with an error.
type event struct {
	once sync.Once
	done chan struct{}
	err  error
}

func (e *event) happen(err error) {
	e.once.Do(func() {
		e.err = err
		close(e.done)
	})
}

func (e *event) happened() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

// exchange sends a request and reads the answer. An answer that is no success ends the
// sending; one that is a success counts when everything has been sent, since a server
// may say 200 before it has looked (a pipe with a canned answer does).
func (c *client) exchange(ctx context.Context, req *http.Request, b *body) (accepted, error) {
	conn, err := c.dial(ctx)
	if err != nil {
		return accepted{}, err
	}
	event := func() event { return event{done: make(chan struct{})} }
	x := &exchange{Conn: conn, client: c, body: b, begun: event(), heard: event(), sent: event()}
	b.sent = &x.sent
	stop := context.AfterFunc(ctx, x.hangUp)
	answer, err := x.talk(req)
	stop()
	asked := x.begun.happened()
	x.hangUp()
	<-x.sent.done // nothing reads the body any more
	switch {
	case err == nil:
		return answer, nil
	case ctx.Err() != nil: // an answer may have been cut short
		return accepted{}, context.Cause(ctx)
	case b.err != nil:
		return accepted{}, b.err
	case !asked:
		return accepted{}, err // about the request itself
	}
	return accepted{}, broken(err, c.target.Hostname(), b.given, b.total)
}

// talk uses no http.Client, which would follow redirects with the token. Nothing is
// tried again in here: no connection is used twice.
func (x *exchange) talk(req *http.Request) (answer accepted, err error) {
	dial := func(context.Context, string, string) (net.Conn, error) { return x, nil }
	transport := &http.Transport{
		Proxy: x.client.absolute, DialContext: dial, DialTLSContext: dial,
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: maxAnswer,
	}
	interim := 0
	trace := &httptrace.ClientTrace{Got1xxResponse: func(int, textproto.MIMEHeader) error {
		if interim++; interim < maxInterim {
			return nil
		}
		return errInterim
	}}
	resp, err := transport.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	x.heard.happen(err)
	if err != nil {
		if end := x.heard.err; end != nil && !isEnd(end) {
			err = end // which says more than half an answer does
		}
		return answer, err
	}
	defer resp.Body.Close() //nolint:errcheck // what matters of it was read
	if !isSuccess(resp.StatusCode) {
		defer time.AfterFunc(lastWords, x.hangUp).Stop()
		return x.client.read(resp)
	}
	early := !x.sent.happened()
	if <-x.sent.done; x.sent.err != nil {
		return answer, x.sent.err
	}
	answer, err = x.client.read(resp)
	switch {
	case err == nil && early:
		err = x.awaitClose()
	case err == nil: // a server that is still talking would take an end for a failure
		if x.SetReadDeadline(time.Now().Add(lastWords)) == nil {
			_, _ = io.CopyN(io.Discard, resp.Body, maxAnswer)
		}
	}
	return answer, err
}

var (
	errInterim = errors.New("too many interim answers")
	errHeaders = errors.New("too long headers")
)

// awaitClose waits after an early success until the server closes the connection, as long as it may
// take nothing. What it has not taken by then would be lost if it still talked when
// the connection ends; and one that goes without having taken everything shows in an
// error.
func (x *exchange) awaitClose() error {
	conn := bare(x.Conn)
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // a failure shows in what is read
	}
	err := conn.SetReadDeadline(time.Now().Add(x.client.opts.Stall))
	if err == nil {
		_, err = io.Copy(io.Discard, conn)
	}
	if isTimeout(err) {
		return nil
	}
	return err
}

// Read waits until the request has begun. Before, an answer would keep net/http from
// sending anything.
func (x *exchange) Read(b []byte) (int, error) {
	<-x.begun.done
	n, err := x.Conn.Read(b)
	if !x.heard.happened() {
		x.head.add(b[:n])
	}
	if isTimeout(err) {
		err = &TimeoutError{Limit: x.client.opts.Answer, What: Answering}
	}
	if err != nil {
		x.heard.happen(err)
	}
	return n, err
}

// Write waits, if the server takes no more, for what it has to say.
func (x *exchange) Write(b []byte) (int, error) {
	end := x.body.given == x.body.total // b has the last of it
	n, err := x.write(b)
	x.begun.happen(nil)
	switch {
	case err != nil:
		select {
		case <-x.heard.done:
		case <-time.After(lastWords):
		}
		x.sent.happen(err)
	case end:
		_ = x.SetReadDeadline(time.Now().Add(x.client.opts.Answer)) // a failure shows in what is read
		x.sent.happen(nil)
	}
	return n, err
}

// looks is how often a server is looked at, within the stall limit, whether it takes
// something: the system says so by itself only when it has taken a lot.
const looks = 8

func (x *exchange) write(b []byte) (done int, err error) {
	const most = looks
	stall := x.client.opts.Stall
	if _, secure := x.Conn.(*tls.Conn); secure {
		return x.writePieces(b)
	}
	for left := most; done < len(b); left-- {
		if left == 0 {
			return done, &TimeoutError{Limit: stall, What: Sending}
		}
		if err := x.SetWriteDeadline(time.Now().Add(stall / time.Duration(most))); err != nil {
			return done, err
		}
		n, err := x.writeSome(b[done:])
		if done += n; err != nil && !isTimeout(err) {
			return done, err
		}
		if n > 0 {
			left = most + 1
		}
	}
	return done, nil
}

// tlsPiece is the most that a record of TLS has (RFC 8446, section 5.1).
const tlsPiece = 16 << 10

// writePieces writes through TLS, which can't go on after a write that was broken off:
// each piece has the stall limit for itself.
func (x *exchange) writePieces(b []byte) (done int, err error) {
	for done < len(b) {
		if err := x.SetWriteDeadline(time.Now().Add(x.client.opts.Stall)); err != nil {
			return done, err
		}
		n, err := x.writeSome(b[done:min(done+tlsPiece, len(b))])
		done += n
		if isTimeout(err) {
			err = &TimeoutError{Limit: x.client.opts.Stall, What: Sending}
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// Close ends the exchange if there will be no answer, so that nothing is sent to
// somebody who doesn't listen. After an answer net/http calls it too soon.
func (x *exchange) Close() error {
	if !x.begun.happened() {
		return nil
	}
	if err := x.head.fault(); err != nil {
		x.heard.happen(err)
		x.hangUp()
	}
	return nil
}

// hangUp closes the connection at once: a farewell in TLS could wait for a server that
// takes nothing. After an answer nothing is lost, and without one there is an error.
func (x *exchange) hangUp() {
	x.heard.happen(nil)
	_ = bare(x.Conn).Close()
	x.begun.happen(nil) // last, or an answer to nothing could be read yet
}

// bare is a connection without its TLS.
func bare(conn net.Conn) net.Conn {
	for {
		secure, ok := conn.(*tls.Conn)
		if !ok {
			return conn
		}
		conn = secure.NetConn()
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// body is what a request sends. It tells how far it is, and keeps its own error, which
// is no fault of the connection.
type body struct {
	from         io.Reader
	given, total int64 // bytes
	report       func(given int64)
	err          error
	sent         *event
}

// Read gives the last piece only when the reader below has looked at what follows: it
// is there that a file turns out to have changed.
func (b *body) Read(p []byte) (int, error) {
	if b.given == b.total {
		return 0, io.EOF
	}
	n, err := b.from.Read(p[:min(int64(len(p)), b.total-b.given)])
	if err == nil && b.given+int64(n) == b.total {
		_, err = io.Copy(io.Discard, b.from)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
		b.sent.happen(err)
		return 0, err
	}
	b.given += int64(n)
	b.report(b.given)
	return n, err
}

// Close tells that net/http is through with it.
func (b *body) Close() error {
	if b.given < b.total {
		b.sent.happen(net.ErrClosed)
	}
	return nil
}
