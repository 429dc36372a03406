package deploy

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/qyvol/qyvol/internal/message"
)

// StatusError is a final answer that is no success.
type StatusError struct {
	failure
	// Status is the HTTP status, never 2xx, and of 1xx only 101.
	Status int
	// Said is what the server says beyond it, perhaps nothing; Problem the same
	// as data, nil if it sent none.
	Said    string
	Problem *Problem
	// Location is where a redirect leads, RetryAfter after how long the server asks
	// to retry, -1 if it doesn't.
	Location string
	// WithToken tells that a token was sent.
	WithToken  bool
	RetryAfter time.Duration
}

// describe says it, from all else that is known.
func (e *StatusError) describe() {
	e.kind, e.text, e.hint = e.meaning()
	if e.again = mayPass(e.Status); e.again && e.RetryAfter > 0 {
		e.hint = message.DeployRetryAfter.With(seconds(e.RetryAfter))
	}
	if e.Said != "" {
		e.text = message.DeployStatusSaid.With(e.text, e.Said)
	}
}

// mayPass tells the statuses after which another attempt may go better.
func mayPass(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// meaning is what a status says: docs/deploy-protocol.md, "Failure".
func (e *StatusError) meaning() (kind Kind, text, hint message.Text) {
	words := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)))
	switch s := e.Status; {
	case s == http.StatusSwitchingProtocols:
		return KindProtocol, message.DeploySwitched.With(words), hint
	case s == http.StatusUnauthorized && e.WithToken:
		return KindUnauthorized, message.DeployTokenRefused.With(), hint
	case s == http.StatusUnauthorized:
		return KindUnauthorized, message.DeployUnauthorized.With(), message.DeployUnauthorizedHint.With()
	case s == http.StatusForbidden:
		return KindUnauthorized, message.DeployForbidden.With(), hint
	case s == http.StatusNotFound, s == http.StatusMethodNotAllowed, s == http.StatusNotImplemented:
		return KindNotNode, message.DeployNotFound.With(s), message.DeployNotFoundHint.With()
	case s == http.StatusProxyAuthRequired:
		return KindRejected, message.DeployProxyAuth.With(), hint
	case s == http.StatusRequestTimeout:
		return KindRejected, message.DeployTooSlow.With(), hint
	case s == http.StatusConflict:
		return KindConflict, message.DeployConflict.With(), hint
	case s == http.StatusRequestEntityTooLarge:
		return KindTooLarge, message.DeployTooLarge.With(), hint
	case s == http.StatusTooManyRequests:
		return KindRejected, message.DeployTooMany.With(), hint
	case s == http.StatusRequestHeaderFieldsTooLarge:
		return KindRejected, message.DeployHeadersTooLarge.With(), hint
	case s < 400 && e.Location != "":
		return KindRedirect, message.DeployRedirected.With(s, e.Location), message.DeployRedirectedHint.With()
	case s < 400:
		return KindRedirect, message.DeployNoAnswer.With(words), hint
	case s < 500:
		return KindRejected, message.DeployRejected.With(words), hint
	}
	return KindServer, message.DeployServerFailed.With(words), hint
}
