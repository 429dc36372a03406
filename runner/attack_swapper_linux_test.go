package runner_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// swapDirVariable tells this test binary, started again, where it is to exchange
// what.
const swapDirVariable = "QYVOL_TEST_SWAP"

// TestSwapHelper is the second process: it exchanges two names, atomically, until
// its standard input ends, and prints how often.
func TestSwapHelper(t *testing.T) {
	names := strings.Split(os.Getenv(swapDirVariable), "::")
	if len(names) != 2 {
		t.Skip("a process of other tests")
	}
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end is all that it says
		close(done)
	}()
	for swaps := 0; ; {
		select {
		case <-done:
			fmt.Fprintln(os.Stdout, "swaps", swaps)
			return
		default:
		}
		switch err := unix.Renameat2(unix.AT_FDCWD, names[0], unix.AT_FDCWD, names[1], unix.RENAME_EXCHANGE); {
		case err == nil:
			swaps++
		case !errors.Is(err, unix.ENOENT): // the guest renames too
			t.Fatal(err)
		}
		if swaps == 1 {
			fmt.Fprintln(os.Stdout, "begun")
		}
	}
}

// swapper exchanges a and b in another process. It returns once the exchanges have
// begun; stop gives how many there were.
func swapper(t *testing.T, a, b string) (stop func() int) {
	t.Helper()
	helper := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSwapHelper$")
	helper.Env = append(os.Environ(), swapDirVariable+"="+a+"::"+b)
	stdin, err := helper.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := helper.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := helper.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	if !lines.Scan() || lines.Text() != "begun" {
		t.Fatalf("the other process says %q: %v", lines.Text(), lines.Err())
	}
	return func() int {
		t.Helper()
		_ = stdin.Close()
		swaps := 0
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "swaps "); ok {
				swaps, _ = strconv.Atoi(text) // 0 is a failure too
			}
		}
		if err := helper.Wait(); err != nil {
			t.Errorf("the other process: %v", err)
		}
		return swaps
	}
}

// The exchanges are fast enough to come between a check and a use: a reader that
// looks before it opens, as hosts do that mean well, is led out.
func TestSwapFindsCheckThenUse(t *testing.T) {
	s := newScene(t)
	s.symlink("../outside", "rw/link")
	s.write("rw/swap/file", "mine")
	stop := swapper(t, s.path("rw/swap"), s.path("rw/link"))
	out := false
	for deadline := time.Now().Add(patience); !out && time.Now().Before(deadline); {
		b, err := readChecked(s.path("rw"), "swap", "file")
		if err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		out = strings.Contains(string(b), canary)
	}
	if swaps := stop(); !out {
		t.Errorf("%d exchanges did not lead it out", swaps)
	}
}

// readChecked reads a file if no part of its path is a link, or was a moment ago.
func readChecked(parts ...string) ([]byte, error) {
	for i := range parts {
		info, err := os.Lstat(filepath.Join(parts[:i+1]...))
		if err != nil {
			return nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, fs.ErrPermission
		}
	}
	return os.ReadFile(filepath.Join(parts...))
}
