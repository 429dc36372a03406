package node

import (
	"context"
	"errors"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/deploy/cluster"
	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/message"
)

func clusterCommand(ui *command.UI) *cli.Command {
	return &cli.Command{
		Name: "cluster", Usage: ui.Say(&message.CmdCluster), ArgsUsage: ui.Say(&message.CmdClusterArgs),
		Description: ui.Say(&message.CmdClusterMore),
		Metadata:    map[string]any{command.Arguments: actions()},
		Action: func(_ context.Context, c *cli.Command) error {
			if c.NArg() == 0 {
				return command.BadFlag(c, message.UsageNoAction.With())
			}
			if err := command.AtMost(c, 2); err != nil {
				return err
			}
			return atCluster(cluster.Manage(cluster.Action(c.Args().First()), c.Args().Get(1)))
		},
	}
}

func actions() (words []string) {
	for _, a := range cluster.Actions() {
		words = append(words, string(a))
	}
	return words
}

// atCluster tells a command line that makes no sense from what clusters can't do.
func atCluster(err error) error {
	var (
		required *cluster.NodeRequiredError
		invalid  *cluster.InvalidActionError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &required), errors.As(err, &invalid):
		return &command.EndError{Err: err, Code: command.ExitUsage, Kind: command.KindUsage}
	}
	return &command.EndError{Err: err, Code: command.ExitCluster, Kind: "cluster"}
}
