package manifest

import (
	"path"
	"slices"
	"strconv"

	"github.com/qyvol/qyvol/internal/message"
)

// checkFallback: a component that failed fails again.
func checkFallback(c *checker) {
	fallback := c.m.Recovery.Fallback
	if fallback != "" && path.Clean(fallback) == path.Clean(c.m.Entrypoint) {
		c.wrong("recovery.fallback", message.ManifestFallbackItself.With(), message.ManifestFallbackItselfHint.With())
	}
}

// checkRetriesOnNothing: without a cause nothing is tried again.
func checkRetriesOnNothing(c *checker) {
	if r := c.m.Recovery.Retries; r != nil && len(r.On) == 0 {
		c.wrong("recovery.retries.on", message.ManifestRetriesOnNothing.With(), message.ManifestRetriesOnNothingHint.With())
	}
}

// checkCausesTwice: saying it twice doesn't try more often.
func checkCausesTwice(c *checker) {
	r := c.m.Recovery.Retries
	if r == nil {
		return
	}
	for i, cause := range r.On {
		if slices.Contains(r.On[:i], cause) {
			at := "recovery.retries.on[" + strconv.Itoa(i) + "]"
			c.doubtful(at, message.ManifestListedTwice.With(string(cause)), message.Text{})
		}
	}
}

// checkSingleAttempt: the first attempt counts.
func checkSingleAttempt(c *checker) {
	if r := c.m.Recovery.Retries; r != nil && r.Attempts == 1 {
		c.doubtful("recovery.retries.attempts", message.ManifestSingleAttempt.With(), message.ManifestSingleAttemptHint.With())
	}
}

// checkBackoff: waits grow up to the maximum, so they can't start above it.
func checkBackoff(c *checker) {
	r := c.m.Recovery.Retries
	if r == nil {
		return
	}
	if first, longest := r.Waits(); first > longest {
		text := message.ManifestBackoff.With(longest.String(), first.String())
		c.wrong("recovery.retries.max_backoff", text, message.Text{})
	}
}

// checkTimeoutCause: without a timeout no attempt ends by one. It is a warning
// because the command line can set one.
func checkTimeoutCause(c *checker) {
	r := c.m.Recovery.Retries
	if r == nil || c.m.Resources.Timeout != 0 {
		return
	}
	if i := slices.Index(r.On, OnTimeout); i >= 0 {
		at := "recovery.retries.on[" + strconv.Itoa(i) + "]"
		c.doubtful(at, message.ManifestTimeoutCause.With(), message.ManifestTimeoutCauseHint.With())
	}
}
