package command

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// measured is a command whose peak of resident memory, in KiB, is known once it
// has ended.
//
// What the kernel counts for a process begins with what the one that started it
// had (setmax_mm_hiwater_rss in its exec), and this one, with the race detector,
// is large. So a small one starts the command.
func measured(t testing.TB, cmd *exec.Cmd) (between *exec.Cmd, peak func() int64) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "peak")
	between = exec.CommandContext(t.Context(), "peak", append([]string{file}, cmd.Args...)...)
	between.Dir, between.Env = cmd.Dir, cmd.Env
	return between, func() int64 {
		t.Helper()
		kib, err := strconv.ParseInt(read(t, file), 10, 64)
		must(t, err)
		return kib
	}
}

// measurePeak is the small process: it runs the command after its first
// argument, and writes that one's peak to the file that the first names.
func measurePeak() {
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	_ = cmd.Run()
	if cmd.ProcessState == nil {
		os.Exit(127)
	}
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if err := os.WriteFile(os.Args[1], fmt.Append(nil, used), 0o600); err != nil {
		os.Exit(126)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}
