package writenow_test

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/wasi/host/internal/writenow"
)

func TestWrite(t *testing.T) {
	var pipe [2]int
	if err := unix.Pipe2(pipe[:], unix.O_NONBLOCK|unix.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	defer unix.Close(pipe[1])
	for _, size := range []int{0, 1, 64, writenow.Most, writenow.Most + 1} {
		p := bytes.Repeat([]byte{byte(size)}, size)
		if n, err := writenow.Write(pipe[1], p); n != size || err != nil {
			t.Fatalf("%d bytes: %d, %v", size, n, err)
		}
		got := make([]byte, size+1)
		if n, _ := unix.Read(pipe[0], got); max(n, 0) != size || !bytes.Equal(got[:size], p) {
			t.Errorf("%d bytes: %d are read", size, n)
		}
	}
	full := make([]byte, writenow.Most)
	for range 1000 {
		if n, err := writenow.Write(pipe[1], full); err == nil {
			continue
		} else if n != 0 || !errors.Is(err, unix.EAGAIN) {
			t.Errorf("a full pipe: %d, %v", n, err)
		}
		break
	}
	_ = unix.Close(pipe[0])
	if n, err := writenow.Write(pipe[1], full); n != 0 || !errors.Is(err, unix.EPIPE) {
		t.Errorf("nobody reads: %d, %v", n, err)
	}
	if n, err := writenow.Write(-1, full); n != 0 || !errors.Is(err, unix.EBADF) {
		t.Errorf("no descriptor: %d, %v", n, err)
	}
}
