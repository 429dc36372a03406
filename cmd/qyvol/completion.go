package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

func completionCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: ui.say(&message.CmdCompletion), ArgsUsage: "bash|zsh|fish",
		BashComplete: func(*cli.Context) { _, _ = fmt.Fprintln(ui.out, "bash\nzsh\nfish") },
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
// names. They don't ask about what follows --, which would be the guest's, and
// would run it; nor about a -- that is being typed: a single - asks for the
// same options.
func completionScript(c *cli.Context) (string, error) {
	if err := atMost(c, 1); err != nil {
		return "", err
	}
	switch shell := c.Args().First(); shell {
	case "bash":
		return bashCompletion, nil
	case "zsh":
		return zshCompletion, nil
	case "fish":
		return fishCompletion, nil
	case "":
		return "", badFlag(c, message.UsageNoShell.With())
	default:
		return "", badFlag(c, message.UsageShell.With(shell))
	}
}

const bashCompletion = `# qyvol completion bash > /etc/bash_completion.d/qyvol
_qyvol() {
  local word="${COMP_WORDS[COMP_CWORD]}" words=
  local line=("${COMP_WORDS[@]:0:COMP_CWORD}")
  if [[ " ${line[*]} " != *" -- "* ]]; then
    [[ $word != -* ]] || line+=(-)
    words=$("${line[@]}" --generate-bash-completion 2>/dev/null)
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _qyvol qyvol
`

const zshCompletion = `#compdef qyvol
# qyvol completion zsh > "${fpath[1]}/_qyvol"
_qyvol() {
  local -a found line
  line=("${(@Q)words[1,CURRENT-1]}")
  if (( ! ${line[(I)--]} )); then
    [[ ${words[CURRENT]} != -* ]] || line+=(-)
    found=("${(@f)$("${line[@]}" --generate-bash-completion 2>/dev/null)}")
  fi
  if [[ -n ${found[1]} ]]; then
    compadd -a found
  else
    _files
  fi
}
compdef _qyvol qyvol
`

const fishCompletion = `# qyvol completion fish > ~/.config/fish/completions/qyvol.fish
function __qyvol_complete
    set -l line (commandline -opc)
    set -l word (commandline -ct)
    set -l found
    if not contains -- -- $line
        string match -q -- '-*' $word; and set -a line -
        set found ($line --generate-bash-completion 2>/dev/null)
    end
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path $word
    end
end
complete -c qyvol -f -a '(__qyvol_complete)'
`
