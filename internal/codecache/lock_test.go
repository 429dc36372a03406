package codecache

import (
	"os"
	"testing"
	"time"
)

func hold(t *testing.T, d directory, k key) (release func()) {
	t.Helper()
	_, err := d.prepare()
	must(t, err)
	release, err = d.lock(k, time.Minute)
	must(t, err)
	return release
}

// Whoever waits for the lock finds what its holder made.
func TestWaitingForTheLock(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	key := b.key()
	release := hold(t, b.dir(), key)
	done := make(chan loaded)
	go func() { done <- b.load() }()

	_, err := b.dir().keep(sidecar{codeFile: codeFile{key: key, kind: fakeKind}, format: fakeFormat}, b.compile())
	must(t, err)
	b.compiles(0, func() {
		release()
		if info := <-done; !info.Hit {
			t.Errorf("%+v", info)
		}
	})
}

// A holder that never lets go, such as a stopped process, delays but does not
// stop the others.
func TestLockWaitIsBounded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	defer hold(t, b.dir(), b.key())()
	b.open(Options{Dir: b.dir().root, LockWait: 10 * time.Millisecond})
	b.compiles(1, func() { b.quiet() })
	b.compiles(0, func() { b.quiet() }) // a hit needs no lock
}

func TestLockIsExclusiveAndReleased(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := hold(t, b.dir(), key{1})
	file, err := os.OpenFile(b.dir().files+separator+lockPrefix+"01", os.O_RDWR, 0)
	must(t, err)
	defer file.Close()
	if taken, err := tryLock(file); taken || err != nil {
		t.Fatalf("taken twice: %t, %v", taken, err)
	}
	release()
	if taken, err := tryLock(file); !taken || err != nil {
		t.Fatalf("not released: %t, %v", taken, err)
	}
}
