package codecache

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// age makes a file look as if it had been used that long ago.
func age(t *testing.T, path string, by time.Duration) {
	t.Helper()
	at := time.Now().Add(-by)
	must(t, os.Chtimes(path, at, at))
}

// fill makes entries of a kilobyte each, the first used most recently.
func fill(t *testing.T, b *bench, n int) {
	t.Helper()
	b.padding = 1 << 10
	for i := range n {
		b.write(fmt.Sprintf("guest %d", i))
		b.quiet()
		age(t, b.dir().sidecar(b.key()), time.Duration(i+10)*time.Hour)
	}
}

func TestEvictsTheLeastRecentlyUsed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	fill(t, b, 5)
	b.open(Options{Dir: b.dir().root, Limit: 5 << 10})
	b.write("one more")
	b.quiet()
	info, err := b.cache.Info()
	must(t, err)
	if info.Bytes > info.Limit || len(info.Entries) < 3 || info.Limit != 5<<10 {
		t.Errorf("%+v", info)
	}
	b.compiles(0, func() { b.quiet() }) // what was just made stays
	b.write("guest 0")
	b.compiles(0, func() { b.quiet() })
	b.write("guest 4")
	b.compiles(1, func() { b.quiet() })
}

// An entry that has grown goes; others don't go for its sake.
func TestEvictsWhatHasGrown(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	fill(t, b, 3)
	must(t, os.Truncate(b.dir().code(b.key()), 1<<40)) // used the longest time ago
	b.write("guest 0")
	must(t, os.Truncate(b.dir().code(b.key()), 1<<40)) // used most recently
	b.write("one more")
	b.quiet()
	if info, err := b.cache.Info(); err != nil || len(info.Entries) != 2 || info.Bytes > info.Limit {
		t.Errorf("%+v, %v", info, err)
	}
	b.write("guest 1")
	b.compiles(0, func() { b.quiet() })
}

// An entry that fits, but not together with its sidecar, is not made in vain.
func TestWhatWasJustMadeStays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code := b.compile()
	b.open(Options{Dir: b.dir().root, Limit: int64(len(code))})
	b.compiles(1, func() { b.quiet(); b.quiet() })
}

// A use is noted, at most once an hour, and without disturbing the trust in the
// entry.
func TestUseIsNoted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	paths := []string{b.only(sourceSuffix), b.only(sidecarSuffix)}
	for _, c := range []struct {
		ago  time.Duration
		want bool
	}{{touchInterval / 2, false}, {2 * touchInterval, true}} {
		for _, path := range paths {
			age(t, path, c.ago)
		}
		b.compiles(0, func() { b.quiet() })
		for _, path := range paths {
			state, err := os.Stat(path)
			must(t, err)
			if touched := time.Since(state.ModTime()) < c.ago/2; touched != c.want {
				t.Errorf("%s, used %v ago: touched %t", filepath.Ext(path), c.ago, touched)
			}
		}
	}
	if !b.quiet().Recalled {
		t.Error("the record of the source was lost")
	}
}

// Code that is being read or is mapped outlives its eviction.
func TestEvictionLeavesReadersAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.quiet()
	f, err := openFile(b.only(codeSuffix))
	must(t, err)
	defer f.close()
	_, _, err = b.cache.Clear()
	must(t, err)
	var code []byte
	if err := b.give(&code)(Code{Path: f.mapPath(), Kind: fakeKind}); err != nil {
		t.Error(err)
	}
	b.compiles(1, func() { b.quiet() })
}

// Records of sources are small but many.
func TestRecordsOfSourcesAreBounded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	record := b.only(sourceSuffix)
	for i := range maxSources {
		path := filepath.Join(b.dir().files, fmt.Sprintf("old-%d%s", i, sourceSuffix))
		must(t, os.WriteFile(path, nil, 0o600))
		age(t, path, time.Hour)
	}
	must(t, b.dir().evict(1<<30, key{}))
	paths, err := filepath.Glob(filepath.Join(b.dir().files, "*"+sourceSuffix))
	must(t, err)
	if len(paths) != maxSources {
		t.Errorf("%d records", len(paths))
	}
	if _, err := os.Lstat(record); err != nil {
		t.Error("the latest went first")
	}
}

// What alone is larger than the cache is not kept, and that is said.
func TestLargerThanTheCache(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.padding = 1 << 12
	b.open(Options{Dir: b.dir().root, Limit: 1 << 12})
	info := b.load()
	if len(info.Warnings) != 1 {
		t.Fatalf("warnings: %v", info.Warnings)
	}
	var e *LimitError
	if !errors.As(info.Warnings[0], &e) || e.Limit != 1<<12 || e.Size <= e.Limit {
		t.Errorf("%v", info.Warnings[0])
	}
}

// What processes that died left behind goes with the next store; what may be
// at work, and what is not the cache's, stays.
func TestLeftoversAreSwept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.prepare()
	place := func(name string) string {
		path := filepath.Join(b.dir().files, name)
		must(t, os.WriteFile(path, []byte("x"), 0o600))
		return path
	}
	temp, alien, orphan := place(tempPrefix+"1-2"), place("README"), place("00"+codeSuffix)
	must(t, b.dir().evict(1<<20, key{}))
	for _, path := range []string{temp, alien, orphan} {
		if _, err := os.Lstat(path); err != nil {
			t.Errorf("%s is gone", path)
		}
	}
	l, err := b.dir().list()
	must(t, err)
	if len(l.temps) != 1 || len(l.items) != 1 {
		t.Fatalf("%+v", l)
	}
	// The age counts from the change time, which can't be set back.
	must(t, b.dir().sweep(l.temps, 0))
	if _, err := os.Lstat(temp); err == nil {
		t.Error("the temporary file is still there")
	}
}
