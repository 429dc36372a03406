package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// program is a guest in its two forms.
type program struct {
	name string
	c    *engine.Component
	l    *engine.Linker
}

// programs compiles a fixture as a component and as a preview 1 core module.
func programs(t testing.TB, eng *engine.Engine, name string) []program {
	t.Helper()
	l := wasiLinker(t, eng)
	return []program{
		{"component", compile(t, eng, string(fixture(t, name+"/"+name+".wasm"))), l},
		{"core module", compile(t, eng, string(fixture(t, name+"/"+name+"-p1.wasm"))), l},
	}
}

// run runs a program to its end.
func (p *program) run(cfg *engine.WASIConfig) (engine.Stats, error) {
	s := engine.NewStore(p.c.Engine(), nil)
	err := s.SetWASI(cfg)
	if err == nil {
		err = p.start(s)
	}
	s.Close()
	return s.Stats(), err
}

func (p *program) start(s *engine.Store) error {
	inst, err := p.l.Instantiate(s, p.c)
	if err != nil {
		return err
	}
	path := []string{runIface, "run"}
	if p.c.Kind() == engine.KindModule {
		path = []string{"_start"}
	}
	f, err := inst.Func(path...)
	if err != nil {
		return err
	}
	got, err := f.Call()
	if r, ok := got.(engine.Result[any, any]); ok && !r.OK {
		return &engine.ExitError{Code: 1}
	}
	return err
}

// exitCode is 0 for a program that ends by itself.
func exitCode(err error) int {
	var exit *engine.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.Code
	default:
		return -1
	}
}

func TestHello(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "hello") {
		var out bytes.Buffer
		stats, err := p.run(&engine.WASIConfig{Stdout: engine.Output{Writer: &out}})
		if exitCode(err) != 0 || out.String() != "Hello from Qyvol!\n" {
			t.Errorf("%s: prints %q, %v", p.name, out.String(), err)
		}
		if stats.Stdout != uint64(out.Len()) || stats.Stderr != 0 || stats.Stopped != 0 {
			t.Errorf("%s: the stats are %+v", p.name, stats)
		}
	}
}

func TestArgumentsAndEnvironment(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "args-env") {
		var out bytes.Buffer
		_, err := p.run(&engine.WASIConfig{
			Args:   []string{"prog", "--month", "", "ñ 日本 😀"},
			Env:    []engine.EnvVar{{Name: "LOG_LEVEL", Value: "info"}, {Name: "EMPTY", Value: ""}, {Name: "Ñ", Value: "a=b"}},
			Stdout: engine.Output{Writer: &out},
		})
		want := "arg 1: --month\narg 2: \narg 3: ñ 日本 😀\nenv LOG_LEVEL=info\nenv EMPTY=\nenv Ñ=a=b\n"
		if exitCode(err) != 0 || out.String() != want {
			t.Errorf("%s: prints %q, %v", p.name, out.String(), err)
		}
		out.Reset()
		if _, err := p.run(&engine.WASIConfig{Stdout: engine.Output{Writer: &out}}); exitCode(err) != 0 || out.Len() != 0 {
			t.Errorf("%s: without any, prints %q, %v", p.name, out.String(), err)
		}
	}
}

func TestWASIRefusesWhatCCannotPass(t *testing.T) {
	dir := t.TempDir()
	for name, tt := range map[string]struct {
		cfg  engine.WASIConfig
		what string
	}{
		"NUL in an argument":        {engine.WASIConfig{Args: []string{"a", "b\x00c"}}, "argument"},
		"invalid argument":          {engine.WASIConfig{Args: []string{"\xff"}}, "argument"},
		"NUL in a name":             {engine.WASIConfig{Env: []engine.EnvVar{{Name: "A\x00", Value: ""}}}, "variable"},
		"NUL in a value":            {engine.WASIConfig{Env: []engine.EnvVar{{Name: "A", Value: "x\x00"}}}, "variable"},
		"invalid name":              {engine.WASIConfig{Env: []engine.EnvVar{{Name: "\xc3", Value: "\xb1"}}}, "variable"},
		"invalid value":             {engine.WASIConfig{Env: []engine.EnvVar{{Name: "A", Value: "\xed\xa0\x80"}}}, "variable"},
		"NUL in a directory":        {engine.WASIConfig{Preopens: []engine.Preopen{{Host: dir + "\x00/x", Guest: "/"}}}, "directory"},
		"NUL in its name":           {engine.WASIConfig{Preopens: []engine.Preopen{{Host: dir, Guest: "/\x00"}}}, "directory"},
		"invalid name of directory": {engine.WASIConfig{Preopens: []engine.Preopen{{Host: dir, Guest: "/\xff"}}}, "directory"},
		"missing directory":         {engine.WASIConfig{Preopens: []engine.Preopen{{Host: filepath.Join(dir, "missing"), Guest: "/"}}}, "directory"},
		"a file for a directory":    {engine.WASIConfig{Preopens: []engine.Preopen{{Host: "wasi_test.go", Guest: "/"}}}, "directory"},
	} {
		s := engine.NewStore(newEngine(t), nil)
		var e *engine.WASIError
		if err := s.SetWASI(&tt.cfg); !errors.As(err, &e) || e.What != tt.what || e.Unwrap() == nil || e.Error() == "" {
			t.Errorf("%s gives %v", name, err)
		}
		s.Close()
		if err := s.SetWASI(&engine.WASIConfig{}); !errors.Is(err, engine.ErrClosed) {
			t.Errorf("a context for a closed store gives %v", err)
		}
	}
}

func TestStdin(t *testing.T) {
	large := make([]byte, 10<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(large)
	for _, p := range programs(t, newEngine(t), "cat") {
		for name, tt := range map[string]struct {
			in   engine.Input
			want []byte
		}{
			"nothing":                {engine.Input{}, nil},
			"bytes":                  {engine.Input{Bytes: []byte("a\x00b\xff")}, []byte("a\x00b\xff")},
			"no bytes":               {engine.Input{Bytes: []byte{}}, nil},
			"reader":                 {engine.Input{Reader: strings.NewReader("text")}, []byte("text")},
			"empty reader":           {engine.Input{Reader: strings.NewReader("")}, nil},
			"many bytes":             {engine.Input{Bytes: large}, large},
			"long reader":            {engine.Input{Reader: bytes.NewReader(large)}, large},
			"reader of small pieces": {engine.Input{Reader: &dribble{data: large[:5000]}}, large[:5000]},
			"reader that fails":      {engine.Input{Reader: io.MultiReader(strings.NewReader("so far"), failing{})}, []byte("so far")},
		} {
			var out bytes.Buffer
			stats, err := p.run(&engine.WASIConfig{Stdin: tt.in, Stdout: engine.Output{Writer: &out}})
			if exitCode(err) != 0 || !bytes.Equal(out.Bytes(), tt.want) || stats.Stdout != uint64(len(tt.want)) {
				t.Errorf("%s, %s: %d bytes come out of %d, %v", p.name, name, out.Len(), len(tt.want), err)
			}
		}
	}
}

// dribble gives one to seven bytes at a time.
type dribble struct {
	data []byte
	n    int
}

func (d *dribble) Read(p []byte) (int, error) {
	if len(d.data) == 0 {
		return 0, io.EOF
	}
	d.n++
	n := copy(p, d.data[:min(len(d.data), 1+d.n%7)])
	d.data = d.data[n:]
	return n, nil
}

var errFailing = errors.New("out of paper")

type failing struct{}

func (failing) Read([]byte) (int, error)  { return 0, errFailing }
func (failing) Write([]byte) (int, error) { return 0, errFailing }

// A guest that waits for input ends when its store is interrupted and closed,
// and the reader is not waited for.
func TestStdinThatNeverComes(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "stdin-wait") {
		r, w := io.Pipe()
		s := engine.NewStore(p.c.Engine(), nil)
		waiting := make(chan struct{})
		out := &notify{until: "waiting", seen: waiting}
		mustBe(t, s.SetWASI(&engine.WASIConfig{Stdin: engine.Input{Reader: r}, Stdout: engine.Output{Writer: out}}))
		ended := make(chan error, 1)
		go func() { ended <- p.start(s) }()
		<-waiting
		_, _ = w.Write([]byte("line\n"))
		if err := <-ended; exitCode(err) != 0 {
			t.Errorf("%s: ends with %v", p.name, err)
		}
		s.Close() // does not wait for the reader, which has not ended
		if !strings.Contains(out.String(), "got: line") {
			t.Errorf("%s: prints %q", p.name, out)
		}
		_ = w.Close()
	}
}

// notify closes a channel when a text was written.
type notify struct {
	bytes.Buffer
	until string
	seen  chan struct{}
}

func (n *notify) Write(p []byte) (int, error) {
	before := strings.Contains(n.String(), n.until)
	_, _ = n.Buffer.Write(p)
	if !before && strings.Contains(n.String(), n.until) {
		close(n.seen)
	}
	return len(p), nil
}

// A guest whose output nobody takes is stopped.
func TestOutputThatNobodyTakes(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "yes") {
		r, w, err := os.Pipe()
		mustBe(t, err)
		head := make([]byte, 1000)
		go func() {
			_, _ = io.ReadFull(r, head)
			_ = r.Close()
		}()
		begin := time.Now()
		stats, err := p.run(&engine.WASIConfig{Stdout: engine.Output{Writer: w}})
		var stopped *engine.InterruptError
		if !errors.As(err, &stopped) || stopped.Reason != engine.PipeClosed || stats.Stopped != engine.PipeClosed || stopped.Unwrap() == nil {
			t.Errorf("%s: ends with %v, %+v", p.name, err, stats)
		}
		if stats.Stdout < 1000 {
			t.Errorf("%s: only %d bytes are counted", p.name, stats.Stdout)
		}
		t.Logf("%s: stopped after %v", p.name, time.Since(begin))
		_ = w.Close()

		_, err = p.run(&engine.WASIConfig{Stdout: engine.Output{Writer: failing{}}})
		if !errors.As(err, &stopped) || stopped.Reason != engine.PipeClosed || !errors.Is(err, errFailing) {
			t.Errorf("%s: a writer that fails gives %v", p.name, err)
		}
	}
}

// Standard error is not what a guest is for: it goes on without.
func TestErrorsThatNobodyTakes(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "panic") {
		stats, err := p.run(&engine.WASIConfig{Stderr: engine.Output{Writer: failing{}}})
		var trap *engine.Trap
		if !errors.As(err, &trap) || trap.Code != engine.TrapUnreachable || stats.Stopped != 0 {
			t.Errorf("%s: ends with %v", p.name, err)
		}
		var out bytes.Buffer
		stats, _ = p.run(&engine.WASIConfig{Stderr: engine.Output{Writer: &out}})
		if want := "panic: the ledger does not balance\n"; out.String() != want || stats.Stderr != uint64(len(want)) || stats.Stdout != 0 {
			t.Errorf("%s: prints %q, %+v", p.name, out.String(), stats)
		}
	}
}

func TestExitCodes(t *testing.T) {
	eng := newEngine(t)
	for _, p := range programs(t, eng, "exit-code") {
		for _, code := range []int{0, 1, 3, 42, 125} {
			want := code
			if p.c.Kind() == engine.KindComponent && code > 1 {
				want = 1 // all that wasi:cli/exit@0.2.0 knows
			}
			_, err := p.run(&engine.WASIConfig{Args: []string{"exit-code", fmt.Sprint(code)}})
			if got := exitCode(err); got != want {
				t.Errorf("%s: exit(%d) gives %d, %v", p.name, code, got, err)
			}
		}
	}
	failed := program{"return-err", compile(t, eng, string(fixture(t, "return-err/return-err.wat"))), wasiLinker(t, eng)}
	if _, err := failed.run(&engine.WASIConfig{}); exitCode(err) != 1 {
		t.Errorf("a guest that returns err gives %v", err)
	}
}

// A host function ends the guest as wasi:cli/exit does.
func TestExitFromAHostFunction(t *testing.T) {
	run, err := hostOnly(t, oneU32, oneCore, engine.F1(func(_ *engine.Store, n uint32) (uint32, error) {
		return 0, fmt.Errorf("leaving: %w", &engine.ExitError{Code: int(n)})
	}))
	mustBe(t, err)
	_, err = run.Call(uint32(7))
	var trap *engine.Trap
	if exitCode(err) != 7 || errors.As(err, &trap) {
		t.Errorf("gives %v", err)
	}
}

func TestPreopens(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "files") {
		dir := t.TempDir()
		mustBe(t, os.WriteFile(filepath.Join(dir, "old"), []byte("content"), 0o600))
		files := func(write bool, steps ...string) (string, int) {
			var out bytes.Buffer
			_, err := p.run(&engine.WASIConfig{
				Args: append([]string{"files"}, steps...), Stdout: engine.Output{Writer: &out},
				Preopens: []engine.Preopen{{Host: dir, Guest: "/data", Write: write}},
			})
			return out.String(), exitCode(err)
		}
		if out, code := files(false, "list", "/data", ",", "read", "/data/old"); code != 0 || out != "old\ncontent" && out != "old\ncontent\n" {
			t.Errorf("%s: reading gives %d, %q", p.name, code, out)
		}
		if out, code := files(false, "write", "/data/new", "x", ",", "unlink", "/data/old", ",", "mkdir", "/data/d", ",", "append", "/data/old", "x"); code != 1 || strings.Contains(out, "ok") {
			t.Errorf("%s: writing to what is read-only gives %d, %q", p.name, code, out)
		}
		if out, code := files(true, "write", "/data/new", "x", ",", "rename", "/data/new", "/data/newer", ",", "unlink", "/data/old"); code != 0 || strings.Contains(out, "error") {
			t.Errorf("%s: writing gives %d, %q", p.name, code, out)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "newer")); string(data) != "x" {
			t.Errorf("%s: what was written is %q, %v", p.name, data, err)
		}
		if out, code := files(true, "read", "/data/../secret", ",", "read", "/etc/passwd", ",", "list", "/"); code != 1 || strings.Contains(out, "root") {
			t.Errorf("%s: reading elsewhere gives %d, %q", p.name, code, out)
		}
	}
}

// wasmtime panics where native WASI has no context; the engine gives it one that
// grants nothing.
func TestWASIWithoutAContext(t *testing.T) {
	for _, p := range programs(t, newEngine(t), "args-env") {
		s := engine.NewStore(p.c.Engine(), nil)
		if err := p.start(s); exitCode(err) != 0 {
			t.Errorf("%s: ends with %v", p.name, err)
		}
		s.Close()
	}
}

// A write of zeroes must not make the host allocate what the guest asks for.
func TestWriteZeroes(t *testing.T) {
	eng := newEngine(t)
	for _, name := range []string{"write-zeroes", "blocking-write-zeroes"} {
		p := program{name, compile(t, eng, string(fixture(t, "write-zeroes/"+name+".wat"))), wasiLinker(t, eng)}
		for to, out := range map[string]engine.Output{"nowhere": {}, "a writer": {Writer: io.Discard}} {
			before := residentBytes(t)
			if _, err := p.run(&engine.WASIConfig{Stdout: out}); err == nil {
				t.Errorf("%s to %s is accepted", name, to)
			}
			if after := residentBytes(t); after > before+256<<20 {
				t.Errorf("%s to %s: the process grows from %d to %d bytes", name, to, before, after)
			}
		}
	}
}
