package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"testing"
	"time"
)

// BenchmarkProcess times whole processes, in turn: `qyvol run hello.qyv` with a
// warm cache, and the least that a Go program can do to run the same component
// (scripts/floor). x/floor is the median of the ratios, pair by pair.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	qyvol, floor := build(b, dir, "../../cmd/qyvol"), build(b, dir, "../../scripts/floor")
	hello, code := "../../fixtures/hello/hello", filepath.Join(dir, "hello.cwasm")
	env := append(os.Environ(), "QYVOL_CACHE_DIR="+filepath.Join(dir, "cache"))
	once(b, env, floor, "compile", hello+".wasm", code)
	for range 3 { // compile, settle, warm
		once(b, env, qyvol, "run", hello+".qyv")
		once(b, env, floor, "run", code)
	}
	var ours, theirs, ratios []float64
	for b.Loop() {
		a := once(b, env, qyvol, "run", hello+".qyv")
		f := once(b, env, floor, "run", code)
		ours, theirs = append(ours, a.Seconds()*1e3), append(theirs, f.Seconds()*1e3)
		ratios = append(ratios, a.Seconds()/f.Seconds())
	}
	b.ReportMetric(median(ours), "ms/qyvol")
	b.ReportMetric(median(theirs), "ms/floor")
	b.ReportMetric(median(ratios), "x/floor")
	b.ReportMetric(0, "ns/op")
}

func build(b *testing.B, dir, pkg string) string {
	b.Helper()
	out := filepath.Join(dir, filepath.Base(pkg)+"-binary")
	if text, err := exec.Command("go", "build", "-o", out, pkg).CombinedOutput(); err != nil {
		b.Fatalf("go build %s: %v\n%s", pkg, err, text)
	}
	return out
}

func once(b *testing.B, env []string, name string, args ...string) time.Duration {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = env
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s %v: %v", name, args, err)
	}
	return time.Since(start)
}

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}
