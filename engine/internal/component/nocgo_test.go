package component_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Without a C compiler the whole of Qyvol fails to build with one sentence.
func TestWithoutCgo(t *testing.T) {
	without := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOGC=", "GOEXPERIMENT=")
		out, _ := cmd.CombinedOutput()
		return string(out)
	}
	deps := without("list", "-deps", "github.com/qyvol/qyvol/cmd/qyvol")
	if !strings.Contains(deps, "qyvol/engine/internal/component\n") || strings.Contains(deps, "wasmtime-go") {
		t.Errorf("what is built without cgo has errors of its own:\n%s", deps)
	}
	lines := strings.Split(strings.TrimSpace(without("build", "-o", os.DevNull, "github.com/qyvol/qyvol/engine/internal/component")), "\n")
	if len(lines) != 2 || !strings.Contains(lines[1], "Qyvol needs a C compiler") {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
}
