package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/fixtures"
)

// openTerminal returns both ends of a new terminal.
func openTerminal(t *testing.T) (master, tty *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	must(t, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	must(t, err)
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		must(t, master.Close())
		t.Skipf("no terminal to be had: %v", err)
	}
	return master, tty
}

// onTerminal runs a command whose standard output and error are a terminal, and
// returns what that shows.
func onTerminal(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	return onTerminalOf(t, 80, cmd)
}

// onTerminalOf is onTerminal for one of so many columns.
func onTerminalOf(t *testing.T, columns uint16, cmd *exec.Cmd) string {
	t.Helper()
	master, tty := openTerminal(t)
	defer master.Close()
	must(t, unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}))
	cmd.Stdout, cmd.Stderr = tty, tty
	must(t, cmd.Start())
	must(t, tty.Close())
	var shown bytes.Buffer
	_, _ = io.Copy(&shown, master)
	_ = cmd.Wait()
	return shown.String()
}

// A guest's words reach a terminal too, in order and at once.
func TestGuestOnATerminal(t *testing.T) {
	cmd := qyvol(t, t.TempDir(), "run", filepath.Join(fixtures.Dir(t), "hello", "hello.qyv"))
	if shown := onTerminal(t, cmd); shown != "Hello from Qyvol!\r\n" || !cmd.ProcessState.Success() {
		t.Errorf("the terminal shows %q", shown)
	}
}

// On a terminal, where the guest has wasmtime's own stream, zeroes that it asks
// for are not allocated either.
func TestZeroesOnATerminal(t *testing.T) {
	for _, name := range []string{"write-zeroes", "blocking-write-zeroes"} {
		t.Run(name, func(t *testing.T) {
			text := strings.ReplaceAll(fixture(t, "write-zeroes/"+name+".wat"), "0x4000_0000_0000_0000", "0x4000_0000")
			dir := t.TempDir()
			write(t, filepath.Join(dir, "zeroes.wat"), text)
			cmd, peak := measured(t, qyvol(t, dir, "run", "zeroes.wat"))
			shown := onTerminal(t, cmd)
			if !strings.Contains(shown, "trapped") {
				t.Errorf("the terminal shows %q", shown)
			}
			const most = 256 << 10 // the guest asks for 1 GiB
			if used := peak(); used <= 0 || used > most {
				t.Errorf("the command took %d KiB", used)
			}
		})
	}
}

// On a terminal there is a bar, which is gone at the end.
func TestDeployProgressOnATerminal(t *testing.T) {
	t.Parallel()
	dir := largeDeployment(t, 64<<20)
	shown := onTerminal(t, deployTo(t, dir, slow(t), "--attempts", "1"))
	if !strings.Contains(shown, "\r   █") || !strings.Contains(shown, "\r\x1b[K\x1b[31merror:") {
		t.Errorf("the terminal shows %q", shown)
	}
}

func deployTo(t *testing.T, dir, host string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := qyvol(t, dir, append([]string{"deploy", "large.qyv", "http://" + host, "--no-validate"}, args...)...)
	cmd.Env = append(cmd.Env, "TERM=xterm")
	return cmd
}
