package deploy

import (
	"errors"

	"github.com/qyvol/qyvol/internal/message"
)

// Error is a deployment that failed: the seed's DeployError. It wraps one of
// [*ConnectError], [*HostError], [*ProxyError], [*TLSError], [*StatusError],
// [*LostError], [*TimeoutError], [*NotHTTPError], [*DigestError].
type Error struct {
	// Target is where to.
	Target string
	// Attempts is how often it was tried.
	Attempts int
	Err      error
}

// Error is in English.
func (e *Error) Error() string { return e.Localize(message.English) }

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *Error) Localize(lang message.Lang) string {
	if e.Attempts > 1 {
		return message.DeployFailedAfter.With(e.Attempts, said(e.Err)).In(lang)
	}
	return message.DeployFailed.With(said(e.Err)).In(lang)
}

// said keeps an error for a text in any language.
func said(err error) message.Text { return message.SayingError(err) }

// ended wraps what ended the sending. What is wrong on this side speaks for
// itself.
func (d *deployment) ended(err error) error {
	if !isRemote(err) {
		return err
	}
	return &Error{Target: trimmed(d.target), Attempts: d.result.Attempts, Err: err}
}

// isRemote tells the errors of this package that are about the far side.
func isRemote(err error) bool {
	var remote interface{ remote() }
	return errors.As(err, &remote)
}

func (*ConnectError) remote() {}
func (*HostError) remote()    {}
func (*ProxyError) remote()   {}
func (*TLSError) remote()     {}
func (*StatusError) remote()  {}
func (*LostError) remote()    {}
func (*TimeoutError) remote() {}
func (*NotHTTPError) remote() {}
func (*DigestError) remote()  {}
