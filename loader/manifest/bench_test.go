package manifest_test

import (
	"os"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

func BenchmarkParse(b *testing.B) {
	for _, name := range []string{"minimal", "full", "mounts"} {
		data, err := os.ReadFile(fixtures + "/good/" + name + ".qyv")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := manifest.Parse(data, manifest.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
