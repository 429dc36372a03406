package deploy

import (
	"fmt"
	"net/http"
	"time"

	"github.com/qyvol/qyvol/internal/message"
)

// StatusError is an answer that is no success.
type StatusError struct {
	// Status is the HTTP status, never 2xx.
	Status int
	// Said is what the server says beyond it, perhaps nothing; Problem the same
	// as data, nil if it sent none.
	Said    string
	Problem *Problem
	// Location is where a redirect leads, RetryAfter how long the server asks to
	// be left alone, -1 if it doesn't.
	Location string
	// WithToken tells that a token was sent.
	WithToken  bool
	RetryAfter time.Duration
}

func (d *deployment) statusError(a *answer) error {
	return &StatusError{
		WithToken: d.opts.Token != "",
		Status:    a.status, Said: a.text(), Problem: a.problem, Location: message.Printable(a.location), RetryAfter: a.wait,
	}
}

// Error is in English.
func (e *StatusError) Error() string { return e.Localize(message.English) }

// Localize says the error in a language.
func (e *StatusError) Localize(lang message.Lang) string {
	text := e.text().In(lang)
	if e.Said != "" {
		text += ": " + e.Said
	}
	return text
}

func (e *StatusError) text() message.Text {
	switch e.Status {
	case http.StatusUnauthorized:
		if e.WithToken {
			return message.DeployTokenRefused.With()
		}
		return message.DeployUnauthorized.With()
	case http.StatusForbidden:
		return message.DeployForbidden.With()
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return message.DeployNotFound.With(e.Status)
	case http.StatusProxyAuthRequired:
		return message.DeployProxyAuth.With()
	case http.StatusRequestTimeout:
		return message.DeployTooSlow.With()
	case http.StatusConflict:
		return message.DeployConflict.With()
	case http.StatusRequestEntityTooLarge:
		return message.DeployTooLarge.With()
	case http.StatusTooManyRequests:
		return message.DeployTooMany.With()
	case http.StatusRequestHeaderFieldsTooLarge:
		return message.DeployHeadersTooLarge.With()
	}
	return e.class()
}

// class has the statuses that are told by their first digit.
func (e *StatusError) class() message.Text {
	status := fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))
	if http.StatusText(e.Status) == "" {
		status = fmt.Sprint(e.Status)
	}
	switch {
	case e.Status < 400 && e.Location != "":
		return message.DeployRedirected.With(e.Status, e.Location)
	case e.Status < 400:
		return message.DeployNoAnswer.With(status)
	case e.Status < 500:
		return message.DeployRejected.With(status)
	}
	return message.DeployServerFailed.With(status)
}

// Hint says what to do where there is something.
func (e *StatusError) Hint() message.Text {
	switch {
	case e.Status < 400 && e.Location != "":
		return message.DeployRedirectedHint.With()
	case e.Status == http.StatusUnauthorized && !e.WithToken:
		return message.DeployUnauthorizedHint.With()
	case e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented:
		return message.DeployNotFoundHint.With()
	case e.RetryAfter > 0 && transient(e):
		return message.DeployRetryAfter.With(seconds(e.RetryAfter))
	}
	return message.Text{}
}
