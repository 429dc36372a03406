package command_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/message"
)

func TestManPages(t *testing.T) {
	t.Parallel()
	groff, _ := exec.LookPath("groff")
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		seen := map[string]bool{}
		for _, page := range command.ManPages(lang, "1.2.0", "2026-01-31", nil) {
			seen[page.Name] = true
			if !strings.HasPrefix(page.Text, `.TH "QYVOL`) || strings.Contains(page.Text, "%!") {
				t.Errorf("%s begins with %.40q", page.Name, page.Text)
			}
			for line := range strings.Lines(page.Text) {
				if strings.HasPrefix(line, "'") || line == "\n" {
					t.Errorf("%s has the line %q", page.Name, line)
				}
			}
			if groff == "" {
				continue
			}
			cmd := exec.Command(groff, "-ww", "-man", "-K", "utf8", "-T", "utf8")
			cmd.Stdin = strings.NewReader(page.Text)
			if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "warning:") {
				t.Errorf("groff of %s: %v\n%s", page.Name, err, out)
			}
		}
		for _, name := range []string{"qyvol.1", "qyvol-run.1", "qyvol-cache-clear.1", "qyvol-deploy.1"} {
			if !seen[name] {
				t.Errorf("there is no page %s", name)
			}
		}
	}
}
