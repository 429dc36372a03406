package host_test

import (
	"io"
	"os"
	"testing"

	"github.com/qyvol/qyvol/wasi/host"
)

// BenchmarkOutput measures writes to what may block, and to what doesn't.
func BenchmarkOutput(b *testing.B) {
	r, w, err := os.Pipe()
	mustBe(b, err)
	defer r.Close()
	defer w.Close()
	go io.Copy(io.Discard, r)
	for name, to := range map[string]io.Writer{"pipe": w, "memory": io.Discard} {
		b.Run(name, func(b *testing.B) {
			h := host.New(host.Config{Stdout: to})
			line := make([]byte, 64)
			b.ReportAllocs()
			for b.Loop() {
				mustBe(b, h.Stdout.Write(line))
			}
		})
	}
}
