package command

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// No option is called as another one of its command, what others call it is no name of
// one, and its description names its choices.
func TestFlags(t *testing.T) {
	for l := range everyCommand(t) {
		seen := map[string]bool{}
		for _, f := range l.known() {
			for _, name := range append([]string{f.Name}, f.Letters...) {
				if seen[name] {
					t.Errorf("%s has two options %s", l.Name(), name)
				}
				seen[name] = true
			}
			for _, choice := range f.Choices {
				for _, lang := range []message.Lang{message.English, message.Spanish} {
					if usage := f.Usage.With().In(lang); !slices.Contains(regexp.MustCompile(`\w+`).FindAllString(usage, -1), choice) {
						t.Errorf("--%s takes %s, and says %q", f.Name, choice, usage)
					}
				}
			}
			if f.Takes == Value && f.Choices != nil && f.Default != "" && !slices.Contains(f.Choices, f.Default) {
				t.Errorf("--%s can't take its default %s", f.Name, f.Default)
			}
		}
		for _, f := range l.known() {
			for _, other := range f.Elsewhere {
				for _, name := range other.Names {
					if seen[name] && len(name) > 1 || !foreignFlag(name).IsZero() {
						t.Errorf("%s: what others call --%s, %s, is taken", l.Name(), f.Name, name)
					}
				}
			}
		}
	}
}

// docs/commands.md has every command with its options. -update writes it.
func TestCommandsInDocs(t *testing.T) {
	const path = "../../docs/commands.md"
	var b strings.Builder
	b.WriteString("# Commands\n\n`qyvol COMMAND --help` says the same, in English or Spanish. Options can stand anywhere before a `--`.\n" +
		"This page is written by `make golden`, from the table that the command itself reads.\n")
	for l := range everyCommand(t) {
		writeCommand(&b, l)
	}
	if *update {
		must(t, os.WriteFile(path, []byte(b.String()), 0o644))
	}
	if got := read(t, path); got != b.String() {
		t.Errorf("%s is not what the commands are: go test -update writes it", path)
	}
}

func writeCommand(b *strings.Builder, l *Line) {
	c, ui := l.last(), &ui{lang: message.English}
	usage := l.Name() + " [OPTIONS] " + c.args(message.English)
	if len(c.Commands) > 0 {
		usage = l.Name() + " COMMAND"
	}
	fmt.Fprintf(b, "\n## %s\n\n%s.\n\n    %s\n", l.Name(), sentence(ui.say(c.Usage)), strings.TrimSpace(usage))
	if c.About != nil {
		fmt.Fprintf(b, "\n%s\n", ui.say(c.About))
	}
	flags := c.Flags
	if len(l.path) == 1 {
		flags = l.known()
		b.WriteString("\nThe options of every command, but for `--version`:\n")
	}
	if len(flags) == 0 {
		return
	}
	b.WriteString("\n| Option | Meaning |\n|---|---|\n")
	for _, f := range flags {
		left, usage := ui.describeFlag(f)
		fmt.Fprintf(b, "| `%s` | %s |\n", strings.TrimSpace(left), strings.ReplaceAll(usage, "|", `\|`))
	}
}

func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// Options that the documents name are options of the command.
func TestFlagsInDocs(t *testing.T) {
	known := map[string]bool{}
	for l := range everyCommand(t) {
		for _, f := range l.known() {
			known[f.Name] = true
		}
	}
	for _, name := range []string{"pids-limit", "ulimit", "rm", "read-only", "tmpfs", "mount", "user", "cap-drop", "network"} {
		known[name] = true // docker's
	}
	paths, err := filepath.Glob("../../docs/*.md")
	must(t, err)
	paths = append(paths, "../../README.md", "../../README.es.md")
	for _, path := range paths {
		switch filepath.Base(path) {
		case "BENCHMARKS.md", "library.md", "commands.md": // those of other commands, and what the test above checks
			continue
		}
		for _, m := range regexp.MustCompile("(?:^|[ `(\\[])--([a-z][a-z-]*)").FindAllStringSubmatch(read(t, path), -1) {
			if !known[m[1]] {
				t.Errorf("%s names --%s, which is no option", path, m[1])
			}
		}
	}
}
