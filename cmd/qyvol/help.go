package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

func helpCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "help", Aliases: []string{"h"}, Usage: ui.say(&message.CmdHelp),
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return cli.ShowAppHelp(c)
			}
			name := c.Args().First()
			if c.App.Command(name) == nil {
				return unknownCommand(c.App, name)
			}
			return cli.ShowCommandHelp(c, name)
		},
	}
}

// localizeHelp sets the library's templates, which are global, to the language
// of this process.
func (u *ui) localizeHelp() {
	h := strings.Split(u.say(&message.CmdHelpHeaders), "|")
	cli.HelpFlag = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: u.say(&message.CmdFlagHelp), DisableDefaultText: true}
	cli.AppHelpTemplate = h[0] + ":\n   {{.Name}} - {{.Usage}}\n\n" +
		h[1] + ":\n   {{.Name}} " + h[7] + "\n\n" +
		h[2] + ":{{range .VisibleCommands}}\n   {{join .Names \", \"}}{{\"\\t\"}}{{.Usage}}{{end}}\n\n" +
		h[3] + ":{{range .VisibleFlags}}\n   {{.}}{{end}}\n\n" +
		h[4] + ":\n   " + u.say(&message.CmdExitCodes) + "\n"
	cli.CommandHelpTemplate = h[0] + ":\n   {{.HelpName}} - {{.Usage}}\n\n" +
		h[1] + ":\n   {{.HelpName}} " + h[5] + " {{.ArgsUsage}}\n" +
		"{{if .Description}}\n" + h[8] + ":\n   {{wrap .Description 3}}\n{{end}}" +
		"\n" + h[3] + ":{{range .VisibleFlags}}\n   {{.}}{{end}}\n\n" +
		h[4] + ":\n   " + u.say(&message.CmdExitCodes) + "\n"
	cli.SubcommandHelpTemplate = h[0] + ":\n   {{.HelpName}} - {{.Usage}}\n\n" +
		h[1] + ":\n   {{.HelpName}} " + h[7] + "\n\n" +
		h[2] + ":{{range .VisibleCommands}}\n   {{join .Names \", \"}}{{\"\\t\"}}{{.Usage}}{{end}}\n\n" +
		h[3] + ":{{range .VisibleFlags}}\n   {{.}}{{end}}\n"
}
