package command

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/message"
)

// completionFlag begins the command line with which a shell asks what can come
// next: the words before the cursor follow, the last as far as it is typed. It
// comes first, so that nothing after it is ever run.
const completionFlag = "--generate-shell-completion"

func completing(args []string) bool { return len(args) > 0 && args[0] == completionFlag }

// proposal is what can come next. Its first word names the kind: words, which
// follow; files, with the extensions that are wanted; or dirs.
type proposal struct {
	kind  string
	words []proposed
}

// proposed is a word and what it is for.
type proposed struct{ word, about string }

// The kinds that the shells find by themselves.
const (
	kindWords     = "words"
	kindFiles     = "files"
	kindGuests    = "files qyv wasm wat"
	kindManifests = "files qyv"
	kindDirs      = "dirs"
)

// complete prints what can stand where the last of the words does: the kind, then
// each word with what it is for after a tab. It prints nothing where there is
// nothing to propose, or where the words are wrong.
func complete(app *cli.Command, ui *ui, words []string) error {
	if len(words) == 0 {
		words = []string{""}
	}
	before, current := words[:len(words)-1], words[len(words)-1]
	p := propose(app, ui, before, current)
	if p.kind == "" {
		return nil
	}
	var b strings.Builder
	b.WriteString(p.kind + "\n")
	for _, w := range p.words {
		b.WriteString(w.word + "\t" + w.about + "\n")
	}
	return ui.print(b.String())
}

func propose(app *cli.Command, ui *ui, before []string, current string) proposal {
	literal := slices.Contains(before, "--")
	if n := len(before) - 1; n >= 0 && !literal && isFlag(before[n]) { // whose value may be due
		if l, err := arrange(app, before[:n]); err == nil {
			if f := l.valued(before[n]); f != nil {
				return l.values(f, current)
			}
		}
	}
	l, err := arrange(app, before)
	if err != nil {
		return proposal{}
	}
	if literal || !strings.HasPrefix(current, "-") {
		return l.arguments(app)
	}
	name, value, valued := strings.Cut(current, "=")
	if !valued {
		return l.options(ui)
	}
	if f := l.valued(name); f != nil {
		return l.values(f, value)
	}
	return proposal{}
}

// valued finds an option that takes a value, as it is written.
func (l *commandLine) valued(written string) cli.Flag {
	f := findFlag(l.known(), strings.TrimPrefix(strings.TrimPrefix(written, "-"), "-"))
	if _, isBool := f.(*cli.BoolFlag); f == nil || isBool {
		return nil
	}
	return f
}

// options are those that the command takes and were not given, unless they can be
// given several times.
func (l *commandLine) options(ui *ui) proposal {
	p := proposal{kind: kindWords}
	for _, f := range l.known() {
		if _, several := f.(*cli.StringSliceFlag); several || !l.given(f) {
			_, about := placeholder(ui.usageOf(f))
			p.words = append(p.words, proposed{"--" + f.Names()[0], about})
		}
	}
	return p
}

func (l *commandLine) given(f cli.Flag) bool {
	return slices.ContainsFunc(l.flags, func(written string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(written, "-"), "=")
		return isFlag(written) && slices.Contains(f.Names(), name)
	})
}

func completionCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: ui.say(&message.CmdCompletion), ArgsUsage: "bash|zsh|fish",
		Description: ui.say(&message.CmdCompletionMore),
		Action: func(_ context.Context, c *cli.Command) error {
			script, err := completionScript(c)
			if err != nil {
				return err
			}
			return ui.print(script)
		},
	}
}

var (
	//go:embed shell/qyvol.bash
	bashCompletion string
	//go:embed shell/qyvol.zsh
	zshCompletion string
	//go:embed shell/qyvol.fish
	fishCompletion string
)

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
