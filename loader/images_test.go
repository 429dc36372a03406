package loader_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
)

// Images of memories are part of an entry: they are mapped from it, and one that is
// damaged is as bad as damaged code.
func TestImagesInTheCache(t *testing.T) {
	t.Parallel()
	data := strings.Repeat("memory", 20_000)
	dir := t.TempDir()
	guest := write(t, filepath.Join(dir, "guest.wat"), `(module (memory (export "memory") 3) (data (i32.const 16) "`+data+`"))`)
	eng := newEngine(t, engine.Config{MemoryAccounting: true})
	for what, damage := range map[string]func([]byte) []byte{
		"nothing": nil,
		"a byte of an image": func(b []byte) []byte {
			b[bytes.Index(b, []byte(data))+5000]++
			return b
		},
		"the index":   func(b []byte) []byte { b[len(b)-100]++; return b },
		"the end":     func(b []byte) []byte { return b[:len(b)-1] },
		"all of them": func(b []byte) []byte { return b[:bytes.Index(b, []byte(data))] },
	} {
		cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(dir, what), Settle: true})
		begins(t, eng, guest, cache, data)
		paths, err := filepath.Glob(filepath.Join(dir, what, "code", "*.code"))
		if err != nil || len(paths) != 1 {
			t.Fatal(paths, err)
		}
		code, err := os.ReadFile(paths[0])
		mustBe(t, err)
		if damage != nil {
			mustBe(t, os.WriteFile(paths[0], damage(code), 0o600))
		}
		info := begins(t, eng, guest, cache, data)
		var damaged *loader.CacheEntryError
		switch {
		case damage == nil && (!info.CacheHit || len(info.Warnings) > 0):
			t.Errorf("%s: %+v", what, info)
		case damage != nil && (info.CacheHit || len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &damaged)):
			t.Errorf("%s: %+v", what, info)
		}
		if info := begins(t, eng, guest, cache, data); !info.CacheHit || len(info.Warnings) > 0 {
			t.Errorf("%s: not rebuilt: %+v", what, info)
		}
	}
}

// begins loads a module as a new process would, and looks at what its memory
// begins as.
func begins(t *testing.T, eng *engine.Engine, path string, cache *loader.Cache, want string) loader.LoadInfo {
	t.Helper()
	unit, err := loader.Load(path, loader.Options{Cache: cache})
	mustBe(t, err)
	c, info, err := loader.LoadComponent(context.Background(), eng, unit, loader.LoadOptions{Cache: cache})
	mustBe(t, err)
	defer c.Close()
	s := engine.NewStore(eng, nil)
	defer s.Close()
	l := engine.NewLinker(eng)
	defer l.Close()
	i, err := l.Instantiate(s, c)
	mustBe(t, err)
	if m, _ := i.Memory("memory"); len(m) != 3<<16 || string(m[16:16+len(want)]) != want || len(bytes.Trim(m[16+len(want):], "\x00")) > 0 {
		t.Error("the memory begins as another")
	}
	return info
}

func mustBe(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
