package resident

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

var kept []byte

// What a process touches is resident.
func TestGrowth(t *testing.T) {
	before, ok := Self()
	if !ok || before == 0 {
		t.Fatalf("%d bytes, %v", before, ok)
	}
	const size = 64 << 20
	kept = make([]byte, size)
	for i := 0; i < len(kept); i += os.Getpagesize() {
		kept[i] = 1
	}
	after, ok := Of(os.Getpid())
	if !ok || after < before+size/2 {
		t.Errorf("%d bytes before, %d after %d more: %v", before, after, size, ok)
	}
	runtime.KeepAlive(kept)
	if _, ok := Of(0); ok {
		t.Error("there is no process 0")
	}
}

// A look needs no descriptor, once there was one.
func TestWithoutDescriptors(t *testing.T) {
	if _, ok := Self(); !ok {
		t.Skip("the system doesn't tell")
	}
	var open []*os.File
	defer func() {
		for _, f := range open {
			_ = f.Close()
		}
	}()
	var limit, low syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	low = limit
	low.Cur = min(limit.Cur, 128)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	for range 1000 {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		open = append(open, f)
	}
	if _, ok := Of(os.Getpid()); ok {
		t.Fatal("there are descriptors left")
	}
	if size, ok := SelfPrivate(); !ok || size == 0 {
		t.Errorf("%d bytes, %v", size, ok)
	}
}
