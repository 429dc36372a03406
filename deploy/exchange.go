package deploy

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// exchange is one request and its answer, on a connection of its own.
type exchange struct {
	client *client
	ctx    context.Context
	req    *http.Request
	conn   net.Conn
	both   sync.WaitGroup // sending and listening
	sent   atomic.Int64   // bytes of the body that were given to the system
	fault  error          // why the sending ended, which net/http wraps out of reach
	report func(sent int64)

	deadline  sync.Mutex // of reading: once a body is read, its reader sets it
	answering bool
}

const (
	// writeSize is how much is read and written at once.
	writeSize = 256 << 10
	// lastWords is how long an answer may take to arrive after the server has
	// stopped listening.
	lastWords = time.Second
)

// outcome is how one of the two directions ended.
type outcome struct {
	answer *answer
	err    error
}

// run sends and listens at once. An answer that is no success ends the sending;
// one that is a success counts when everything has been sent, since a server
// may say 200 before it has looked (a pipe with a canned answer does).
func (x *exchange) run(ctx context.Context) (*answer, error) {
	conn, err := x.client.dial(ctx)
	if err != nil {
		return nil, err
	}
	x.ctx, x.conn = ctx, conn
	stop := context.AfterFunc(ctx, func() { interrupt(conn) })
	answer, err := x.talk()
	stop()
	hangUp(conn)
	x.both.Wait()
	if ctx.Err() != nil && (err != nil || !answer.ok()) { // an answer may have been cut short
		return nil, context.Cause(ctx)
	}
	return answer, err
}

// hangUp closes a connection at once: a farewell in TLS could wait for a server
// that takes nothing.
func hangUp(conn net.Conn) { _ = bare(conn).Close() } // after an answer nothing is lost, and without one there is an error

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

// settle waits after a success until the server hangs up, at most so long. What it has not taken
// by then would be lost if it still talked when the connection ends; and one that
// goes without having taken everything shows in an error.
func (x *exchange) settle(wait time.Duration) error {
	conn := bare(x.conn)
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // a failure shows in what is read
	}
	err := x.readFor(wait)
	if err == nil {
		_, err = io.Copy(io.Discard, conn)
	}
	if isTimeout(err) {
		return nil
	}
	return err
}

func (x *exchange) talk() (*answer, error) {
	sent, heard := make(chan error, 1), make(chan outcome, 1)
	x.both.Go(func() { sent <- x.send() })
	x.both.Go(func() { heard <- x.listen() })
	select {
	case o := <-heard:
		return x.early(o, sent)
	case err := <-sent:
		return x.heard(err, heard)
	}
}

// early is an answer that came before everything was sent.
func (x *exchange) early(o outcome, sent <-chan error) (*answer, error) {
	switch {
	case o.err != nil:
		return nil, x.lost(o.err) // there will be no other answer
	case !o.answer.ok():
		return o.answer, nil
	}
	// The writing ends by itself: when all is sent, or with an error if nobody
	// is there any more, or at the stall limit.
	if err := <-sent; err != nil {
		return nil, x.lost(err)
	}
	return o.answer, x.lost(x.settle(x.client.opts.Stall))
}

// heard waits for the answer to what was sent, or to what could not be.
func (x *exchange) heard(unsent error, answers <-chan outcome) (*answer, error) {
	wait := x.client.opts.Answer
	if unsent != nil {
		wait = lastWords
	}
	x.deadline.Lock()
	var err error
	if !x.answering {
		err = x.readFor(wait)
	}
	x.deadline.Unlock()
	if err != nil {
		return nil, x.lost(err)
	}
	o := <-answers
	switch {
	case o.err == nil && (unsent == nil || !o.answer.ok()):
		if o.answer.ok() && !o.answer.whole {
			_ = x.settle(lastWords) // many a server resets a connection that it is done with
		}
		return o.answer, nil
	case unsent != nil && !isAlert(o.err):
		return nil, x.lost(unsent)
	case isTimeout(o.err):
		return nil, &TimeoutError{Limit: wait, What: Answering}
	}
	return nil, x.lost(o.err)
}

// lost says what an error of a connection means once it stood.
func (x *exchange) lost(err error) error {
	var (
		source *sourceError
		talk   *NotHTTPError
		slow   *TimeoutError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &source):
		return source.error // of this side
	case errors.As(err, &talk), errors.As(err, &slow):
		return err
	case isAlert(err):
		return &TLSError{Host: x.client.target.Hostname(), Err: err}
	}
	return &LostError{Sent: x.sent.Load(), Total: x.req.ContentLength, Err: err}
}

// send writes the request.
func (x *exchange) send() error {
	w := bufio.NewWriterSize(&sender{x}, writeSize)
	write := x.req.Write
	if x.client.absolute() {
		write = x.req.WriteProxy
	}
	err := write(w)
	if err == nil {
		err = w.Flush()
	}
	if x.fault != nil {
		return x.fault
	}
	return err
}

// sender writes to the connection; who takes nothing for too long is given up.
type sender struct{ *exchange }

func (s *sender) Write(b []byte) (int, error) {
	done := 0
	for done < len(b) {
		n, err := s.some(b[done:])
		done += n
		if err != nil {
			s.fault = err
			return done, err
		}
	}
	return done, nil
}

// looks is how often a server is looked at, within the stall limit, whether it
// takes something.
const looks = 8

// some writes a part of b, or all of it. TLS can't go on after a write that was
// broken off, so its pieces are as small as its records, and have one look.
func (s *sender) some(b []byte) (int, error) {
	stall, look := s.client.opts.Stall, s.client.opts.Stall/looks
	if s.client.tls != nil {
		b, look = b[:min(len(b), tlsPiece)], stall
	}
	for waited := time.Duration(0); waited < stall; waited += look {
		if err := s.writeFor(look); err != nil {
			return 0, err
		}
		n, err := s.conn.Write(b)
		if n > 0 && isTimeout(err) && s.client.tls == nil {
			return n, nil
		}
		if !isTimeout(err) {
			return n, err
		}
	}
	return 0, &TimeoutError{Limit: stall, What: Sending}
}

// tlsPiece is how much a record of TLS holds: RFC 8446, section 5.1.
const tlsPiece = 16 << 10

// source is the body of a request. It tells how far it is, and marks its own
// errors: they are no fault of the connection.
type source struct {
	x    *exchange
	from io.Reader
}

type sourceError struct{ error }

func (e *sourceError) Unwrap() error { return e.error }

func (s *source) Read(b []byte) (int, error) {
	n, err := s.from.Read(b)
	if n > 0 {
		s.x.report(s.x.sent.Add(int64(n)))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = &sourceError{err}
		s.x.fault = err
	}
	return n, err
}

// readFor and writeFor bound what is done next. A cancellation that comes after
// them sets a bound of its own; of one that came before, they give the cause.
func (x *exchange) readFor(d time.Duration) error {
	err := x.conn.SetReadDeadline(time.Now().Add(d))
	if x.ctx.Err() != nil {
		return context.Cause(x.ctx)
	}
	return err
}

func (x *exchange) writeFor(d time.Duration) error {
	err := x.conn.SetWriteDeadline(time.Now().Add(d))
	if x.ctx.Err() != nil {
		return context.Cause(x.ctx)
	}
	return err
}

// interrupt ends what is under way on a connection.
func interrupt(conn net.Conn) { _ = conn.SetDeadline(time.Unix(1, 0)) }

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// isAlert tells that the server ended TLS with a reason (RFC 8446, section 6):
// in TLS 1.3, one that is not content with a client's certificate does so when
// the handshake is over for the client.
func isAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}
