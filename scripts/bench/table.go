package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// The lines between which a document holds the table.
const (
	begin = "<!-- bench-parity: written by make bench-parity -->"
	end   = "<!-- bench-parity: end -->"
)

// table is the result in Markdown.
func (o options) table(ctx context.Context, rows []row) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d processors, %s; %s; library %s; %s.\n\n",
		processor(), runtime.NumCPU(), runtime.GOOS+"/"+runtime.GOARCH, runtime.Version(),
		engine.WasmtimeVersion(), firstLine(ctx, o.wasmtime, "--version"))
	b.WriteString("| what | against | Qyvol | the other | ratio | quartiles | pairs | target |\n")
	b.WriteString("| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, r := range rows {
		ratio := spreadOf(r.ratios)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %.2f | %.2f to %.2f | %d | %s |\n",
			r.what, r.against, r.median(r.a), r.median(r.b), ratio.median, ratio.low, ratio.high, len(r.ratios), r.verdict())
	}
	return b.String()
}

func (r *row) median(values []float64) string {
	return fmt.Sprintf("%.*f %s", r.figure.digits, spreadOf(values).median, r.figure.unit)
}

// verdict names the target, and says if it was missed.
func (r *row) verdict() string {
	switch ratio := spreadOf(r.ratios).median; {
	case r.target == 0:
		return ""
	case ratio > r.target:
		return fmt.Sprintf("≤ %.2f, not met", r.target)
	default:
		return fmt.Sprintf("≤ %.2f", r.target)
	}
}

// processor is what the system calls it.
func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "processor unknown"
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return "processor unknown"
}

func firstLine(ctx context.Context, name string, args ...string) string {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return name + ": " + err.Error()
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

// replaceSection writes the table between the two lines of a document.
func replaceSection(file, table string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(data), begin+"\n")
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no lines %q and %q", file, begin, end)
	}
	return os.WriteFile(file, []byte(before+begin+"\n"+table+end+after), 0o644)
}
