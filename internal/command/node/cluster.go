package node

import (
	"context"
	"errors"

	"github.com/qyvol/qyvol/deploy/cluster"
	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/message"
)

func clusterCommand() *command.Command {
	return &command.Command{
		Name: "cluster", Usage: &message.CmdCluster, Args: &message.CmdClusterArgs,
		About: &message.CmdClusterMore, Words: actions(),
		Run: func(_ context.Context, l *command.Line) error {
			if len(l.Args()) == 0 {
				return command.BadFlag(l, message.UsageNoAction.With())
			}
			if err := command.AtMost(l, 2); err != nil {
				return err
			}
			return atCluster(cluster.Manage(cluster.Action(l.Arg(0)), l.Arg(1)))
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
