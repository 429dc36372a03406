package node

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
)

// defaultTarget is a node on this machine.
const defaultTarget = "http://localhost:8080"

func deployCommand(ui *command.UI) *cli.Command {
	return &cli.Command{
		Name: "deploy", Usage: ui.Say(&message.CmdDeploy), ArgsUsage: ui.Say(&message.CmdDeployArgs),
		Description: ui.Say(&message.CmdDeployMore),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "token-file", Usage: ui.Say(&message.FlagTokenFile)},
			&cli.StringFlag{Name: "ca", Usage: ui.Say(&message.FlagCA)},
			&cli.StringFlag{Name: "cert", Usage: ui.Say(&message.FlagCert)},
			&cli.StringFlag{Name: "key", Usage: ui.Say(&message.FlagKey)},
			&cli.StringFlag{Name: "timeout", Usage: ui.Say(&message.FlagDeployTimeout)},
			&cli.IntFlag{Name: "attempts", Value: deploy.DefaultAttempts, Usage: ui.Say(&message.FlagAttempts)},
			&cli.BoolFlag{Name: "no-validate", Usage: ui.Say(&message.FlagNoValidate)},
			&cli.StringFlag{Name: "format", Value: "text", Usage: ui.Say(&message.FlagDeployFormat)},
		},
		Action: func(ctx context.Context, c *cli.Command) error { return deployFile(ctx, c, ui) },
	}
}

func deployFile(ctx context.Context, c *cli.Command, ui *command.UI) error {
	if c.NArg() == 0 {
		return command.NoFile(c)
	}
	if err := command.AtMost(c, 2); err != nil {
		return err
	}
	format, err := command.FormatOf(c)
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
	return d.print(err)
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

func deployOptions(c *cli.Command, ui *command.UI, show *progress) (deploy.Options, error) {
	opts := deploy.Options{
		TLS:      deploy.TLS{CA: c.String("ca"), Cert: c.String("cert"), Key: c.String("key")},
		Attempts: c.Int("attempts"), NoValidate: c.Bool("no-validate"),
		Cache: loader.OpenCache(loader.CacheOptions{}), Compiler: command.CompilerProcess(), UserAgent: "qyvol/" + command.VersionNumber(),
		Warn: show.warn, Progress: show.update, Log: ui.Log(),
	}
	if opts.Attempts < 1 || opts.Attempts > 100 {
		return opts, command.BadFlag(c, message.UsageAttempts.With(c.Int("attempts")))
	}
	if c.IsSet("cert") != c.IsSet("key") {
		return opts, command.BadFlag(c, message.DeployCertWithoutKey.With())
	}
	var err error
	if opts.Timeout, err = command.DurationFlag(c, "timeout"); err != nil {
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
	ui           *command.UI
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
		return atDeploy(err)
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

func (d *deployment) print(err error) error {
	r := d.result
	out := command.DeployResult{
		Name: r.Name, Version: r.Version, Path: d.path, Target: r.Target, Digest: r.Digest, Size: r.Size,
		Success: err == nil, ExitCode: command.ExitCode(err), Attempts: r.Attempts, Status: r.Status, URL: r.URL,
		Validated: string(r.Validated), Duration: command.Milliseconds(r.Duration.Round(time.Microsecond)), Sending: command.Milliseconds(r.Sending),
		Warnings: d.show.warnings,
	}
	if out.Validated == "" {
		out.Validated = string(deploy.NotValidated)
	}
	if err != nil {
		out.Error = &command.DeployError{
			Kind: string(deploy.KindOf(err)), Message: message.Of(err, d.ui.Lang()), Hint: message.HintOf(err).In(d.ui.Lang()),
		}
	}
	return atDeploy(d.ui.PrintData(d.format, out, err))
}

// atDeploy gives an error the exit code of deployments, whatever it would end with
// elsewhere, but for a manifest that isn't valid.
func atDeploy(err error) error {
	var (
		target  *deploy.TargetError
		invalid manifest.Errors
		one     *manifest.Error
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &invalid), errors.As(err, &one):
		return &command.EndError{Err: err, Code: command.ExitManifest, Kind: string(deploy.KindOf(err))}
	case errors.As(err, &target):
		return &command.EndError{Err: err, Code: command.ExitUsage, Kind: command.KindUsage}
	}
	return &command.EndError{Err: err, Code: command.ExitDeploy, Kind: string(deploy.KindOf(err))}
}
