package wasi_test

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/wasi"
)

// A terminal is left to the guest as it is; standard streams that are none are
// not.
func TestStateOfATerminal(t *testing.T) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	defer tty.Close()

	stdout, stderr := os.Stdout, os.Stderr
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	if c := wasi.BuildState(stdio(), wasi.Stdio{Stdout: tty, Stderr: tty}).Context; c.Stdout.Inherit || c.Stderr.Inherit {
		t.Error("a terminal that is not the process's own is inherited")
	}
	os.Stdout, os.Stderr = tty, tty
	if c := wasi.BuildState(stdio(), wasi.ProcessStdio()).Context; !c.Stdout.Inherit || !c.Stderr.Inherit {
		t.Error("the process's terminal is not inherited")
	}
	os.Stderr = open(t, t.TempDir()+"/stderr")
	if c := wasi.BuildState(stdio(), wasi.ProcessStdio()).Context; !c.Stdout.Inherit || c.Stderr.Inherit {
		t.Error("a file is taken for a terminal")
	}
}

// Pipes of the caller's stay as they are: one that is closed wakes who reads it.
func TestStateLeavesPipes(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	g := stdio()
	g.Implementation = wasi.Hosted
	wasi.BuildState(g, wasi.Stdio{Stdin: r, Stdout: w})
	for _, f := range []*os.File{r, w} {
		conn, err := f.SyscallConn()
		if err != nil {
			t.Fatal(err)
		}
		var flags int
		look := func(fd uintptr) { flags, err = unix.FcntlInt(fd, unix.F_GETFL, 0) }
		if failed := conn.Control(look); failed != nil || err != nil || flags&unix.O_NONBLOCK == 0 {
			t.Errorf("%s blocks: %v, %v", f.Name(), failed, err)
		}
	}
}
