package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

func completionCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: ui.say(&message.CmdCompletion), ArgsUsage: "bash|zsh|fish",
		BashComplete: func(*cli.Context) { _, _ = fmt.Fprintln(ui.out, "bash\nzsh\nfish") }, //nolint:errcheck // for a shell
		Action: func(c *cli.Context) error {
			script, err := completionScript(c)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(ui.out, script)
			return err
		},
	}
}

// The scripts ask the command itself what can come next, and fall back on file
// names.
func completionScript(c *cli.Context) (string, error) {
	switch shell := c.Args().First(); shell {
	case "bash":
		return bashCompletion, nil
	case "zsh":
		return zshCompletion, nil
	case "fish":
		return c.App.ToFishCompletion()
	default:
		return "", &usageError{text: message.UsageShell.With(shell), hint: message.UsageFlagHint.With("completion")}
	}
}

const bashCompletion = `# qyvol completion bash > /etc/bash_completion.d/qyvol
_qyvol() {
  local word="${COMP_WORDS[COMP_CWORD]}" words
  words=$("${COMP_WORDS[@]:0:COMP_CWORD}" $([[ $word == -* ]] && printf %s "$word") --generate-bash-completion 2>/dev/null | cut -d: -f1)
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _qyvol qyvol
`

const zshCompletion = `#compdef qyvol
# qyvol completion zsh > "${fpath[1]}/_qyvol"
_qyvol() {
  local -a found
  if [[ ${words[CURRENT]} == -* ]]; then
    found=("${(@f)$(${words[1,CURRENT]} --generate-bash-completion 2>/dev/null)}")
  else
    found=("${(@f)$(${words[1,CURRENT-1]} --generate-bash-completion 2>/dev/null)}")
  fi
  if [[ -n ${found[1]} ]]; then
    _describe 'qyvol' found
  else
    _files
  fi
}
compdef _qyvol qyvol
`
