package command

import (
	"bytes"
	"context"
	"os"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/runner"
)

func inspectCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "inspect", Usage: ui.say(&message.CmdInspect), ArgsUsage: ui.say(&message.CmdInspectArgs),
		Description: ui.say(&message.CmdInspectMore),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: ui.say(&message.FlagInspectFormat)},
			&cli.BoolFlag{Name: "imports", Usage: ui.say(&message.FlagImports)},
			&cli.BoolFlag{Name: "exports", Usage: ui.say(&message.FlagExports)},
			&cli.BoolFlag{Name: "needs", Usage: ui.say(&message.FlagNeeds)},
			&cli.BoolFlag{Name: "tree", Usage: ui.say(&message.FlagTree)},
		},
		Action: func(_ context.Context, c *cli.Command) error { return inspect(c, ui) },
	}
}

func inspect(c *cli.Command, ui *ui) error {
	format, err := formatOf(c, "text", "wit")
	if err != nil {
		return err
	}
	if c.NArg() == 0 {
		return noFile(c)
	}
	if err := atMost(c, 1); err != nil {
		return err
	}
	options, err := inspectOptions(c, ui, info.Format(format))
	if err != nil {
		return err
	}
	d, err := describe(c.Args().First(), ui)
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
func inspectOptions(c *cli.Command, ui *ui, format info.Format) (info.TextOptions, error) {
	for _, part := range []string{"imports", "exports", "needs", "tree"} {
		if c.Bool(part) && format != info.Text && (part != "tree" || format == info.WIT) {
			return info.TextOptions{}, badFlag(c, message.UsagePartOfText.With(part, string(format)))
		}
	}
	return info.TextOptions{
		Lang: ui.lang, Color: ui.coloured(os.Stdout),
		Imports: c.Bool("imports"), Exports: c.Bool("exports"), Needs: c.Bool("needs"), Tree: c.Bool("tree"),
	}, nil
}

// describe reads a file, and what it would be granted.
func describe(path string, ui *ui) (*info.Description, error) {
	cache := loader.OpenCache(loader.CacheOptions{})
	unit, err := loader.Load(path, loader.Options{Cache: cache, Stdin: os.Stdin})
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
