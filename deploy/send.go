package deploy

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/qyvol/qyvol/internal/message"
)

// send tries a part until it is there, or can't be.
func (d *deployment) send(ctx context.Context, p *part) error {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = d.opts.Backoff, max(d.opts.Backoff, d.opts.MaxBackoff)
	waits.Multiplier, waits.RandomizationFactor = 2, 0.25
	d.result.Status = 0
	for n := 1; ; n++ {
		err := d.attempt(ctx, p, n)
		if err == nil || ctx.Err() != nil || n >= d.opts.Attempts || !transient(err) {
			return err
		}
		wait := waits.NextBackOff()
		if asked := asksFor(err); asked >= 0 {
			if asked > d.opts.MaxBackoff {
				return err
			}
			wait = max(wait, asked)
		}
		d.opts.log().Info("trying again", "attempt", n, "wait_ms", float64(wait.Microseconds())/1000, "error", err.Error())
		d.opts.Warn(message.DeployAgain.With(n, d.opts.Attempts, err, seconds(wait)))
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// attempt sends a part once.
func (d *deployment) attempt(ctx context.Context, p *part, n int) error {
	if p.kind == PartComponent {
		d.result.Attempts = n
	}
	file, err := p.unit.Open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	x := &exchange{client: &d.client}
	x.report = func(sent int64) {
		d.opts.Progress(Progress{Part: p.kind, Attempt: n, Sent: sent, Total: p.unit.Size()})
	}
	if x.req, err = d.request(ctx, p, &source{x, file}); err != nil {
		return err
	}
	if a := proxyAuth(d.client.proxy); a != "" && d.client.absolute() {
		x.req.Header.Set(headerProxyAuth, a)
	}
	start := time.Now()
	answer, err := x.run(ctx)
	d.result.Sending = time.Since(start)
	d.opts.log().Debug("attempt", "attempt", n, "part", string(p.kind), "key", p.key, "sent", x.sent.Load(),
		"took_ms", float64(d.result.Sending.Microseconds())/1000, "error", err)
	if err != nil {
		return err
	}
	return d.judge(p, answer)
}

// judge tells what an answer means.
func (d *deployment) judge(p *part, a *answer) error {
	d.result.Status = a.status
	d.opts.log().Debug("answer", "status", a.status)
	switch {
	case !a.ok():
		return d.statusError(a)
	case a.accepted.Digest != "" && a.accepted.Digest != p.unit.Digest():
		return &DigestError{Sent: p.unit.Digest(), Stored: message.Printable(a.accepted.Digest)}
	case p.kind == PartComponent:
		d.result.URL = message.Printable(a.accepted.URL)
	}
	return nil
}

// transient tells what may pass: connection errors, and the statuses that say so.
func transient(err error) bool {
	var (
		status *StatusError
		lost   *LostError
		dial   *ConnectError
		name   *HostError
		late   *TimeoutError
		hands  *TLSError
		tunnel *TunnelError
	)
	switch {
	case errors.As(err, &status):
		return mayPass(status.Status)
	case errors.As(err, &tunnel):
		return mayPass(tunnel.Status)
	case errors.As(err, &late):
		return late.What == Connecting
	case errors.As(err, &name):
		return name.Temporary
	case errors.As(err, &hands):
		return hands.lost()
	}
	return errors.As(err, &lost) || errors.As(err, &dial)
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

// asksFor is how long a server asks to be left alone, -1 if it doesn't.
func asksFor(err error) time.Duration {
	var status *StatusError
	if errors.As(err, &status) && transient(err) {
		return status.RetryAfter
	}
	return -1
}

// sleep waits, or returns why it was not to.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// seconds are rounded as people read them.
func seconds(d time.Duration) time.Duration {
	if d > 10*time.Second {
		return d.Round(time.Second)
	}
	return d.Round(100 * time.Millisecond)
}

// safeURL is a URL without a password in it, nothing if it is none.
func safeURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Redacted()
}
