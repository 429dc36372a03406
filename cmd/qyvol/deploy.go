package main

import (
	"context"
	"os"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/message"
)

// defaultTarget is a node on this machine.
const defaultTarget = "http://localhost:8080"

func deployCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "deploy", Usage: ui.say(&message.CmdDeploy), ArgsUsage: ui.say(&message.CmdDeployArgs),
		Description: ui.say(&message.CmdDeployMore),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "token-file", Usage: ui.say(&message.FlagTokenFile)},
			&cli.StringFlag{Name: "ca", Usage: ui.say(&message.FlagCA)},
			&cli.StringFlag{Name: "cert", Usage: ui.say(&message.FlagCert)},
			&cli.StringFlag{Name: "key", Usage: ui.say(&message.FlagKey)},
			&cli.StringFlag{Name: "timeout", Usage: ui.say(&message.FlagDeployTimeout)},
			&cli.IntFlag{Name: "attempts", Value: deploy.DefaultAttempts, Usage: ui.say(&message.FlagAttempts)},
			&cli.BoolFlag{Name: "no-validate", Usage: ui.say(&message.FlagNoValidate)},
			&cli.StringFlag{Name: "format", Value: "text", Usage: ui.say(&message.FlagDeployFormat)},
		},
		Action: func(ctx context.Context, c *cli.Command) error { return deployFile(ctx, c, ui) },
	}
}

func deployFile(ctx context.Context, c *cli.Command, ui *ui) error {
	if c.NArg() == 0 {
		return noFile(c)
	}
	if err := atMost(c, 2); err != nil {
		return err
	}
	format, err := formatOf(c, "text")
	if err != nil {
		return err
	}
	show := newProgress(ui, format)
	opts, err := deployOptions(c, ui, show)
	if err != nil {
		return err
	}
	d := deployment{ui: ui, show: show, format: format, path: c.Args().First(), target: targetOf(c), opts: opts, tokenFile: c.String("token-file")}
	err = d.run(ctx)
	if format == "text" {
		return err
	}
	return reported(err, atDeploy(d.print(err)))
}

// targetOf is the argument, else the environment's, else this machine's.
func targetOf(c *cli.Command) string {
	if c.NArg() > 1 {
		return c.Args().Get(1)
	}
	if target := os.Getenv("QYVOL_TARGET"); target != "" {
		return target
	}
	return defaultTarget
}

func deployOptions(c *cli.Command, ui *ui, show *progress) (deploy.Options, error) {
	opts := deploy.Options{
		TLS:      deploy.TLS{CA: c.String("ca"), Cert: c.String("cert"), Key: c.String("key")},
		Attempts: c.Int("attempts"), NoValidate: c.Bool("no-validate"),
		Cache: loader.OpenCache(loader.CacheOptions{}), Compiler: compilerProcess(), UserAgent: "qyvol/" + versionNumber(),
		Warn: show.warn, Progress: show.update, Log: ui.log,
	}
	if opts.Attempts < 1 || opts.Attempts > 100 {
		return opts, badFlag(c, message.UsageAttempts.With(c.Int("attempts")))
	}
	if c.IsSet("cert") != c.IsSet("key") {
		return opts, badFlag(c, message.DeployCertWithoutKey.With())
	}
	var err error
	if opts.Timeout, err = durationFlag(c, "timeout"); err != nil {
		return opts, err
	}
	return opts, nil
}

// token reads that of the file, else the environment's.
func (d *deployment) token() (deploy.Token, error) {
	if path := d.tokenFile; path != "" {
		token, readable, err := deploy.ReadToken(path)
		if readable {
			d.show.warn(message.DeployTokenReadable.With(message.Name(path)))
		}
		return token, atDeploy(err)
	}
	text, ok := os.LookupEnv("QYVOL_TOKEN")
	if !ok || text == "" {
		return "", nil
	}
	token, err := deploy.ParseToken(text, "QYVOL_TOKEN")
	return token, atDeploy(err)
}

// deployment is one call of the command.
type deployment struct {
	ui           *ui
	show         *progress
	format       string
	path, target string
	tokenFile    string
	opts         deploy.Options
	result       deploy.Result
}

// run deploys, within the timeout, which is that of everything: a large file takes
// a while to be digested.

func (d *deployment) run(ctx context.Context) error {
	if limit := d.opts.Timeout; limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, &deploy.TimeoutError{Limit: limit})
		defer cancel()
	}
	var err error
	if d.opts.Token, err = d.token(); err != nil {
		return err
	}
	unit, err := d.load(ctx)
	if err != nil {
		return atDeploy(err)
	}
	if m := unit.Manifest(); m != nil {
		for _, w := range m.Warnings {
			d.show.warn(message.Saying(w))
		}
	}
	target, err := deploy.CheckTarget(d.target)
	if err != nil {
		return err
	}
	d.show.start(unit.Name(), target)
	d.result, err = deploy.Deploy(ctx, unit, d.target, d.opts)
	d.show.end()
	if err != nil {
		return atDeploy(err)
	}
	d.show.done(d.result)
	return nil
}

// load looks at the component, which can't be stopped, and need not be waited for.
func (d *deployment) load(ctx context.Context) (*loader.Unit, error) {
	type loaded struct {
		unit *loader.Unit
		err  error
	}
	done := make(chan loaded, 1)
	go func() {
		unit, err := loader.Load(d.path, loader.Options{
			Cache: d.opts.Cache, Stream: true, Stdin: os.Stdin,
		})
		done <- loaded{unit, err}
	}()
	select {
	case l := <-done:
		return l.unit, l.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// deployResult is a deployment's result as data. Times are in milliseconds, sizes
// in bytes. The comments of these types are the descriptions of the schema.
type deployResult struct {
	// Name is the manifest's, or made of the file's.
	Name string `json:"name,omitempty"`
	// Version is the manifest's.
	Version string `json:"version,omitempty"`
	// Path is as the command line has it.
	Path string `json:"path"`
	// Target is the address that it was sent to.
	Target string `json:"target"`
	// Digest is the component's: "sha256:" and 64 hexadecimal digits.
	Digest string `json:"digest,omitempty"`
	// Size is the component's, in bytes.
	Size int64 `json:"size"`
	// Success tells that the node took it.
	Success bool `json:"success"`
	// ExitCode is that of the command.
	ExitCode int `json:"exit_code"`
	// Error is absent after a success.
	Error *deployError `json:"error,omitempty"`
	// Attempts is how often it was sent.
	Attempts int `json:"attempts"`
	// Status is that of the last answer (HTTP); absent without one.
	Status int `json:"status,omitempty"`
	// URL is what the node calls it.
	URL string `json:"url,omitempty"`
	// Validated is how the component was checked before it was sent.
	Validated deploy.Validation `json:"validated"`
	// Duration is how long all of it took.
	Duration float64 `json:"duration_ms"`
	// Sending is how long the attempts took.
	Sending float64 `json:"sending_ms"`
	// Warnings are in the language of the messages.
	Warnings []string `json:"warnings,omitempty"`
}

// deployError is what went wrong.
type deployError struct {
	// Kind is the same in every language.
	Kind deploy.Kind `json:"kind"`
	// Message is in the language of the messages; it may have several lines.
	Message string `json:"message"`
	// Hint is what can be done about it.
	Hint string `json:"hint,omitempty"`
}

func (d *deployment) print(err error) error {
	r := d.result
	out := deployResult{
		Name: r.Name, Version: r.Version, Path: d.path, Target: r.Target, Digest: r.Digest, Size: r.Size,
		Success: err == nil, ExitCode: exitCode(err), Attempts: r.Attempts, Status: r.Status, URL: r.URL,
		Validated: r.Validated, Duration: ms(r.Duration.Round(time.Microsecond)), Sending: ms(r.Sending),
		Warnings: d.show.warnings,
	}
	if out.Validated == "" {
		out.Validated = deploy.NotValidated
	}
	if err != nil {
		out.Error = &deployError{deploy.KindOf(err), message.Of(err, d.ui.lang), message.HintOf(err).In(d.ui.lang)}
	}
	return printData(d.ui, d.format, out)
}

// sendingError ends with the exit code of deployments, whatever
// it would end with elsewhere.
type sendingError struct{ error }

func (e *sendingError) Unwrap() error { return e.error }

func atDeploy(err error) error {
	if err == nil {
		return nil
	}
	return &sendingError{err}
}
