package command

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// helps are the command lines that print help.
func helps() []string {
	return []string{
		"--help", "run --help", "deploy --help", "cluster --help", "inspect --help", "validate --help", "schema --help", "compile --help", "cache --help",
		"cache info --help", "cache clear --help", "version --help", "completion --help", "help --help",
	}
}

// Help looks as the golden files say, in both languages.
func TestHelp(t *testing.T) {
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		t.Run(string(lang), func(t *testing.T) {
			g := openGolden(t, filepath.Join("testdata", "help."+string(lang)+".golden"))
			for _, line := range helps() {
				out := help(t, lang, strings.Fields(line)...)
				g.section(t, "qyvol "+line, out)
				for _, text := range strings.Split(out, "\n") {
					if n := len([]rune(text)); n > lineWidth {
						t.Errorf("qyvol %s: a line of %d characters: %s", line, n, text)
					}
				}
			}
			g.close(t, len(helps()))
		})
	}
}

// There are several ways to ask for help, with one answer.
func TestHelpInOtherWords(t *testing.T) {
	for line, same := range map[string][]string{
		"--help":            {"", "help", "-h", "--quiet", "--lang es --lang en"},
		"run --help":        {"help run", "run -h", "--help run", "run x.qyv -q --help", "--quiet run --help", "run -qh", "-hq run"},
		"cache --help":      {"help cache", "cache"},
		"cache info --help": {"help cache info", "cache --help info", "cache info x --help"},
		"help --help":       {"help help", "help -h", "--help help"},
	} {
		want := help(t, message.English, strings.Fields(line)...)
		for _, other := range same {
			if got := help(t, message.English, strings.Fields(other)...); got != want {
				t.Errorf("qyvol %s prints\n%s\nbut qyvol %s\n%s", other, got, line, want)
			}
		}
	}
}

// help is what the command prints to standard output, with nothing on standard
// error.
func help(t *testing.T, lang message.Lang, args ...string) string {
	t.Helper()
	cmd := qyvol(t, t.TempDir(), args...)
	cmd.Env = append(cmd.Env, "QYVOL_LANG="+string(lang))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Errorf("qyvol %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}
