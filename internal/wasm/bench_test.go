package wasm_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/wasm"
)

// A component of 30 MB is mostly code, which is not read.
func BenchmarkDecodeLarge(b *testing.B) {
	body := "\xc0\x0f" + strings.Repeat("\x01", 1982) + "\x00\x0b" // 1984 bytes
	const bodies = 15_000
	module := moduleHead + section(1, vec("\x60\x00\x00")) + section(3, leb(bodies), strings.Repeat("\x00", bodies)) +
		section(10, leb(bodies), strings.Repeat(body, bodies))
	data := []byte(componentHead + section(1, module))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wasm.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

// What a small file can ask for at most.
func BenchmarkDecodeHostile(b *testing.B) {
	for name, data := range hostile(b) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = wasm.Decode([]byte(data))
			}
		})
	}
}

func BenchmarkDecodeFixture(b *testing.B) {
	data, err := fixtures.FS.ReadFile("files/files.wasm")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wasm.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
