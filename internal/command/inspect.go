package command

import (
	"bytes"
	"context"
	"os"
	"slices"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/runner"
)

func inspectCommand(ui *ui) *Command {
	return &Command{
		Name: "inspect", Usage: &message.CmdInspect, Args: &message.CmdInspectArgs,
		About: &message.CmdInspectMore,
		Files: kindGuests, Flags: slices.Concat([]*Flag{inspectFormat}, partFlags),
		Run: func(_ context.Context, l *Line) error { return inspect(l, ui) },
	}
}

func inspect(l *Line, ui *ui) error {
	format, err := l.Choice(inspectFormat)
	if err != nil {
		return err
	}
	if len(l.Args()) == 0 {
		return noFile(l)
	}
	if err := AtMost(l, 1); err != nil {
		return err
	}
	options, err := inspectOptions(l, ui, info.Format(format))
	if err != nil {
		return err
	}
	d, err := describe(l.Arg(0), ui)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := info.Print(&out, d, info.Format(format), options); err != nil {
		return err
	}
	return ui.print(out.String())
}

// inspectOptions reads which parts are asked for, of a text.
func inspectOptions(l *Line, ui *ui, format info.Format) (info.TextOptions, error) {
	for _, part := range partFlags {
		if l.Bool(part) && format != info.Text && (part != treeFlag || format == info.WIT) {
			return info.TextOptions{}, badFlag(l, message.UsagePartOfText.With(part.Name, string(format)))
		}
	}
	return info.TextOptions{
		Lang: ui.lang, Color: ui.coloured(os.Stdout),
		Imports: l.Bool(importsFlag), Exports: l.Bool(exportsFlag), Needs: l.Bool(needsFlag), Tree: l.Bool(treeFlag),
	}, nil
}

// describe reads a file, and what it would be granted.
func describe(path string, ui *ui) (*info.Description, error) {
	cache := loader.OpenCache(loader.CacheOptions{})
	unit, err := loader.Load(path, loader.Options{Cache: cache, Stdin: os.Stdin, AnyName: true})
	if err != nil {
		return nil, err
	}
	return describeUnit(unit, cache, ui.warnOf)
}

func describeUnit(unit *loader.Unit, cache *loader.Cache, warn func(*manifest.Warning)) (*info.Description, error) {
	opts := runner.Options{Cache: cache, LeaveBehind: true}
	grant, err := runner.Decide(unit, opts)
	if err != nil {
		return nil, err
	}
	if m := unit.Manifest(); m != nil {
		for _, w := range m.Warnings {
			warn(w)
		}
	}
	var r runner.Runner
	compiled, err := r.Compiled(unit, opts)
	if err != nil {
		return nil, err
	}
	return info.Describe(info.Subject{Unit: unit, Grant: grant, Compiled: &compiled})
}
