package wasi_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/wasi"
)

// A guest that asks a stream for zeroes does not make the host allocate them:
// neither so many that no system has them, nor as many as this one may have.
func TestZeroesAreNotAllocated(t *testing.T) {
	const most = 64 << 20
	file := open(t, filepath.Join(t.TempDir(), "zeroes"))
	outputs := map[string]io.Writer{"nothing": nil, "file": file, "writer": io.Discard}
	for _, name := range []string{"write-zeroes", "blocking-write-zeroes"} {
		text, err := fixtures.FS.ReadFile("write-zeroes/" + name + ".wat")
		if err != nil {
			t.Fatal(err)
		}
		const huge, large = "0x4000_0000_0000_0000", "0x4000_0000" // 2^62, 1 GiB
		if !bytes.Contains(text, []byte(huge)) {
			t.Fatalf("%s asks for something else than %s", name, huge)
		}
		for _, size := range []string{huge, large} {
			g := load(t, bytes.ReplaceAll(text, []byte(huge), []byte(size)))
			for to, out := range outputs {
				t.Run(name+" "+size+" "+to, func(t *testing.T) {
					before := resetPeak(t)
					s := wasi.BuildState(stdio(), wasi.Stdio{Stdout: out})
					if _, err := g.run(t, s); err == nil {
						t.Error("the guest got what it asked for")
					}
					if grown := peak(t) - before; grown > most {
						t.Errorf("the process grew by %d MiB", grown>>20)
					}
				})
			}
		}
	}
}

// resetPeak makes the most memory that the process had what it has now.
func resetPeak(t *testing.T) int64 {
	t.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200); err != nil {
		t.Skipf("no peak to be measured: %v", err)
	}
	return peak(t)
}

// peak is the most bytes of memory that the process had.
func peak(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]), "kB")), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
