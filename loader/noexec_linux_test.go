package loader

import (
	"context"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/engine"
)

// A cache where nothing may be executed serves all the same.
func TestRealEngineNoexec(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	must(t, os.Mkdir(b.root(), 0o700))
	if err := unix.Mount("none", b.root(), "tmpfs", unix.MS_NOEXEC, "size=16m,mode=0700"); err != nil {
		t.Skipf("can't mount: %v", err)
	}
	t.Cleanup(func() { must(t, unix.Unmount(b.root(), unix.MNT_DETACH)) })
	eng, err := engine.New(engine.Config{})
	must(t, err)
	defer eng.Close()
	for i := range 3 {
		unit, err := Load("../fixtures/hello/hello.wasm", Options{Cache: b.cache})
		must(t, err)
		component, info, err := LoadComponent(context.Background(), eng, unit, LoadOptions{Cache: b.cache})
		if err != nil || info.CacheHit != (i > 0) || len(info.Warnings) > 0 {
			t.Fatalf("load %d: %+v, %v", i, info, err)
		}
		must(t, component.Close())
	}
}
