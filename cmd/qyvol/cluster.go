package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/deploy/cluster"
	"github.com/qyvol/qyvol/message"
)

func clusterCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "cluster", Usage: ui.say(&message.CmdCluster), ArgsUsage: ui.say(&message.CmdClusterArgs),
		Description: ui.say(&message.CmdClusterMore),
		Action: func(_ context.Context, c *cli.Command) error {
			if c.NArg() == 0 {
				return badFlag(c, message.UsageNoAction.With())
			}
			if err := atMost(c, 2); err != nil {
				return err
			}
			return cluster.Manage(cluster.Action(c.Args().First()), c.Args().Get(1))
		},
	}
}
