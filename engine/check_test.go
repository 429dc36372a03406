package engine_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// compileChild compiles what it is sent, and says after each whether it could.
func compileChild() error {
	eng, err := engine.New(engine.Config{OptLevel: engine.OptNone, EpochInterruption: true})
	if err != nil {
		return err
	}
	in := bufio.NewReader(os.Stdin)
	for {
		var size uint32
		if err := binary.Read(in, binary.LittleEndian, &size); err != nil {
			return nil //nolint:nilerr // the parent has no more
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(in, data); err != nil {
			return err
		}
		c, err := eng.Compile(data)
		if err != nil {
			fmt.Println("refused:", strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		fmt.Println("compiled")
		c.Close()
	}
}

// compiling is a child that compiles, on threads whose stacks are as small as
// those of some systems.
type compiling struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err strings.Builder
}

func newCompiling(t testing.TB) *compiling {
	t.Helper()
	c := &compiling{cmd: exec.Command("/bin/sh", "-c", `ulimit -s 512 && exec "$0"`, os.Args[0])}
	c.cmd.Env = append(os.Environ(), childVariable+"=compile", "GORACE=atexit_sleep_ms=0")
	c.cmd.Stderr = &c.err
	in, err := c.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.in, c.out = in, bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		t.Skip("no shell to start it with:", err)
	}
	t.Cleanup(func() {
		c.in.Close()
		_ = c.cmd.Wait()
	})
	return c
}

// compile gives what the child said; an error is its end.
func (c *compiling) compile(data []byte) (string, error) {
	if err := binary.Write(c.in, binary.LittleEndian, uint32(len(data))); err != nil {
		return "", err
	}
	if _, err := c.in.Write(data); err != nil {
		return "", err
	}
	line, err := c.out.ReadString('\n')
	return strings.TrimSpace(line), err
}

// bombTexts are what could take the process along, if wasmtime got to see it.
func bombTexts() map[string]string {
	chain := func(n int, next string) string {
		var b strings.Builder
		b.WriteString("(component (type $t0 (list u8))")
		for i := 1; i < n; i++ {
			fmt.Fprintf(&b, "\n(type $t%d %s)", i, strings.ReplaceAll(next, "%s", fmt.Sprintf("$t%d", i-1)))
		}
		return b.String()
	}
	const exported = `(export "t" (type $t%d)))`
	doubling := func(n int) string {
		var b strings.Builder
		b.WriteString(`(component (component $c0 (core module $m) (core instance (instantiate $m)))`)
		for i := range n {
			fmt.Fprintf(&b, `(component $c%d (alias outer 1 $c%d (component $x)) (instance (instantiate $x)) (instance (instantiate $x)))`, i+1, i)
		}
		return b.String() + fmt.Sprintf(`(instance (instantiate $c%d)))`, n)
	}
	return map[string]string{
		"lists":             chain(980, "(list %s)") + fmt.Sprintf(exported, 979),
		"10 times as many":  chain(9800, "(option %s)") + fmt.Sprintf(exported, 9799),
		"the most":          chain(199, "(option %s)") + ")",
		"the most exported": chain(198, "(option %s)") + fmt.Sprintf(exported, 197),
		"results":           chain(20_000, "(result (error %s))") + ")",
		"functions":         chain(20_000, `(option %s)) (type (func (param "a" %s)`+")") + ")",
		"instances":         chain(20_000, `(instance (alias outer 1 %s (type $u)) (export "a" (type (eq $u))))`) + ")",
		"doubled":           doubling(20), "doubled 200 times": doubling(200), "doubled as often as may be": doubling(12),
		"state": `(component (core module $g ` + strings.Repeat(`(global i32 (i32.const 0))`, 40_000) + `)` +
			strings.Repeat(`(core instance (instantiate $g))`, 9_900) + `)`,
	}
}

func TestBombsAreRefused(t *testing.T) {
	c := newCompiling(t)
	for name, text := range bombTexts() {
		said, err := c.compile([]byte(text))
		if err != nil {
			t.Fatalf("%s: the process ends: %v\n%.2000s", name, err, c.err.String())
		}
		if strings.Contains(name, "may be") != (said == "compiled") && !strings.Contains(name, "the most") {
			t.Errorf("%s: %.300s", name, said)
		}
	}
}

// What can't be read is never handed on, however short.
func TestUnreadableBinaries(t *testing.T) {
	eng := newEngine(t)
	for name, data := range map[string]string{
		"nothing but magic": "\x00asm", "another version": "\x00asm\x02\x00\x01\x00", "another layer": "\x00asm\x0d\x00\x02\x00",
		"an unknown type": "\x00asm\x0d\x00\x01\x00\x07\x03\x01\x52\x00", "a section without end": "\x00asm\x0d\x00\x01\x00\x07\xff\xff\xff\x7f",
		"an unknown section": "\x00asm\x0d\x00\x01\x00\x0d\x00", "of a module": "\x00asm\x01\x00\x00\x00\x0e\x00",
	} {
		var e *engine.Error
		if c, err := eng.Compile([]byte(data)); c != nil || !errors.As(err, &e) || e.Op != "compile" || e.Cause == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzCheck: whatever is compiled, in another process with small stacks, that
// process answers.
func FuzzCheck(f *testing.F) {
	for _, text := range bombTexts() {
		if data, err := engine.TextToBinary([]byte(text)); err == nil && len(data) < 64<<10 {
			f.Add(data)
		}
	}
	files, err := filepath.Glob("../fixtures/*/*.wat")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if data, err := engine.TextToBinary(text); err == nil && len(data) < 16<<10 {
			f.Add(data)
		}
	}
	c := newCompiling(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if said, err := c.compile(data); err != nil {
			t.Fatalf("the process ends: %v, %q\n%.2000s", err, said, c.err.String())
		}
	})
}
