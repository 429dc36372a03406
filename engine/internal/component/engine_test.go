package component

import "testing"

func TestWasmStack(t *testing.T) {
	const kib = 1 << 10
	for _, tt := range []struct{ wanted, thread, want uint64 }{
		{0, 0, 0},
		{0, 8192 * kib, 0},
		{0, 1024 * kib, 0},
		{0, 1023 * kib, 1023 * kib / 2},
		{0, 128 * kib, 64 * kib},
		{4096 * kib, 0, 4096 * kib},
		{4096 * kib, 8192 * kib, 4096 * kib},
		{4096 * kib, 2048 * kib, 1024 * kib},
		{64 * kib, 256 * kib, 64 * kib},
	} {
		if got := wasmStack(tt.wanted, tt.thread); got != tt.want {
			t.Errorf("of %d bytes, %d are wanted: guests have %d, not %d", tt.thread, tt.wanted, got, tt.want)
		}
	}
}
