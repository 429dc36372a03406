package main

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/message"
)

// completionFlag ends the command line with which a shell asks what can come
// next.
const completionFlag = "--generate-shell-completion"

// completing tells whether a shell asks, and not a guest's arguments.
func completing(args []string) bool {
	n := len(args) - 1
	return n >= 0 && args[n] == completionFlag && !slices.Contains(args[:n], "--")
}

// complete prints what can follow the words: options where the last one begins
// like an option, otherwise commands. It prints nothing where a value or a file
// is due, or where the words are wrong.
func complete(app *cli.Command, ui *ui, words []string) error {
	option := ""
	if n := len(words) - 1; n >= 0 && strings.HasPrefix(words[n], "-") {
		words, option = words[:n], words[n]
	}
	l, err := arrange(app, words)
	if err == nil && l.last().Name == "help" && option == "" {
		l, err = arrange(app, l.rest)
	}
	if err != nil {
		return nil //nolint:nilerr // there is nothing to propose
	}
	return ui.print(strings.Join(l.proposals(option), ""))
}

// proposals are lines.
func (l *commandLine) proposals(option string) []string {
	var found []string
	switch {
	case option != "":
		for _, f := range l.known() {
			if name := "--" + f.Names()[0]; strings.HasPrefix(name, option) {
				found = append(found, name+"\n")
			}
		}
	case l.last().Name == "completion" && len(l.rest) == 0:
		return []string{"bash\n", "zsh\n", "fish\n"}
	default:
		for _, c := range l.last().Commands {
			found = append(found, c.Name+"\n")
		}
	}
	return found
}

func completionCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: ui.say(&message.CmdCompletion), ArgsUsage: "bash|zsh|fish",
		Action: func(_ context.Context, c *cli.Command) error {
			script, err := completionScript(c)
			if err != nil {
				return err
			}
			return ui.print(script)
		},
	}
}

// The scripts ask the command itself what can come next, and fall back on file
// names. They don't ask about what follows --, which would be the guest's, and
// would run it; nor about a -- that is being typed: a single - asks for the
// same options.
func completionScript(c *cli.Command) (string, error) {
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
    words=$("${line[@]}" --generate-shell-completion 2>/dev/null)
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
    found=("${(@f)$("${line[@]}" --generate-shell-completion 2>/dev/null)}")
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
        set found ($line --generate-shell-completion 2>/dev/null)
    end
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path $word
    end
end
complete -c qyvol -f -a '(__qyvol_complete)'
`
