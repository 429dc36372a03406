package deploy

import (
	"context"
	"errors"
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
	body := &body{from: file, total: p.unit.Size(), report: func(sent int64) {
		d.opts.Progress(Progress{Part: p.kind, Attempt: n, Sent: sent, Total: p.unit.Size()})
	}}
	req, err := d.request(ctx, p, body)
	if err != nil {
		return err
	}
	start := time.Now()
	answer, err := d.client.exchange(ctx, req, body)
	d.result.Sending = time.Since(start)
	log := d.opts.log().With("attempt", n, "part", string(p.kind), "key", p.key, "sent", body.given,
		"took_ms", float64(d.result.Sending.Microseconds())/1000)
	if err != nil {
		log = log.With("error", err)
	}
	log.Debug("attempt")
	return d.judge(p, answer, err)
}

// judge tells what an answer means.
func (d *deployment) judge(p *part, answer accepted, err error) error {
	if e := (*StatusError)(nil); errors.As(err, &e) {
		answer.status = e.Status
	}
	if answer.status != 0 {
		d.result.Status = answer.status
		d.opts.log().Debug("answer", "status", answer.status)
	}
	switch {
	case err != nil:
		return err
	case answer.Digest != "" && answer.Digest != p.unit.Digest():
		return newDigestError(p.unit.Digest(), answer.Digest)
	case p.kind == PartComponent:
		d.result.URL = message.Printable(answer.URL)
	}
	return nil
}

// asksFor is after how long a server asks to retry, -1 if it doesn't.
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
