package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// ownValues are the options that take what nobody can propose.
func ownValues() []string {
	return []string{"env", "timeout", "memory", "fuel", "compile-timeout", "compile-memory", "attempts"}
}

// Every option of every command either proposes values, or nobody could. Words
// are those that the command accepts, and none is proposed twice.
func TestCompletionOfValues(t *testing.T) {
	for l := range everyCommand(t) {
		for _, f := range l.known() {
			if l.valued("--"+f.Name) == nil {
				continue
			}
			p := f.propose("")
			own := slices.Contains(ownValues(), f.Name)
			if own != (p.kind == "") {
				t.Errorf("%s --%s proposes %q", l.Name(), f.Name, p.kind)
			}
			if p.kind == kindWords && f.Name != "allow-env" {
				checkChoices(t, l, f, p)
			}
		}
	}
}

// checkChoices compares what is proposed with what the command says of a value
// that is not among it.
func checkChoices(t *testing.T, l *Line, f *Flag, p proposal) {
	t.Helper()
	args := append(l.names()[1:], "--"+f.Name, "nonsense")
	if len(l.last().Commands) == 0 && l.last().args(message.English) != "" {
		args = append(args, "x.wasm")
	}
	out, err := qyvol(t, t.TempDir(), args...).CombinedOutput()
	want := exitUsage
	if l.last().Name == "run" {
		want = exitQyvol
	}
	if code := exitOfCommand(t, err); code != want {
		t.Errorf("qyvol %v exits with %d:\n%s", args, code, out)
	}
	var words []string
	for _, w := range p.words {
		words = append(words, w.word)
	}
	if said := "choose one of " + strings.Join(words, ", ") + "\n"; !strings.Contains(string(out), said) {
		t.Errorf("qyvol %v proposes %q and says\n%s", args, words, out)
	}
}

// Nothing is proposed twice, and everything says what it is for, in the user's
// language.
func TestCompletionOfOptions(t *testing.T) {
	for l := range everyCommand(t) {
		ui := &ui{lang: message.Spanish}
		seen := map[string]bool{}
		for _, w := range slices.Concat(l.options(ui).words, l.commands(ui).words) {
			if seen[w.word] || w.about == "" || strings.ContainsAny(w.word+w.about, "`\t\n") {
				t.Errorf("%s proposes %q: %q", l.Name(), w.word, w.about)
			}
			seen[w.word] = true
		}
	}
}

// What follows the option that asks for completions is never run.
func TestCompletionRunsNothing(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{
		{"run", "hello.qyv"},
		{"run", "hello.qyv", "--"},
		{"run", "--", "hello.qyv"},
		{"cache", "clear"},
		{"--version"},
		{"version"},
		{"run", "hello.qyv", "--help"},
		{"--nonsense", "x"},
		{"run", "--nonsense"},
		{"version", "x", "y", ""},
		{},
	} {
		cmd := qyvol(t, dir, append([]string{completionFlag}, args...)...)
		out, err := cmd.CombinedOutput()
		if err != nil || strings.Contains(string(out), "wasmtime ") || strings.Contains(string(out), "USAGE") {
			t.Errorf("%q: %v\n%s", args, err, out)
		}
	}
}

// everyCommand gives each command, with those above it.
func everyCommand(t *testing.T) func(yield func(*Line) bool) {
	t.Helper()
	app := newApp(&ui{lang: message.Spanish, more: whole})
	return func(yield func(*Line) bool) { everyBelow([]*Command{app}, yield) }
}

func everyBelow(path []*Command, yield func(*Line) bool) bool {
	l := &Line{path: path}
	if !yield(l) {
		return false
	}
	for _, c := range l.last().Commands {
		if !everyBelow(append(slices.Clone(path), c), yield) {
			return false
		}
	}
	return true
}
