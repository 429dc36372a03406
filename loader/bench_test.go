package loader_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
)

// largeModule makes a core module of at least that many bytes, most of it code
// that does arithmetic, as large guests are.
func largeModule(size int) []byte {
	const bodySize = 12 << 10
	var body []byte
	body = append(body, 0, 0x20, 0) // no locals; local.get 0
	for i := 0; len(body) < bodySize; i++ {
		body = append(body, 0x41)
		body = binary.AppendVarint(body, int64(i)) // zigzag happens to be a valid signed LEB128
		body = append(body, 0x6a, 0x20, 0, 0x73)   // i32.add, local.get 0, i32.xor
	}
	body = append(body, 0x0b)
	count := size/len(body) + 1

	types := []byte{1, 0x60, 1, 0x7f, 1, 0x7f}
	functions := binary.AppendUvarint(nil, uint64(count))
	functions = append(functions, bytes.Repeat([]byte{0}, count)...)
	exports := append([]byte{1, 1, 'f', 0}, 0)
	code := binary.AppendUvarint(nil, uint64(count))
	for range count {
		code = binary.AppendUvarint(code, uint64(len(body)))
		code = append(code, body...)
	}
	module := []byte(moduleHeader)
	for _, s := range []struct {
		id   byte
		body []byte
	}{{1, types}, {3, functions}, {7, exports}, {10, code}} {
		module = append(module, s.id)
		module = binary.AppendUvarint(module, uint64(len(s.body)))
		module = append(module, s.body...)
	}
	return module
}

// warmUp fills the cache until a load reads nothing but records.
func warmUp(b *testing.B, eng *engine.Engine, path string) *loader.Cache {
	b.Helper()
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(b.TempDir(), "cache")})
	deadline := time.Now().Add(time.Minute)
	for first := true; ; first = false {
		_, info := loadReal(b, eng, path, cache)
		if first {
			b.Logf("%d bytes of source, %d of code: read %v, compile %v, store %v",
				info.Bytes, info.CodeBytes, info.Read, info.Compile, info.Store)
		}
		if info.CacheHit && info.Read == 0 {
			return cache
		}
		if time.Now().After(deadline) {
			b.Fatal("the cache does not get warm")
		}
		time.Sleep(10 * time.Millisecond) //nolint:forbidigo // between two looks at a clock of the file system
	}
}

func benchmarkWarm(b *testing.B, path string) {
	eng := newEngine(b, engine.Config{})
	cache := warmUp(b, eng, path)
	loadReal(b, eng, path, cache)
	b.ReportAllocs()
	for b.Loop() {
		if _, info := loadReal(b, eng, path, cache); !info.CacheHit {
			b.Fatal("missed")
		}
	}
}

func BenchmarkWarmLoadHello(b *testing.B) { benchmarkWarm(b, "../fixtures/hello/hello.wasm") }

func BenchmarkWarmLoad30MB(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.wasm")
	if err := os.WriteFile(path, largeModule(30<<20), 0o600); err != nil {
		b.Fatal(err)
	}
	benchmarkWarm(b, path)
}

// What the same costs without this package: the engine maps the file.
func BenchmarkMapHello(b *testing.B) {
	eng := newEngine(b, engine.Config{})
	component, err := eng.LoadFile("../fixtures/hello/hello.wasm")
	if err != nil {
		b.Fatal(err)
	}
	code, err := component.Serialize()
	if err != nil {
		b.Fatal(err)
	}
	path := write(b, filepath.Join(b.TempDir(), "hello.code"), string(code))
	b.ReportAllocs()
	for b.Loop() {
		c, err := eng.DeserializeFile(path, component.Kind())
		if err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
}

func BenchmarkColdLoadHello(b *testing.B) {
	eng := newEngine(b, engine.Config{})
	b.ReportAllocs()
	for b.Loop() {
		cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(b.TempDir(), "cache")})
		loadReal(b, eng, "../fixtures/hello/hello.wasm", cache)
	}
}
