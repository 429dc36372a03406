package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/message"
)

func validateCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "validate", Usage: ui.say(&message.CmdValidate), ArgsUsage: ui.say(&message.CmdValidateArgs),
		Action: func(_ context.Context, c *cli.Command) error {
			if c.NArg() == 0 {
				return noFile(c)
			}
			return validateAll(c.Args().Slice(), ui)
		},
	}
}

// validateAll checks every file, and says all that is wrong with each.
func validateAll(paths []string, ui *ui) error {
	var failed error
	for _, path := range paths {
		err := validate(path, ui)
		switch {
		case err == nil:
			ui.status(message.CmdValid.With(path))
		case len(paths) == 1:
			return err
		default:
			ui.error(err)
			failed = errors.Join(failed, err)
		}
	}
	if failed != nil {
		return reportedError{failed}
	}
	return nil
}

func validate(path string, ui *ui) error {
	m, err := manifest.ReadFile(path, manifest.Options{})
	if err != nil {
		return err
	}
	for _, w := range m.Warnings {
		ui.warn(message.Saying(w))
	}
	entry := m.Entrypoint
	if !filepath.IsAbs(entry) {
		entry = filepath.Join(filepath.Dir(path), filepath.FromSlash(entry))
	}
	if _, err := os.Stat(entry); errors.Is(err, os.ErrNotExist) {
		ui.warn(message.CmdNoEntry.With(path, m.Entrypoint))
	}
	return nil
}
