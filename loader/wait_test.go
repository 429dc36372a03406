package loader

import (
	"context"
	"errors"
	"runtime/debug"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/resident"
)

// blocked is a bench whose compiler waits until it is let go on.
func blocked(t *testing.T) (b *bench, compiling chan struct{}, goOn func()) {
	t.Helper()
	b = newBench(t)
	compiling, end := make(chan struct{}, 100), make(chan struct{})
	b.compiler.onCompile = func() {
		compiling <- struct{}{}
		<-end
	}
	return b, compiling, func() { close(end) }
}

// noneLeft waits until nothing is compiled any more.
func noneLeft(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); leftBehind.Load() > 0; time.Sleep(time.Millisecond) { //nolint:forbidigo // between two looks
		if time.Now().After(deadline) {
			t.Fatalf("%d compilations are left behind", leftBehind.Load())
		}
	}
}

// What is compiled in this process and is not waited for any more is kept.
func TestLeftBehindIsKept(t *testing.T) {
	b, compiling, goOn := blocked(t)
	why := errors.New("for a reason")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		<-compiling
		cancel(why)
	}()
	if _, _, err := load(ctx, b.compiler, b.unit(), LoadOptions{Cache: b.cache}); !errors.Is(err, why) {
		t.Fatalf("ended with %v, want %v", err, why)
	}
	if leftBehind.Load() != 1 {
		t.Errorf("%d are left behind, want 1", leftBehind.Load())
	}
	goOn()
	noneLeft(t)
	b.compiles(0, func() {
		if info := b.load(); !info.CacheHit { // or it joined what was under way
			t.Logf("loaded with %+v", info)
		}
	})
}

// A compilation that is over its limit is an error that says so.
func TestCompileTimeout(t *testing.T) {
	b, _, goOn := blocked(t)
	limit := Compilation{Timeout: time.Millisecond}
	_, _, err := load(t.Context(), b.compiler, b.unit(), LoadOptions{Compilation: limit})
	var late *CompileTimeoutError
	if !errors.As(err, &late) || late.Limit != limit.Timeout || late.Path != b.path {
		t.Errorf("ended with %v", err)
	}
	goOn()
	noneLeft(t)
}

// Only so many are left behind: then no other begins, until one of them ends.
func TestLeftBehindIsBounded(t *testing.T) {
	b, compiling, goOn := blocked(t)
	most := int(mostLeftBehind())
	why := errors.New("nobody waits for it")
	for n := range most + 3 {
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { // when it has begun to compile, and not before
			select {
			case <-compiling:
				cancel(why)
			case <-ctx.Done():
			}
		}()
		_, _, err := load(ctx, b.compiler, b.unit(), LoadOptions{})
		cancel(nil)
		var busy *CompileBusyError
		if n < most && !errors.Is(err, why) || n >= most && (!errors.As(err, &busy) || busy.Count != most) {
			t.Errorf("load %d of %d: %v", n, most, err)
		}
	}
	goOn()
	noneLeft(t)
	if n := b.compiler.compiled.Load(); int(n) != most {
		t.Errorf("%d compilations began, want %d", n, most)
	}
	if _, _, err := load(t.Context(), b.compiler, b.unit(), LoadOptions{}); err != nil {
		t.Error(err)
	}
}

// Memory that the process takes while it compiles counts, where a limit is set.
func TestCompileMemoryHere(t *testing.T) {
	b, compiling, goOn := blocked(t)
	if _, ok := resident.Self(); !ok {
		t.Skip("the system doesn't tell")
	}
	debug.FreeOSMemory() // what is free and still resident could be taken without growing
	filled := make(chan []byte, 1)
	go func() {
		<-compiling
		taken := make([]byte, 256<<20)
		for i := range taken {
			taken[i] = 1
		}
		filled <- taken
	}()
	_, _, err := load(t.Context(), b.compiler, b.unit(), LoadOptions{Compilation: Compilation{Memory: 64 << 20}})
	var memory *CompileMemoryError
	if !errors.As(err, &memory) || memory.Limit != 64<<20 {
		t.Errorf("ended with %v", err)
	}
	<-filled // and kept until here
	goOn()
	noneLeft(t)
}
