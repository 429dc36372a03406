package deploy

import (
	"errors"
	"net"
	"os"
	"syscall"

	"github.com/qyvol/qyvol/internal/message"
)

// named makes our errors of those that dialling gives.
func named(err error, address string) error {
	var (
		name *net.DNSError
		op   *net.OpError
	)
	switch {
	case err == nil || isRemote(err):
		return err
	case errors.As(err, &name):
		return &HostError{Host: name.Name, Temporary: !name.IsNotFound, Err: name}
	case errors.As(err, &op):
		return &ConnectError{Address: address, Err: systemError(op)}
	}
	return err
}

// systemError is what the system said, without the calls that it said it to.
func systemError(err error) error {
	var call *os.SyscallError
	if errors.As(err, &call) {
		return call.Err
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// ConnectError is a server that could not be reached.
type ConnectError struct {
	// Address is its host and port.
	Address string
	Err     error
}

// Error is in English.
func (e *ConnectError) Error() string { return e.Localize(message.English) }

// Unwrap returns the system's reason.
func (e *ConnectError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *ConnectError) Localize(lang message.Lang) string {
	if errors.Is(e.Err, syscall.ECONNREFUSED) {
		return message.DeployRefused.With(message.Printable(e.Address)).In(lang)
	}
	return message.DeployUnreachable.With(message.Printable(e.Address), said(e.Err)).In(lang)
}

// Hint says what to look at.
func (e *ConnectError) Hint() message.Text { return message.DeployRefusedHint.With() }

// HostError is a name that has no address.
type HostError struct {
	Host string
	// Temporary tells that the name may have one: who should know didn't answer.
	Temporary bool
	Err       error
}

// Error is in English.
func (e *HostError) Error() string { return e.Localize(message.English) }

// Unwrap returns the reason.
func (e *HostError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *HostError) Localize(lang message.Lang) string {
	if e.Temporary {
		return message.DeployNameUnknown.With(message.Printable(e.Host)).In(lang)
	}
	return message.DeployNameNotFound.With(message.Printable(e.Host)).In(lang)
}

// Hint says what to look at.
func (e *HostError) Hint() message.Text { return message.DeployNameHint.With() }
