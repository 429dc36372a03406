package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/message"
)

func schemaCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "schema", Usage: ui.say(&message.CmdSchema), ArgsUsage: "[manifest|inspect]",
		Action: func(_ context.Context, c *cli.Command) error {
			if err := atMost(c, 1); err != nil {
				return err
			}
			schema, err := schemaOf(c)
			if err != nil {
				return err
			}
			_, err = ui.out.Write(append(schema, '\n'))
			return err
		},
	}
}

// schemaOf is the schema of manifests unless another is asked for.
func schemaOf(c *cli.Command) ([]byte, error) {
	switch what := c.Args().First(); what {
	case "", "manifest":
		return manifest.Schema()
	case "inspect":
		return info.Schema(), nil
	default:
		return nil, badFlag(c, message.UsageSchema.With(what))
	}
}
