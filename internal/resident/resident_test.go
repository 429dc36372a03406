package resident

import (
	"os"
	"runtime"
	"testing"
)

var kept []byte

// What a process touches is resident.
func TestGrowth(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the system doesn't tell")
	}
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
