//go:build cgo

package engine

import (
	"testing"

	"golang.org/x/sys/cpu"
)

// The features of this processor are what another library says.
func TestCPUFeatures(t *testing.T) {
	x, a, want := &cpu.X86, &cpu.ARM64, ""
	for _, f := range [...]struct {
		name string
		has  bool
	}{
		{"sse3", x.HasSSE3},
		{"ssse3", x.HasSSSE3},
		{"sse41", x.HasSSE41},
		{"sse42", x.HasSSE42},
		{"popcnt", x.HasPOPCNT},
		{"avx", x.HasAVX},
		{"avx2", x.HasAVX2},
		{"fma", x.HasFMA},
		{"bmi1", x.HasBMI1},
		{"bmi2", x.HasBMI2},
		{"avx512f", x.HasAVX512F},
		{"avx512dq", x.HasAVX512DQ},
		{"avx512vl", x.HasAVX512VL},
		{"avx512vbmi", x.HasAVX512VBMI},
		{"avx512bitalg", x.HasAVX512BITALG},
		{"lse", a.HasATOMICS},
		{"fp16", a.HasFPHP},
	} {
		if f.has {
			want += f.name + ","
		}
	}
	if got := cpuFeatures(); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
