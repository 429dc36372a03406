package deploy

import (
	"context"
	"time"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
)

// LostError is a connection that ended before there was an answer.
type LostError struct {
	// Sent is how many of Total bytes the system had taken for sending.
	Sent, Total int64
	Err         error
}

// Error is in English.
func (e *LostError) Error() string { return e.Localize(message.English) }

// Unwrap returns the reason.
func (e *LostError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *LostError) Localize(lang message.Lang) string {
	if e.Sent >= e.Total {
		return message.DeployLostAfter.With().In(lang)
	}
	return message.DeployLost.With(sizeText(e.Sent), sizeText(e.Total)).In(lang)
}

// Waiting is what took too long.
type Waiting int

// What can take too long.
const (
	// WholeDeployment is all of it: Options.Timeout.
	WholeDeployment Waiting = iota
	// Connecting is Options.Connect, Sending is Options.Stall, Answering is
	// Options.Answer.
	Connecting
	Sending
	Answering
)

// TimeoutError is a wait that ended. It matches [context.DeadlineExceeded].
type TimeoutError struct {
	Limit time.Duration
	What  Waiting
}

// Error is in English.
func (e *TimeoutError) Error() string { return e.Localize(message.English) }

// Is implements errors.Is.
func (e *TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// Localize says the error in a language.
func (e *TimeoutError) Localize(lang message.Lang) string {
	templates := [...]*message.Template{
		WholeDeployment: &message.DeployTimeout, Connecting: &message.DeployConnectTimeout,
		Sending: &message.DeployStalled, Answering: &message.DeploySilent,
	}
	return templates[e.What].With(e.Limit).In(lang)
}

// NotHTTPError is a server that speaks something else.
type NotHTTPError struct{}

// Error is in English.
func (e *NotHTTPError) Error() string { return e.Localize(message.English) }

// Localize says the error in a language.
func (*NotHTTPError) Localize(lang message.Lang) string { return message.DeployNotHTTP.With().In(lang) }

// Hint says what to try.
func (*NotHTTPError) Hint() message.Text { return message.DeployNotHTTPHint.With() }

// DigestError is a server that stored something else than what was sent.
type DigestError struct{ Sent, Stored string }

// Error is in English.
func (e *DigestError) Error() string { return e.Localize(message.English) }

// Localize says the error in a language.
func (e *DigestError) Localize(lang message.Lang) string {
	return message.DeployDigest.With(e.Stored, e.Sent).In(lang)
}

func sizeText(n int64) string { return units.BytesSize(float64(n)) }
