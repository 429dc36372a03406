package policy_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
)

// What a guest that looks for a file that isn't there costs: with exclude, each
// such look is decided about.
func BenchmarkDecide(b *testing.B) {
	files := rules()
	for name, path := range map[string]string{"allowed": "/data/lib/deep/down/module.so", "hidden": "/data/secrets/a/b", "outside": "/etc/passwd"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if d := files.Decide(policy.Read, path); d.Allowed != (name == "allowed") {
					b.Fatal(d)
				}
			}
		})
	}
}
