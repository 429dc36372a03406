//go:build unix

package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
)

// compilerRole is the first argument with which this binary is a compiler.
const compilerRole = "compiler:"

// TestMain makes this binary a compiler where it is started as one: a real one, or
// one that fails in some way.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], compilerRole) {
		os.Exit(playCompiler(strings.TrimPrefix(os.Args[1], compilerRole)))
	}
	os.Exit(m.Run())
}

var hoarded [][]byte

func playCompiler(role string) int {
	if role == "real" {
		return ServeCompiler(os.Stdin, os.Stdout)
	}
	if name, _, _ := strings.Cut(role, "="); name == "one" && os.Getenv("RAYON_NUM_THREADS") == "1" {
		return ServeCompiler(os.Stdin, os.Stdout)
	}
	go func() { // it ends with its parent
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}()
	name, file, _ := strings.Cut(role, "=")
	switch name {
	case "abort":
		fmt.Fprintln(os.Stderr, "\nthread panicked: no core exportable namespace")
		_ = syscall.Kill(os.Getpid(), syscall.SIGABRT)
	case "segv":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "one", "threadless":
		fmt.Fprintln(os.Stderr, "thread '<unnamed>' (1) panicked at registry.rs:167:10:\n"+file)
		return 2
	case "starve":
		fmt.Fprintln(os.Stderr, "memory allocation of 1073741824 bytes failed")
		return 134
	case "hoard":
		for {
			piece := make([]byte, 8<<20)
			for i := range piece {
				piece[i] = 1
			}
			hoarded = append(hoarded, piece)
		}
	case "garbage":
		_, _ = os.Stdout.WriteString("{")
	case "empty":
		_, _ = os.Stdout.WriteString(`{"Kind": 0, "Size": 5}`)
	case "hang":
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			return 1
		}
		select {}
	}
	return 0
}

func playing(role string) *CompilerProcess {
	return &CompilerProcess{Path: os.Args[0], Args: []string{os.Args[0], compilerRole + role}}
}

// loadApart loads with a compiler of its own process.
func loadApart(t *testing.T, ctx context.Context, data string, opts LoadOptions) (LoadInfo, error) {
	t.Helper()
	eng, err := engine.New(engine.Config{EpochInterruption: true})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	unit, err := LoadBytes("guest.wat", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	c, info, err := LoadComponent(ctx, eng, unit, opts)
	if err == nil {
		defer c.Close()
		if !c.HasExport("f") {
			t.Error("the code has no such export")
		}
	}
	return info, err
}

const exporting = `(module (func (export "f")))`

// Code comes from a process of its own, through the cache and without one.
func TestCompileApart(t *testing.T) {
	real := Compilation{Process: playing("real")}
	if info, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: real}); err != nil || info.CacheHit {
		t.Errorf("without a cache: %+v, %v", info, err)
	}
	cache := OpenCache(CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	for _, hit := range []bool{false, true} {
		info, err := loadApart(t, t.Context(), exporting, LoadOptions{Cache: cache, Compilation: real})
		if err != nil || info.CacheHit != hit || len(info.Warnings) > 0 {
			t.Errorf("with a cache: %+v, %v, want a hit %v", info, err, hit)
		}
	}
	if abandonedNow := leftBehind.Load(); abandonedNow != 0 {
		t.Errorf("%d compilations were left behind", abandonedNow)
	}
}

// The compiler's words are the same from another process.
func TestCompileApartErrors(t *testing.T) {
	for _, bad := range []string{`(module (func (result i32)))`, `(module (import "a" "b" (thing)))`} {
		_, here := loadApart(t, t.Context(), bad, LoadOptions{})
		_, apart := loadApart(t, t.Context(), bad, LoadOptions{Compilation: Compilation{Process: playing("real")}})
		var invalid *ModuleLoadError
		if !errors.As(apart, &invalid) || here.Error() != apart.Error() {
			t.Errorf("%s:\n%v\n%v", bad, here, apart)
		}
	}
}

// Where there is no process, or it is of another build, the code is made here.
func TestCompileApartFallsBack(t *testing.T) {
	for name, process := range map[string]*CompilerProcess{
		"no program":    {Path: filepath.Join(t.TempDir(), "none"), Args: []string{"none"}},
		"code cut off":  playing("empty"),
		"no such thing": {Path: "", Args: []string{""}},
	} {
		if _, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: Compilation{Process: process}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever ends the process is an error of the load.
func TestCompilerBreaksDown(t *testing.T) {
	for role, want := range map[string]string{
		"abort": `panicked: no core exportable`, "segv": "killed", "garbage": "exit status 0",
	} {
		_, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: Compilation{Process: playing(role)}})
		var crash *CompilerCrashError
		if !errors.As(err, &crash) || !errors.Is(err, ErrModuleLoad) || !strings.Contains(err.Error(), want) || message.HintOf(err).IsZero() {
			t.Errorf("%s: %v", role, err)
		}
	}
	_, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: Compilation{Process: playing("starve")}})
	var memory *CompileMemoryError
	if !errors.As(err, &memory) || memory.Limit <= DefaultCompileMemory(0) || memory.Limit > DefaultCompileMemory(1<<10) {
		t.Errorf("without memory: %v", err)
	}
}

// A compiler that isn't given its threads has one, and says so if that is one too
// many.
func TestCompilerThreads(t *testing.T) {
	for _, words := range []string{
		`ThreadPoolBuildError { kind: IOError(Os { code: 11, kind: WouldBlock, message: "Resource temporarily unavailable" }) }`,
		"runtime/cgo: pthread_create failed: Resource temporarily unavailable",
		"runtime: failed to create new OS thread (have 4 already; errno=11)",
	} {
		t.Setenv("RAYON_NUM_THREADS", "100")
		if _, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: Compilation{Process: playing("one=" + words)}}); err != nil {
			t.Errorf("with one: %v", err)
		}
		_, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: Compilation{Process: playing("threadless=" + words)}})
		var refused *CompilerThreadsError
		if !errors.As(err, &refused) || !errors.Is(err, ErrModuleLoad) || message.HintOf(err).IsZero() {
			t.Errorf("%s: %v", words, err)
		}
	}
}

// Where descriptors are used up, nothing is compiled in this process instead: what runs
// in it may be what has used them up.
func TestCompilerWithoutDescriptors(t *testing.T) {
	binary, err := engine.TextToBinary([]byte(exporting))
	if err != nil {
		t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	low := limit
	low.Cur = min(limit.Cur, 256)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	var open []*os.File
	defer func() {
		for _, f := range open {
			_ = f.Close()
		}
	}()
	for range low.Cur {
		if f, err := os.Open(os.DevNull); err == nil {
			open = append(open, f)
		}
	}
	_, err = loadApart(t, t.Context(), string(binary), LoadOptions{Compilation: Compilation{Process: playing("real")}})
	var none *CompilerProcessError
	if !errors.As(err, &none) || !errors.Is(err, ErrModuleLoad) || !errors.Is(err, syscall.EMFILE) || message.HintOf(err).IsZero() {
		t.Errorf("ended with %v", err)
	}
}

// A compiler that takes too much memory is ended.
func TestCompilerHoards(t *testing.T) {
	const limit = 128 << 20
	_, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: Compilation{Memory: limit, Process: playing("hoard")}})
	var memory *CompileMemoryError
	if !errors.As(err, &memory) || memory.Limit != limit || !errors.Is(err, ErrModuleLoad) {
		t.Errorf("ended with %v", err)
	}
}

// One that takes too long is ended, and so is one that nobody waits for.
func TestCompilerHangs(t *testing.T) {
	ready := filepath.Join(t.TempDir(), "ready")
	hang := Compilation{Timeout: 50 * time.Millisecond, Process: playing("hang=" + ready)}
	_, err := loadApart(t, t.Context(), exporting, LoadOptions{Compilation: hang})
	var late *CompileTimeoutError
	if !errors.As(err, &late) || late.Limit != hang.Timeout || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ended with %v", err)
	}
	_ = os.Remove(ready) // it may have been ended before it came to that
	hang.Timeout = 0
	why := errors.New("for a reason")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		for {
			if _, err := os.Stat(ready); err == nil {
				cancel(why)
				return
			}
			time.Sleep(time.Millisecond) //nolint:forbidigo // between two looks
		}
	}()
	if _, err := loadApart(t, ctx, exporting, LoadOptions{Compilation: hang}); !errors.Is(err, why) {
		t.Errorf("ended with %v, want %v", err, why)
	}
}
