package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/message"
)

func schemaCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "schema", Usage: ui.say(&message.CmdSchema),
		Action: func(_ context.Context, c *cli.Command) error {
			if err := noArguments(c); err != nil {
				return err
			}
			schema, err := manifest.Schema()
			if err != nil {
				return err
			}
			_, err = ui.out.Write(append(schema, '\n'))
			return err
		},
	}
}
