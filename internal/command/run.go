package command

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

func runCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "run", Usage: ui.say(&message.CmdRun), ArgsUsage: ui.say(&message.CmdRunArgs),
		Description:               ui.say(&message.CmdRunMore),
		DisableSliceFlagSeparator: true, // --env LIST=a,b is one variable
		Flags: append(grantFlags(ui),
			&cli.BoolFlag{Name: "explain", Usage: ui.say(&message.FlagExplain)},
			&cli.BoolFlag{Name: "no-cache", Usage: ui.say(&message.FlagNoCache)},
			&cli.StringFlag{Name: "format", Value: "text", Usage: ui.say(&message.FlagRunFormat)},
			&cli.StringFlag{Name: "result", Usage: ui.say(&message.FlagResult)},
		),
		Action: func(ctx context.Context, c *cli.Command) error { return run(ctx, c, ui) },
	}
}

// grantFlags are the options of run on which compiled code may depend, and which
// compile therefore takes too.
func grantFlags(ui *ui) []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "allow-read", Usage: ui.say(&message.FlagAllowRead)},
		&cli.StringSliceFlag{Name: "allow-write", Usage: ui.say(&message.FlagAllowWrite)},
		&cli.StringSliceFlag{Name: "allow-env", Usage: ui.say(&message.FlagAllowEnv)},
		&cli.StringSliceFlag{Name: "env", Usage: ui.say(&message.FlagEnv)},
		&cli.StringFlag{Name: "timeout", Usage: ui.say(&message.FlagTimeout)},
		&cli.StringFlag{Name: "memory", Usage: ui.say(&message.FlagMemory)},
		&cli.StringFlag{Name: "fuel", Usage: ui.say(&message.FlagFuel)},
		&cli.StringFlag{Name: "compile-timeout", Usage: ui.say(&message.FlagCompileTimeout)},
		&cli.StringFlag{Name: "compile-memory", Usage: ui.say(&message.FlagCompileMemory)},
		&cli.StringFlag{Name: "wasi", Usage: ui.say(&message.FlagWASI)},
	}
}

func run(ctx context.Context, c *cli.Command, ui *ui) error {
	file, _ := runWords(c)
	path, err := guestPath(c, file)
	if err != nil {
		return orOfOptions(c, file, err)
	}
	if c.Bool("explain") {
		return explain(c, path, ui)
	}
	report, err := openReport(c, ui, path)
	if err != nil {
		return err
	}
	opts, err := runOptions(c, report)
	if err != nil {
		return report.write(runner.Result{}, err)
	}
	result, err := runGuest(ctx, path, opts)
	return report.write(result, err)
}

// orOfOptions is an error of the options where there is one and no file is given: one
// of them may have taken it.
func orOfOptions(c *cli.Command, file []string, err error) error {
	if len(file) > 0 {
		return err
	}
	opts, optionErr := grantOptions(c)
	if optionErr == nil {
		_, optionErr = wasi.Decide(wasi.Request{Allow: opts.Allow, Implementation: opts.WASI, Limits: opts.Limits})
	}
	if _, taken := takenFile(c); optionErr == nil && taken != "" {
		optionErr = noFile(c)
	}
	if optionErr != nil {
		return optionErr
	}
	return err
}

// runOptions reads the options that the runner takes.
func runOptions(c *cli.Command, report *reporter) (runner.Options, error) {
	opts, err := grantOptions(c)
	_, opts.Args = runWords(c)
	if opts.Stdio = wasi.ProcessStdio(); loader.IsStdin(report.path) {
		opts.Stdio.Stdin = nil // the guest itself came from there
	}
	opts.Cache = loader.OpenCache(loader.CacheOptions{Disabled: c.Bool("no-cache")})
	opts.Log, opts.Warn = report.ui.log, report.warn
	return opts, err
}

// grantOptions reads grantFlags.
func grantOptions(c *cli.Command) (runner.Options, error) {
	limits, err := limitFlags(c)
	if err != nil {
		return runner.Options{}, err
	}
	implementation, err := wasiFlag(c)
	if err != nil {
		return runner.Options{}, err
	}
	if err := checkPairs(c); err != nil {
		return runner.Options{}, err
	}
	return runner.Options{
		Allow: wasi.Allow{
			Read: c.StringSlice("allow-read"), Write: c.StringSlice("allow-write"),
			Env: c.StringSlice("allow-env"), Set: c.StringSlice("env"),
		},
		WASI:        implementation,
		Limits:      limits,
		LeaveBehind: true, // the process ends with the run
		WatchMemory: true, // nor does it do anything else
		Compiler:    compilerProcess(),
	}, nil
}

// checkPairs refuses --env NAME, which passes a variable elsewhere.
func checkPairs(c *cli.Command) error {
	for _, v := range c.StringSlice("env") {
		if !strings.Contains(v, "=") && policy.IsVariable(v) {
			return &usageError{text: message.UsagePassVariable.With(message.Name(v)), hint: message.UsagePassVariableHint.With(message.Name(v))}
		}
	}
	return nil
}

// wasiFlag reads --wasi; empty is none.
func wasiFlag(c *cli.Command) (wasi.Implementation, error) {
	v := c.String("wasi")
	if v == "" && !c.IsSet("wasi") {
		return "", nil
	}
	return wasi.Implementation(v), choose(c, "wasi", v, string(wasi.Native), string(wasi.Hosted))
}
