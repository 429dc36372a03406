package codecache

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestInfoAndClear(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if info, err := b.cache.Info(); err != nil || len(info.Entries) != 0 || info.Dir != b.dir().root || !info.Enabled {
		t.Fatalf("an empty cache: %+v, %v", info, err)
	}
	if removed, freed, err := b.cache.Clear(); removed != 0 || freed != 0 || err != nil {
		t.Fatalf("an empty cache: %d, %d, %v", removed, freed, err)
	}
	start := time.Now()
	b.warm()
	b.write("another")
	b.quiet()
	info, err := b.cache.Info()
	if err != nil || len(info.Entries) != 2 || info.Limit != DefaultLimit || info.Bytes == 0 {
		t.Fatalf("%+v, %v", info, err)
	}
	for _, entry := range info.Entries {
		if entry.Source != b.path || entry.Format != fakeFormat || entry.Bytes == 0 ||
			entry.Created.Before(start.Add(-time.Second)) || entry.Used.Before(start.Add(-time.Second)) {
			t.Errorf("%+v", entry)
		}
	}
	removed, freed, err := b.cache.Clear()
	if err != nil || removed != 2 || freed != info.Bytes {
		t.Fatalf("cleared %d, %d of %d bytes, %v", removed, freed, info.Bytes, err)
	}
	left, err := os.ReadDir(b.dir().files)
	if err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	b.compiles(1, func() { b.quiet() })
}

// What is not the cache's stays.
func TestClearLeavesOthersFiles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.quiet()
	alien := filepath.Join(b.dir().files, "notes.txt")
	must(t, os.WriteFile(alien, nil, 0o600))
	_, _, err := b.cache.Clear()
	must(t, err)
	if _, err := os.Lstat(alien); err != nil {
		t.Error(err)
	}
}

func TestInfoOfADisabledCache(t *testing.T) {
	t.Parallel()
	for _, c := range []*Cache{nil, disabled()} {
		info, err := c.Info()
		if err != nil || info.Enabled || info.Dir != "" {
			t.Errorf("%+v, %v", info, err)
		}
		if _, _, err := c.Clear(); err != nil {
			t.Error(err)
		}
	}
}

func TestInfoOfAnUnsafeDirectory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.quiet()
	must(t, os.Chmod(b.dir().root, 0o777))
	var e *UnsafeDirError
	if _, err := b.cache.Info(); !errors.As(err, &e) || e.Why != UnsafeMode {
		t.Error(err)
	}
	if _, _, err := b.cache.Clear(); !errors.As(err, &e) {
		t.Error(err)
	}
}

// A damaged sidecar is counted all the same.
func TestInfoOfADamagedEntry(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.quiet()
	edit(t, b.only(sidecarSuffix), flipLast)
	info, err := b.cache.Info()
	if err != nil || len(info.Entries) != 1 || info.Entries[0].Source != "" || info.Entries[0].Bytes == 0 {
		t.Errorf("%+v, %v", info, err)
	}
}

func disabled() *Cache {
	c := Open(Options{Disabled: true})
	return &c
}
