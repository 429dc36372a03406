package deploy

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

// Options configure a deployment. The zero value is useful.
type Options struct {
	// Token goes into the Authorization header as a bearer token (RFC 6750,
	// section 2.1). It is never logged, nor part of any error.
	Token Token
	// TLS is whom to trust, and who one is.
	TLS TLS
	// Proxy finds the proxy for a request, nil for none; a nil function takes the
	// environment's (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).
	Proxy func(*url.URL) (*url.URL, error)
	// Timeout bounds the deployment with all attempts and waits; 0 is no bound.
	Timeout time.Duration
	// Attempts is how often to try, the first time included; 0 is DefaultAttempts.
	Attempts int
	// Backoff is the wait before the second attempt, which doubles from then on;
	// MaxBackoff the longest, also for what a server asks for with Retry-After.
	// 0 is DefaultBackoff and DefaultMaxBackoff.
	Backoff, MaxBackoff time.Duration
	// Connect bounds each connecting, TLS included; Stall how long a server may
	// take nothing of what is sent; Answer how long it may think when it has
	// everything. 0 is the default of each.
	Connect, Stall, Answer time.Duration
	// MinRate is how many bytes a second a server must take on average, once it has been
	// waited for twice as long as Stall while a request is sent. 0 is DefaultMinRate.
	MinRate int64
	// NoValidate sends what has not been checked.
	NoValidate bool
	// Cache keeps the code that the check compiles; nil keeps none.
	Cache *loader.Cache
	// Compiler compiles what is checked in a process of its own; nil compiles in
	// this one.
	Compiler *loader.CompilerProcess
	// UserAgent names the sender; "" is "qyvol".
	UserAgent string
	// Warn gets what the user should know.
	Warn func(message.Text)
	// Progress is told how far an attempt is: how many bytes of which part the
	// system has taken for sending. It is called from one goroutine at a time,
	// and often.
	Progress func(Progress)
	// Log gets attempts at info level, details at debug. Nil is silent.
	Log *slog.Logger
}

// The defaults of Options.
const (
	DefaultAttempts   = 5
	DefaultBackoff    = 250 * time.Millisecond
	DefaultMaxBackoff = time.Minute
	DefaultConnect    = 10 * time.Second
	DefaultStall      = 30 * time.Second
	DefaultAnswer     = 2 * time.Minute
	DefaultMinRate    = 1 << 10
)

// Progress is how far an attempt is.
type Progress struct {
	// Part is what is being sent.
	Part Part
	// Attempt counts from 1.
	Attempt int
	// Sent and Total are in bytes.
	Sent, Total int64
}

// Result tells how a deployment went. What of it is known when it fails comes
// with the error.
type Result struct {
	// Target is where to, as Deploy understood it.
	Target string
	// Name and Version are what the far side was told; Version may be empty.
	Name, Version string
	// Digest is that of the component, Size its size in bytes.
	Digest string
	Size   int64
	// Attempts were made for the component, its fallback not counted; Status is
	// the last HTTP status that came, 0 if none did.
	Attempts, Status int
	// URL is where the far side says that the deployment is, if it says so.
	URL string
	// Validated tells what was checked before.
	Validated Validation
	// Duration is how long all of it took, Sending the last attempt alone.
	Duration, Sending time.Duration
}

// Deploy sends a unit to a target: the http or https URL of a server, under which
// "/upload" takes what is deployed. A unit whose manifest names a fallback sends
// that first.
//
// Connection errors and the statuses 408, 429, 502, 503 and 504 are tried again,
// after a wait; every attempt of one deployment carries the same idempotency key.
//
// The errors are a [*TargetError], those of [TLS], a [*Error] around whatever
// ended the sending (see there), those of loading and validating the unit, and
// the cause with which ctx was cancelled.
func Deploy(ctx context.Context, unit *loader.Unit, target string, opts Options) (Result, error) {
	start := time.Now()
	opts = opts.withDefaults()
	d, err := prepare(unit, target, opts)
	if err != nil {
		return Result{}, err
	}
	err = d.do(ctx)
	d.result.Duration = time.Since(start)
	return d.result, err
}

// deployment is one call of Deploy.
type deployment struct {
	opts   Options
	target *url.URL
	client client
	parts  []part
	result Result
}

func prepare(unit *loader.Unit, target string, opts Options) (*deployment, error) {
	at, err := parseTarget(target)
	if err != nil {
		return nil, err
	}
	if unit.Err() != nil {
		return nil, unit.Err()
	}
	parts, err := partsOf(unit)
	if err != nil {
		return nil, err
	}
	d := &deployment{opts: opts, target: at, parts: parts}
	if d.client, err = newClient(at, opts); err != nil {
		return nil, err
	}
	component := parts[len(parts)-1]
	d.result = Result{
		Target: trimmed(at), Name: component.name, Version: component.version,
		Digest: unit.Digest(), Size: unit.Size(),
	}
	return d, nil
}

func (d *deployment) do(ctx context.Context) error {
	if d.opts.Timeout > 0 {
		var cancel context.CancelFunc
		expired := &TimeoutError{Limit: d.opts.Timeout, What: WholeDeployment}
		ctx, cancel = context.WithTimeoutCause(ctx, d.opts.Timeout, expired)
		defer cancel()
	}
	d.warnOfToken()
	if err := d.validate(ctx); err != nil {
		return d.ended(err)
	}
	for i := range d.parts {
		if err := d.send(ctx, &d.parts[i]); err != nil {
			return d.ended(err)
		}
	}
	return nil
}

// warnOfToken tells who sends a secret in the clear.
func (d *deployment) warnOfToken() {
	if d.opts.Token != "" && d.target.Scheme == "http" && !isLoopback(d.target.Hostname()) {
		d.opts.Warn(message.DeployTokenInTheClear.With(d.target.Host))
	}
}

// endpoint is where parts are posted.
func (d *deployment) endpoint() *url.URL { return d.target.JoinPath("upload") }

func (o Options) withDefaults() Options {
	for field, fallback := range map[*time.Duration]time.Duration{
		&o.Backoff: DefaultBackoff, &o.MaxBackoff: DefaultMaxBackoff,
		&o.Connect: DefaultConnect, &o.Stall: DefaultStall, &o.Answer: DefaultAnswer,
	} {
		if *field <= 0 {
			*field = fallback
		}
	}
	if o.Attempts <= 0 {
		o.Attempts = DefaultAttempts
	}
	if o.MinRate <= 0 {
		o.MinRate = DefaultMinRate
	}
	if o.UserAgent == "" {
		o.UserAgent = "qyvol"
	}
	if o.Warn == nil {
		o.Warn = func(message.Text) {}
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Proxy == nil {
		o.Proxy = environmentProxy
	}
	return o
}

// log is Log, or one that is silent.
func (o *Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}
