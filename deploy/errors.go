package deploy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
)

// wording is what an error says in both languages, and what can be done about it.
type wording struct{ text, hint message.Text }

// Error is in English.
func (w *wording) Error() string { return w.text.String() }

// Words are what the error says.
func (w *wording) Words() message.Text { return w.text }

// Hint says what to do where there is something.
func (w *wording) Hint() message.Text { return w.hint }

// failure is what all errors about the far side have.
type failure struct {
	wording
	// Err is the cause, nil where there is no other error.
	Err   error
	kind  Kind
	again bool // another attempt may go better
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.Err }

func (f *failure) common() *failure { return f }

// remote is an error about the far side.
type remote interface {
	error
	common() *failure
}

// remoteIn finds the outermost error about the far side, nil if there is none.
func remoteIn(err error) remote {
	var r remote
	errors.As(err, &r)
	return r
}

// transient tells what may pass: connection errors, and the statuses that say so.
func transient(err error) bool {
	r := remoteIn(err)
	return r != nil && r.common().again
}

// Error is a deployment that failed: the seed's DeployError. It wraps one of
// [*ConnectError], [*HostError], [*ProxyError], [*TLSError], [*StatusError],
// [*LostError], [*TimeoutError], [*NotHTTPError], [*DigestError].
type Error struct {
	wording
	// Target is where to.
	Target string
	// Attempts is how often it was tried.
	Attempts int
	Err      error
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// ended wraps what ended the sending. What is wrong on this side speaks for
// itself.
func (d *deployment) ended(err error) error {
	if remoteIn(err) == nil {
		return err
	}
	text := message.DeployFailed.With(err)
	if d.result.Attempts > 1 {
		text = message.DeployFailedAfter.With(d.result.Attempts, err)
	}
	return &Error{wording{text: text}, trimmed(d.target), d.result.Attempts, err}
}

// ConnectError is a server that could not be reached, at its host and port.
type ConnectError struct {
	failure
	Address string
}

// HostError is a name that has no address. Temporary tells that it may have one: who
// should know didn't answer.
type HostError struct {
	failure
	Host      string
	Temporary bool
}

// unreachable says why there is no connection to an address.
func unreachable(err error, address string) error {
	var (
		name *net.DNSError
		op   *net.OpError
		call *os.SyscallError
	)
	switch {
	case err == nil || remoteIn(err) != nil:
		return err
	case errors.As(err, &name):
		text := message.DeployNameUnknown.With(message.Printable(name.Name))
		if name.IsNotFound {
			text = message.DeployNameNotFound.With(message.Printable(name.Name))
		}
		say := wording{text, message.DeployNameHint.With()}
		return &HostError{failure{say, name, KindName, !name.IsNotFound}, name.Name, !name.IsNotFound}
	case errors.As(err, &call): // without the calls that the system said it to
		err = call.Err
	case errors.As(err, &op):
		err = op.Err
	}
	text := message.DeployUnreachable.With(message.Printable(address), err)
	if errors.Is(err, syscall.ECONNREFUSED) {
		text = message.DeployRefused.With(message.Printable(address))
	}
	return &ConnectError{failure{wording{text, message.DeployRefusedHint.With()}, err, KindConnect, true}, address}
}

// ProxyError is a proxy that could not be used, or did not let through. Proxy is its
// host and port, empty where that isn't known.
type ProxyError struct {
	failure
	Proxy string
}

func newProxyError(proxy string, err error) error {
	text := message.DeployProxyURL.With() // what is wrong with it may hold a password
	if proxy != "" {
		text = message.DeployProxy.With(message.Printable(proxy), err)
	}
	return &ProxyError{failure{wording{text, message.DeployProxyHint.With()}, err, KindProxy, transient(err)}, proxy}
}

// TLSError is a server that could not be trusted, or did not trust this client.
type TLSError struct {
	failure
	Host string
}

func newTLSError(host string, err error) error {
	var (
		plain   tls.RecordHeaderError
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		reason  message.Text
	)
	e := &TLSError{failure{Err: err, kind: KindTLS}, host}
	switch {
	case errors.As(err, &plain):
		reason, e.hint = message.DeployTLSPlain.With(), message.DeployTLSPlainHint.With()
	case errors.As(err, &unknown):
		reason, e.hint = message.DeployTLSUnknown.With(), message.DeployTLSUnknownHint.With()
	case errors.As(err, &name):
		reason = message.DeployTLSName.With()
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		reason = message.DeployTLSExpired.With()
	case isEnd(err) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE):
		reason, e.again = message.DeployTLSClosed.With(), true
	default:
		reason = message.DeployTLSOther.With(message.Printable(err.Error()))
	}
	e.text = message.DeployTLS.With(message.Printable(host), reason)
	return e
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// LostError is a connection that ended before there was an answer. Sent is how many
// of Total bytes the system had taken for sending.
type LostError struct {
	failure
	Sent, Total int64
}

// NotHTTPError is a server that speaks something else.
type NotHTTPError struct{ failure }

// broken says what an error means once there was a connection to a host, after so
// many bytes.
func broken(err error, host string, sent, total int64) error {
	var op *net.OpError
	r := remoteIn(err)
	switch {
	case r != nil:
		return r // without what net/http puts around it
	case errors.As(err, &op) && op.Op == "remote error":
		// In TLS 1.3, a server that is not content with a client's certificate says
		// so when the handshake is over for the client (RFC 8446, section 6).
		return newTLSError(host, err)
	case !isEnd(err) && op == nil:
		say := wording{message.DeployNotHTTP.With(), message.DeployNotHTTPHint.With()}
		return &NotHTTPError{failure{wording: say, kind: KindProtocol}} // the cause has the server's words
	}
	text := message.DeployLost.With(sizeText(sent), sizeText(total))
	if sent >= total {
		text = message.DeployLostAfter.With()
	}
	return &LostError{failure{wording{text: text}, err, KindLost, true}, sent, total}
}

func sizeText(n int64) string { return units.BytesSize(float64(n)) }

// DigestError is a server that stored something else than what was sent.
type DigestError struct {
	failure
	Sent, Stored string
}

func newDigestError(sent, stored string) error {
	stored = message.Printable(stored)
	return &DigestError{failure{wording: wording{text: message.DeployDigest.With(stored, sent)}, kind: KindProtocol}, sent, stored}
}

// Waiting is what took too long.
type Waiting int

// What can take too long.
const (
	// WholeDeployment is all of it: Options.Timeout.
	WholeDeployment Waiting = iota
	// Connecting is Options.Connect, Sending is Options.Stall, Answering is
	// Options.Answer, Trickling is Options.MinRate.
	Connecting
	Sending
	Answering
	Trickling
)

// TimeoutError is a wait that ended. It matches [context.DeadlineExceeded].
type TimeoutError struct {
	Limit time.Duration
	What  Waiting
	Taken int64 // bytes that the server had taken until then, of what trickles
}

// Error is in English.
func (e *TimeoutError) Error() string { return e.Words().String() }

// Is implements errors.Is.
func (e *TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// Words are what the error says.
func (e *TimeoutError) Words() message.Text {
	if e.What == Trickling {
		return message.DeployTrickled.With(sizeText(e.Taken), e.Limit)
	}
	templates := [...]*message.Template{
		WholeDeployment: &message.DeployTimeout, Connecting: &message.DeployConnectTimeout,
		Sending: &message.DeployStalled, Answering: &message.DeploySilent,
	}
	return templates[e.What].With(e.Limit)
}

func (e *TimeoutError) common() *failure {
	return &failure{kind: KindTimeout, again: e.What == Connecting}
}
