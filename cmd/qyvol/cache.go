package main

import (
	"encoding/json"
	"fmt"

	"github.com/docker/go-units"
	"github.com/goccy/go-yaml"
	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/message"
)

func cacheCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "cache", Usage: ui.say(&message.CmdCache),
		Subcommands: []*cli.Command{
			{
				Name: "info", Usage: ui.say(&message.CmdCacheInfo),
				Flags:  []cli.Flag{&cli.StringFlag{Name: "format", Value: "text", Usage: ui.say(&message.FlagFormat)}},
				Action: func(c *cli.Context) error { return cacheInfo(c, ui) },
			},
			{
				Name: "clear", Usage: ui.say(&message.CmdCacheClear),
				Action: func(c *cli.Context) error { return cacheClear(c, ui) },
			},
		},
		Action: func(c *cli.Context) error {
			if name := c.Args().First(); name != "" {
				return unknownCommand(&cli.App{Commands: c.Command.Subcommands}, name)
			}
			return cli.ShowSubcommandHelp(c)
		},
	}
}

func cacheInfo(c *cli.Context, ui *ui) error {
	if _, err := ui.configure(c); err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "json", "yaml")
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	info, err := loader.OpenCache(loader.CacheOptions{}).Info()
	if err != nil {
		return err
	}
	if format == "text" {
		_, err = fmt.Fprintln(ui.out, cacheText(info).In(ui.lang))
		return err
	}
	return printData(ui, format, info)
}

func cacheText(info loader.CacheInfo) message.Text {
	if !info.Enabled {
		return message.CacheOff.With()
	}
	return message.CacheLine.With(info.Dir, info.Entries,
		units.BytesSize(float64(info.Bytes)), units.BytesSize(float64(info.Limit)))
}

// printData writes a value as JSON or YAML to stdout.
func printData(ui *ui, format string, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	if format == "yaml" {
		if data, err = yaml.JSONToYAML(data); err != nil {
			return err
		}
		_, err = ui.out.Write(data)
		return err
	}
	_, err = fmt.Fprintf(ui.out, "%s\n", data)
	return err
}

func cacheClear(c *cli.Context, ui *ui) error {
	if _, err := ui.configure(c); err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	removed, freed, err := loader.OpenCache(loader.CacheOptions{}).Clear()
	if err != nil {
		return err
	}
	ui.status(message.CmdCleared.With(removed, units.BytesSize(float64(freed))))
	return nil
}
