//go:build linux

package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// deployed is how large the component of BenchmarkDeploy is, in bytes.
const deployed = 200_000_000

// BenchmarkDeploy uploads 200 MB to a server in this process, in turn with curl
// --data-binary @file: whole processes, with an empty memory of digests each
// time. x/curl is the median of how much faster it was, pair by pair; 0.8 is asked
// for. The server reads everything, and compares the digest.
func BenchmarkDeploy(b *testing.B) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		b.Skip("curl is missing")
	}
	dir := b.TempDir()
	want := bigComponent(b, filepath.Join(dir, "big.wasm"))
	write(b, filepath.Join(dir, "big.qyv"), "name: big\nentrypoint: big.wasm\nruntime: wasi\n")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := sha256.New()
		if _, err := io.CopyBuffer(struct{ io.Writer }{h}, r.Body, make([]byte, 256<<10)); err != nil || hex.EncodeToString(h.Sum(nil)) != want {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
	}))
	defer server.Close()
	ours := []string{build(b, dir, "../../cmd/qyvol-node"), "deploy", "--quiet", filepath.Join(dir, "big.qyv"), server.URL}
	theirs := []string{curl, "--fail", "--silent", "--show-error", "--data-binary", "@" + filepath.Join(dir, "big.wasm"), server.URL + "/upload"}
	env := append(os.Environ(), "QYVOL_CACHE_DIR="+filepath.Join(dir, "cache"))
	var a, c, ratios []float64
	var peak, curlPeak int64
	for b.Loop() {
		t, p := timed(b, env, ours)
		u, q := timed(b, env, theirs)
		a, c, ratios = append(a, deployed/t/1e6), append(c, deployed/u/1e6), append(ratios, u/t)
		peak, curlPeak = max(peak, p), max(curlPeak, q)
	}
	b.ReportMetric(median(a), "MB/s")
	b.ReportMetric(median(c), "MB/s-curl")
	b.ReportMetric(median(ratios), "x/curl")
	b.ReportMetric(float64(peak)/1e6, "MB-peak")
	b.ReportMetric(float64(curlPeak)/1e6, "MB-peak-curl")
	b.ReportMetric(0, "ns/op")
}

// timed runs a command: seconds, and the most memory that it had, in bytes.
func timed(b *testing.B, env, args []string) (seconds float64, peak int64) {
	b.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, stderr.String())
	}
	return time.Since(start).Seconds(), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
}

// bigComponent writes a component with a core module in it whose data is large,
// and returns the digest.
func bigComponent(b *testing.B, path string) string {
	b.Helper()
	const segments, size = 200, 1_000_000
	segment := slices.Concat([]byte{1}, leb(size), make([]byte, size))
	count := section(12, leb(segments))
	data := slices.Concat([]byte{11}, leb(len(leb(segments))+segments*len(segment)), leb(segments))
	module := slices.Concat([]byte("\x00asm\x01\x00\x00\x00"), count, data)
	h := sha256.New()
	f, err := os.Create(path)
	must(b, err)
	defer f.Close()
	out := io.MultiWriter(f, h)
	for _, part := range [][]byte{[]byte("\x00asm\x0d\x00\x01\x00"), {1}, leb(len(module) + segments*len(segment)), module} {
		_, err := out.Write(part)
		must(b, err)
	}
	for range segments {
		_, err := out.Write(segment)
		must(b, err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func section(id byte, content []byte) []byte {
	return slices.Concat([]byte{id}, leb(len(content)), content)
}

// leb writes a number as WebAssembly does: Core specification, "Binary Format",
// "Integers".
func leb(n int) []byte {
	var b []byte
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}
