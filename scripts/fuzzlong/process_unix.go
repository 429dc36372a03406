//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// together makes a process the first of a group that ends as a whole.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// endOf gives the signal that ended a process, and the most memory that it had.
func endOf(state *os.ProcessState) (signal string, peak uint64) {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		signal = status.Signal().String()
	}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		peak = uint64(usage.Maxrss) // bytes on macOS, KiB elsewhere
		if runtime.GOOS != "darwin" {
			peak <<= 10
		}
	}
	return signal, peak
}
