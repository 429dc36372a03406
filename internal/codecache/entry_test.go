package codecache

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// damages are things that can happen to the files of an entry.
func damages() map[string]func(t *testing.T, b *bench) {
	return map[string]func(t *testing.T, b *bench){
		"a byte of the code": func(t *testing.T, b *bench) { edit(t, b.only(codeSuffix), flipLast) },
		"the header of the code": func(t *testing.T, b *bench) {
			edit(t, b.only(codeSuffix), func(c []byte) []byte { c[0] ^= 1; return c })
		},
		"truncated code": func(t *testing.T, b *bench) {
			edit(t, b.only(codeSuffix), func(c []byte) []byte { return c[:len(c)-1] })
		},
		"empty code": func(t *testing.T, b *bench) { edit(t, b.only(codeSuffix), func([]byte) []byte { return nil }) },
		"longer code": func(t *testing.T, b *bench) {
			edit(t, b.only(codeSuffix), func(c []byte) []byte { return append(c, 'x') })
		},
		"grown code":    func(t *testing.T, b *bench) { must(t, os.Truncate(b.only(codeSuffix), 1<<40)) },
		"grown sidecar": func(t *testing.T, b *bench) { must(t, os.Truncate(b.only(sidecarSuffix), 1<<40)) },
		"grown lock": func(t *testing.T, b *bench) {
			must(t, os.Truncate(b.only(codeSuffix), 1))
			locks, err := filepath.Glob(filepath.Join(b.dir().files, lockPrefix+"*"))
			must(t, err)
			must(t, os.Truncate(locks[0], 1<<40))
		},
		"other code": func(t *testing.T, b *bench) { replace(t, b.only(codeSuffix), []byte(fakeHeader+"evil")) },
		"a link": func(t *testing.T, b *bench) {
			replaceBy(t, b.only(codeSuffix), func(p string) error { return os.Symlink(b.path, p) })
		},
		"open to all":  func(t *testing.T, b *bench) { must(t, os.Chmod(b.only(codeSuffix), 0o666)) },
		"sidecar byte": func(t *testing.T, b *bench) { edit(t, b.only(sidecarSuffix), flipLast) },
		"sidecar is short": func(t *testing.T, b *bench) {
			edit(t, b.only(sidecarSuffix), func(m []byte) []byte { return m[:len(m)/2] })
		},
		"sidecar is garbage": func(t *testing.T, b *bench) { replace(t, b.only(sidecarSuffix), []byte("garbage")) },
		"sidecar is another's": func(t *testing.T, b *bench) {
			m := sidecar{codeFile: codeFile{key: key{1}}, format: fakeFormat}
			replace(t, b.only(sidecarSuffix), m.encode())
		},
		"no sidecar": func(t *testing.T, b *bench) { must(t, os.Remove(b.only(sidecarSuffix))) },
		"no code":    func(t *testing.T, b *bench) { must(t, os.Remove(b.only(codeSuffix))) },
	}
}

// Damaged code never runs: bench.load compares what it got. Each damage is
// tried on a fresh entry, on a settled one, and without the record of the source.
func TestDamagedEntryIsRebuilt(t *testing.T) {
	t.Parallel()
	for name, damage := range damages() {
		for _, when := range []string{"fresh", "settled", "settled, no record of the source"} {
			t.Run(name+", "+when, func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				b.load()
				if when != "fresh" {
					b.warm()
				}
				if when == "settled, no record of the source" {
					must(t, os.Remove(b.only(sourceSuffix)))
				}
				damage(t, b)
				b.load()
				b.warm()
				b.compiles(0, func() { b.quiet() })
				b.noTemps()
			})
		}
	}
}

// What is wrong with an entry is told, once.
func TestDamageIsReported(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	edit(t, b.only(codeSuffix), flipLast)
	b.compiles(1, func() {
		info := b.load()
		var e *EntryError
		if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Path != b.only(codeSuffix) {
			t.Errorf("warnings: %v", info.Warnings)
		}
	})
	b.quiet()
}

// Where code can't be mapped it is copied: what was checked is what is copied.
func TestCodeThatCantBeMapped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.noMap = true
	b.compiles(1, func() { b.warm(); b.quiet() })
	edit(t, b.only(codeSuffix), flipLast)
	b.compiles(1, func() { b.load() })
}

// Code that changes between the check and the mapping is not used.
func TestChangedWhileMapping(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	path := b.only(codeSuffix)
	b.onMap = func() { edit(t, path, flipLast) }
	b.compiles(1, func() { b.load() })
	b.load() // fresh: compared, and perhaps mapped
	b.onMap = nil
	b.load()
	b.compiles(0, func() { b.quiet() })
}

// A directory in place of the code can't be replaced by renaming: the run goes
// on without the entry, and says why.
func TestDirectoryInPlaceOfCode(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.load()
	replaceBy(t, b.only(codeSuffix), func(p string) error { return os.Mkdir(p, 0o700) })
	b.compiles(1, func() {
		var e *WriteError
		if info := b.load(); !errors.As(errors.Join(info.Warnings...), &e) {
			t.Errorf("warnings: %v", info.Warnings)
		}
	})
	b.noTemps()
}

// A copy of the same bytes is as good as the original, as after a restored
// backup; it is read once and trusted again.
func TestReplacedByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	data, err := os.ReadFile(b.only(codeSuffix))
	must(t, err)
	replace(t, b.only(codeSuffix), data)
	b.compiles(0, func() { b.quiet(); b.warm() })
}

// An edit in the same instant as the making of the entry must not hide behind
// a stamp that looks the same.
func TestRacyEditIsSeen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 100 {
		must(t, os.RemoveAll(b.dir().root))
		b.load()
		edit(t, b.only(codeSuffix), flipLast)
		b.load()
		edit(t, b.only(codeSuffix), flipLast)
		b.load()
	}
}

func TestEditedQuickRecord(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func([]byte) []byte{
		"flipped": flipLast,
		"short":   func(q []byte) []byte { return q[:len(q)/2] },
		"empty":   func([]byte) []byte { return nil },
		"garbage": func([]byte) []byte { return []byte("garbage") },
		"large":   func([]byte) []byte { return make([]byte, maxRecord+1) },
		"grown":   nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.warm()
			if change == nil {
				must(t, os.Truncate(b.only(sourceSuffix), 1<<40))
			} else {
				edit(t, b.only(sourceSuffix), change)
			}
			b.compiles(0, func() { b.quiet() })
			b.compiles(0, func() { b.warm() })
		})
	}
}
