package command

import (
	"context"
	_ "embed"
	"slices"
	"strings"

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
func complete(app *Command, ui *ui, words []string) error {
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

func propose(app *Command, ui *ui, before []string, current string) proposal {
	literal := slices.Contains(before, "--")
	if n := len(before) - 1; n >= 0 && !literal && isFlag(before[n]) { // whose value may be due
		if l, err := parse(app, before[:n]); err == nil {
			if f := l.valued(before[n]); f != nil {
				return f.propose(current)
			}
		}
	}
	l, err := parse(app, before)
	if err != nil {
		return proposal{}
	}
	if literal || !strings.HasPrefix(current, "-") {
		return l.arguments(app, ui)
	}
	name, value, valued := strings.Cut(current, "=")
	if !valued {
		return l.options(ui)
	}
	if f := l.valued(name); f != nil {
		return f.propose(value)
	}
	return proposal{}
}

// valued finds an option that takes a value, as it is written.
func (l *Line) valued(written string) *Flag {
	if f := findFlag(l.known(), flagName(written)); f != nil && f.Takes != Switch {
		return f
	}
	return nil
}

// options are those that the command takes and were not given, unless they can be
// given several times.
func (l *Line) options(ui *ui) proposal {
	p := proposal{kind: kindWords}
	for _, f := range l.known() {
		if f.Takes == List || !l.IsSet(f) {
			_, about := placeholder(ui.say(f.Usage))
			p.words = append(p.words, proposed{"--" + f.Name, about})
		}
	}
	return p
}

func completionCommand(ui *ui) *Command {
	return &Command{
		Name: "completion", Usage: &message.CmdCompletion, Words: []string{"bash", "zsh", "fish"},
		About: &message.CmdCompletionMore,
		Run: func(_ context.Context, l *Line) error {
			script, err := completionScript(l)
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

func completionScript(l *Line) (string, error) {
	if err := AtMost(l, 1); err != nil {
		return "", err
	}
	switch shell := l.Arg(0); shell {
	case "bash":
		return bashCompletion, nil
	case "zsh":
		return zshCompletion, nil
	case "fish":
		return fishCompletion, nil
	case "":
		return "", badFlag(l, message.UsageNoShell.With())
	default:
		return "", badFlag(l, message.UsageShell.With(shell))
	}
}
