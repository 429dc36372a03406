// Package node has the commands that need a network: deploy and cluster. They are apart
// from the others so that `qyvol run` links, and starts, none of what they need.
package node

import (
	"github.com/qyvol/qyvol/internal/command"
)

// Commands are what qyvol-node has beside qyvol's.
func Commands(ui *command.UI) []*command.Command {
	return []*command.Command{deployCommand(ui), clusterCommand()}
}
