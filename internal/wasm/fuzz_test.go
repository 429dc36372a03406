package wasm_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

// FuzzDecode looks for input on which decoding or printing panics or takes long.
func FuzzDecode(f *testing.F) {
	for _, data := range components(f) {
		if len(data) < 8_000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		clock := startClock()
		file, err := wasm.Decode(data)
		var problem *wasm.Error
		if err != nil && (!errors.As(err, &problem) || problem.Offset < 0 || problem.Offset > len(data)) {
			t.Fatalf("%#v", err)
		}
		if err == nil && file.Component != nil {
			var cannot *wit.Error
			if err := wit.Print(io.Discard, file.Component); err != nil && !errors.As(err, &cannot) {
				t.Fatal(err)
			}
		}
		if took := clock(); took > 5*time.Second {
			t.Fatalf("it took %v", took)
		}
	})
}
