package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// wastPanics makes wasmtime's parser of the text format panic.
const wastPanics = `(component (core module $m) (core instance $i (instantiate $m))
  (core instance (instantiate $m (with "" (instance $i "x")))))`

// quadratic are texts that take the parser a time that grows with the square.
func quadratic(n int) map[string]string {
	var imports, types strings.Builder
	for i := range n {
		fmt.Fprintf(&imports, `(import "a%d" (func))`, i)
		fmt.Fprintf(&types, `(type (record (field "a" u8) (field "b%d" (list string))))`, i)
	}
	return map[string]string{"imports": "(component " + imports.String() + ")", "types": "(component " + types.String() + ")"}
}

func mustNotParse(t *testing.T, text, why string) {
	t.Helper()
	var e *engine.Error
	if _, err := engine.TextToBinary([]byte(text)); !errors.As(err, &e) || e.Op != "parse" || !strings.Contains(e.Message, why) {
		t.Errorf("%.100q: %v", text, err)
	}
}

func TestTextsThatEndTheParser(t *testing.T) {
	mustNotParse(t, wastPanics, "can't be an export of an instance")
	for _, text := range quadratic(60_000) {
		mustNotParse(t, text, "too much time for its size")
	}
	mustNotParse(t, "(module (func "+strings.Repeat("(block ", 300_000), "")
	mustNotParse(t, strings.Repeat("(", 3_000_000), "")
}

// Without the look at tokens, which finds the one panic that is known, a panic is
// an error.
func TestPanicOfTheParser(t *testing.T) {
	if !engine.HasProcesses {
		t.Skip("the parser has no process of its own here")
	}
	if engine.WasmtimeMajor() != "44" {
		t.Skip("this parser doesn't panic")
	}
	_, err := engine.Translate([]byte(wastPanics))
	var e *engine.Error
	if !errors.As(err, &e) || e.Op != "parse" || !strings.Contains(e.Message, "the parser failed") || strings.Contains(e.Message, "\n") {
		t.Errorf("%v", err)
	}
}

func TestTokens(t *testing.T) {
	for text, good := range map[string]bool{
		wastPanics: false,
		`(component (core instance (instantiate 0 (with "a" (instance 0 "x")))))`:                                     false,
		`(component (core instance(instantiate 0(with"a"(instance $"x y""x")))))`:                                     false,
		`(component (core (;c;) instance ;; l` + "\n" + ` $n (instantiate 0 (with "\"" (; " ;) (instance $i "x")))))`: false,
		`(component (component (core instance (instantiate 0 (with "b" (instance 1)) (with "a" (instance 0 "x"))))))`: false,
		`(component (core instance (instantiate 0 (with "a" (instance $"x y")))))`:                                    true,
		`(component (core instance (instantiate 0 (with "a" (instance (export "x" (func 0)))))))`:                     true,
		`(component (instance (instantiate 0 (with "a" (instance 0 "x")))))`:                                          true,
		`(component (core instance (instantiate 0)) (instance (instantiate 0 (with "a" (instance 0 "x")))))`:          true,
		`(component (; (core instance (instantiate 0 (with "a" (instance 0 "x")))) ;))`:                               true,
		`(component (import "(core instance (with (instance 0 \"x\"" (func)))`:                                        true,
		`(`: true, `"`: true, `"\`: true, `(;`: true, `;`: true, ``: true, `$"`: true, `)))`: true,
	} {
		if err := engine.CheckTokens([]byte(text)); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// textsChild translates from many goroutines at once, while the heap is collected
// all the time and texts crash.
func textsChild() error {
	var wg sync.WaitGroup
	failed := make(chan error, 64)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			default:
				runtime.GC()
			}
		}
	}()
	for g := range 8 {
		wg.Go(func() {
			for n := range 20 {
				text := fmt.Sprintf(`(module (func (export "f%d") (result i32) i32.const %d))`, g, n)
				data, err := engine.TextToBinary([]byte(text))
				if err != nil || !bytes.Contains(data, fmt.Appendf(nil, "f%d", g)) {
					failed <- fmt.Errorf("%s: %w", text, err)
				}
				if _, err := engine.Translate([]byte(wastPanics)); err == nil {
					failed <- errors.New("the parser doesn't panic")
				}
			}
		})
	}
	wg.Wait()
	close(done)
	close(failed)
	if n := openFiles(); n > 20 {
		return fmt.Errorf("%d files are open", n)
	}
	return errors.Join(drain(failed)...)
}

func drain(c chan error) (all []error) {
	for err := range c {
		all = append(all, err)
	}
	return all
}

// openFiles is 0 where the system doesn't tell.
func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

func TestTextsAtOnce(t *testing.T) {
	if !engine.HasProcesses {
		t.Skip("the parser has no process of its own here")
	}
	if engine.WasmtimeMajor() != "44" {
		t.Skip("this parser doesn't panic")
	}
	if out, errs, err := child(t, "texts", ""); err != nil {
		t.Errorf("%s%v\n%.2000s", out, err, errs)
	}
}

// FuzzText: whatever the text is, the process answers.
func FuzzText(f *testing.F) {
	f.Add([]byte(wastPanics))
	for _, text := range bombTexts() {
		if len(text) < 64<<10 {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if data, err := engine.TextToBinary(text); err == nil && !bytes.HasPrefix(data, []byte("\x00asm")) && !bytes.HasPrefix(text, []byte("\x00asm")) {
			t.Errorf("%q becomes %q", text, data)
		}
	})
}
