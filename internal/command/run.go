package command

import (
	"context"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

func runCommand(ui *ui) *Command {
	return &Command{
		Name: "run", Usage: &message.CmdRun, Args: &message.CmdRunArgs,
		About: &message.CmdRunMore,
		Files: kindGuests, More: kindFiles, Guest: true, ExitCodes: true,
		Flags: runFlags,
		Run:   func(ctx context.Context, l *Line) error { return run(ctx, l, ui) },
	}
}

func run(ctx context.Context, l *Line, ui *ui) error {
	file, _ := runWords(l)
	path, err := guestPath(l, file)
	if err != nil {
		return orOfOptions(l, file, err)
	}
	if l.Bool(explainFlag) {
		return explain(l, path, ui)
	}
	report, err := openReport(l, ui, path)
	if err != nil {
		return err
	}
	opts, err := runOptions(l, report)
	if err != nil {
		return report.write(runner.Result{}, err)
	}
	result, err := report.runGuest(ctx, path, l.Bool(ManifestFlag), opts)
	return report.write(result, err)
}

// orOfOptions is an error of the options where there is one and no file is given: one
// of them may have taken it.
func orOfOptions(l *Line, file []string, err error) error {
	if len(file) > 0 {
		return err
	}
	opts, optionErr := grantOptions(l)
	if optionErr == nil {
		_, optionErr = wasi.Decide(wasi.Request{Allow: opts.Allow, Implementation: opts.WASI, Limits: opts.Limits})
	}
	if _, taken := takenFile(l); optionErr == nil && taken != "" {
		optionErr = noFile(l)
	}
	if optionErr != nil {
		return optionErr
	}
	return err
}

// runOptions reads the options that the runner takes.
func runOptions(l *Line, report *reporter) (runner.Options, error) {
	opts, err := grantOptions(l)
	_, opts.Args = runWords(l)
	if opts.Stdio = wasi.ProcessStdio(); loader.IsStdin(report.path) {
		opts.Stdio.Stdin = nil // the guest itself came from there
	}
	opts.Cache = loader.OpenCache(loader.CacheOptions{Disabled: l.Bool(noCacheFlag)})
	opts.Log, opts.Warn = report.ui.log, report.warn
	return opts, err
}

// grantOptions reads grantFlags.
func grantOptions(l *Line) (runner.Options, error) {
	limits, err := limitFlags(l)
	if err != nil {
		return runner.Options{}, err
	}
	implementation, err := implementationOf(l)
	if err != nil {
		return runner.Options{}, err
	}
	if err := checkPairs(l); err != nil {
		return runner.Options{}, err
	}
	return runner.Options{
		Allow:       allowOf(l),
		WASI:        implementation,
		Limits:      limits,
		LeaveBehind: true, // the process ends with the run
		WatchMemory: true, // nor does it do anything else
		Compiler:    compilerProcess(),
	}, nil
}

// allowOf is what the options grant.
func allowOf(l *Line) wasi.Allow {
	return wasi.Allow{
		Read: l.Values(allowReadFlag), Write: l.Values(allowWriteFlag),
		Env: l.Values(allowEnvFlag), Set: l.Values(envFlag),
	}
}

// checkPairs refuses --env NAME, which passes a variable elsewhere.
func checkPairs(l *Line) error {
	for _, v := range l.Values(envFlag) {
		if !strings.Contains(v, "=") && policy.IsVariable(v) {
			return &usageError{text: message.UsagePassVariable.With(message.Name(v)), hint: message.UsagePassVariableHint.With(message.Name(v))}
		}
	}
	return nil
}

// implementationOf reads --wasi; empty is none.
func implementationOf(l *Line) (wasi.Implementation, error) {
	if !l.IsSet(wasiFlag) {
		return "", nil
	}
	v, err := l.Choice(wasiFlag)
	return wasi.Implementation(v), err
}
