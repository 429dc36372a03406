package deploy

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"syscall"

	"github.com/qyvol/qyvol/internal/message"
)

// TLSError is a server that could not be trusted, or did not trust this client.
type TLSError struct {
	Host string
	Err  error
}

// Error is in English.
func (e *TLSError) Error() string { return e.Localize(message.English) }

// Unwrap returns the reason.
func (e *TLSError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *TLSError) Localize(lang message.Lang) string {
	return message.DeployTLS.With(message.Printable(e.Host), e.reason()).In(lang)
}

func (e *TLSError) reason() message.Text {
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	switch {
	case e.plain():
		return message.DeployTLSPlain.With()
	case errors.As(e.Err, &unknown):
		return message.DeployTLSUnknown.With()
	case errors.As(e.Err, &name):
		return message.DeployTLSName.With()
	case errors.As(e.Err, &invalid) && invalid.Reason == x509.Expired:
		return message.DeployTLSExpired.With()
	case e.lost():
		return message.DeployTLSClosed.With()
	}
	return message.DeployTLSOther.With(message.Printable(e.Err.Error()))
}

// Hint says what to do where there is something.
func (e *TLSError) Hint() message.Text {
	var unknown x509.UnknownAuthorityError
	switch {
	case e.plain():
		return message.DeployTLSPlainHint.With()
	case errors.As(e.Err, &unknown):
		return message.DeployTLSUnknownHint.With()
	}
	return message.Text{}
}

// plain tells a server that doesn't speak TLS at all.
func (e *TLSError) plain() bool {
	var header tls.RecordHeaderError
	return errors.As(e.Err, &header)
}

// lost tells a connection that ended within the handshake.
func (e *TLSError) lost() bool {
	return errors.Is(e.Err, io.EOF) || errors.Is(e.Err, io.ErrUnexpectedEOF) ||
		errors.Is(e.Err, syscall.ECONNRESET) || errors.Is(e.Err, syscall.EPIPE)
}
