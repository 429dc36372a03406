package node

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
)

// defaultTarget is a node on this machine.
const defaultTarget = "http://localhost:8080"

// The options of deploy.
var (
	tokenFlag      = &command.Flag{Name: "token-file", Takes: command.Value, Usage: &message.FlagTokenFile, Propose: command.Files}
	caFlag         = &command.Flag{Name: "ca", Takes: command.Value, Usage: &message.FlagCA, Propose: command.Files}
	certFlag       = &command.Flag{Name: "cert", Takes: command.Value, Usage: &message.FlagCert, Propose: command.Files}
	keyFlag        = &command.Flag{Name: "key", Takes: command.Value, Usage: &message.FlagKey, Propose: command.Files}
	timeoutFlag    = &command.Flag{Name: "timeout", Takes: command.Value, Usage: &message.FlagDeployTimeout}
	attemptsFlag   = &command.Flag{Name: "attempts", Takes: command.Value, Usage: &message.FlagAttempts, Default: strconv.Itoa(deploy.DefaultAttempts)}
	noValidateFlag = &command.Flag{Name: "no-validate", Usage: &message.FlagNoValidate}
	formatFlag     = command.FormatFlag(&message.FlagDeployFormat)
)

func deployCommand(ui *command.UI) *command.Command {
	return &command.Command{
		Name: "deploy", Usage: &message.CmdDeploy, Args: &message.CmdDeployArgs,
		About: &message.CmdDeployMore, Files: command.Guests,
		Flags: []*command.Flag{tokenFlag, caFlag, certFlag, keyFlag, timeoutFlag, attemptsFlag, command.ManifestFlag, noValidateFlag, formatFlag},
		Run:   func(ctx context.Context, l *command.Line) error { return deployFile(ctx, l, ui) },
	}
}

func deployFile(ctx context.Context, l *command.Line, ui *command.UI) error {
	if len(l.Args()) == 0 {
		return command.NoFile(l)
	}
	if err := command.AtMost(l, 2); err != nil {
		return err
	}
	format, err := l.Choice(formatFlag)
	if err != nil {
		return err
	}
	show := newProgress(ui, format)
	opts, err := deployOptions(l, ui, show)
	if err != nil {
		return err
	}
	d := deployment{ui: ui, show: show, format: format, path: l.Arg(0), target: targetOf(l), opts: opts, tokenFile: l.Value(tokenFlag), anyName: l.Bool(command.ManifestFlag)}
	err = d.run(ctx)
	if format == "text" {
		return err
	}
	return d.print(err)
}

// targetOf is the argument, else the environment's, else this machine's.
func targetOf(l *command.Line) string {
	if len(l.Args()) > 1 {
		return l.Arg(1)
	}
	if target := os.Getenv("QYVOL_TARGET"); target != "" {
		return target
	}
	return defaultTarget
}

func deployOptions(l *command.Line, ui *command.UI, show *progress) (deploy.Options, error) {
	opts := deploy.Options{
		TLS:        deploy.TLS{CA: l.Value(caFlag), Cert: l.Value(certFlag), Key: l.Value(keyFlag)},
		NoValidate: l.Bool(noValidateFlag),
		Cache:      loader.OpenCache(loader.CacheOptions{}), Compiler: command.CompilerProcess(), UserAgent: "qyvol/" + command.VersionNumber(),
		Warn: show.warn, Progress: show.update, Log: ui.Log(),
	}
	var err error
	if opts.Attempts, err = strconv.Atoi(l.Value(attemptsFlag)); err != nil || opts.Attempts < 1 || opts.Attempts > 100 {
		return opts, command.BadFlag(l, message.UsageAttempts.With(l.Value(attemptsFlag)))
	}
	if l.IsSet(certFlag) != l.IsSet(keyFlag) {
		return opts, command.BadFlag(l, message.DeployCertWithoutKey.With())
	}
	if opts.Timeout, err = command.DurationFlag(l, timeoutFlag); err != nil {
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
	anyName      bool // of a manifest
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
			Cache: d.opts.Cache, Stream: true, Stdin: os.Stdin, AnyName: d.anyName,
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
