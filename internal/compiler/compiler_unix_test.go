//go:build unix

package compiler

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// The first argument with which this binary is a compiler, or one that never ends.
const (
	role    = "compile"
	hanging = "hang"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == role {
		os.Exit(Serve(os.Stdin, os.Stdout))
	}
	if len(os.Args) > 1 && os.Args[1] == hanging {
		if _, _, err := readRequest(os.Stdin); err != nil {
			os.Exit(1)
		}
		endWith(os.Stdin)
		select {}
	}
	os.Exit(m.Run())
}

func itself() Process { return Process{Path: os.Args[0], Args: []string{os.Args[0], role}} }

func newJob(t *testing.T, text string) (*engine.Engine, *Job) {
	t.Helper()
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eng.Close)
	guest, err := engine.TextToBinary([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return eng, &Job{Config: eng.Config(), Fingerprint: eng.Fingerprint(), Guest: guest, Memory: 1 << 30}
}

// The code is the guest's, by the name of its file and by its bytes.
func TestCompile(t *testing.T) {
	eng, job := newJob(t, `(module (func (export "f")))`)
	code, err := Compile(t.Context(), itself(), job)
	if err != nil {
		t.Fatal(err)
	}
	defer code.Close()
	for name, deserialize := range map[string]func() (*engine.Component, error){
		"file":  func() (*engine.Component, error) { return eng.DeserializeFile(code.Path, code.Kind) },
		"bytes": func() (*engine.Component, error) { return eng.Deserialize(code.Bytes, code.Kind) },
	} {
		c, err := deserialize()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !c.HasExport("f") {
			t.Errorf("%s: the code has no such export", name)
		}
		_ = c.Close()
	}
}

func TestCompileErrors(t *testing.T) {
	_, bad := newJob(t, `(module (func (export "f")))`)
	bad.Guest = bad.Guest[:len(bad.Guest)-1]
	var ofGuest *engine.Error
	if _, err := Compile(t.Context(), itself(), bad); !errors.As(err, &ofGuest) {
		t.Errorf("a bad guest: %v", err)
	}
	_, other := newJob(t, `(module)`)
	other.Fingerprint = "of another build"
	if _, err := Compile(t.Context(), itself(), other); !errors.Is(err, ErrUnavailable) {
		t.Errorf("another build: %v", err)
	}
}

// A context that ends stops the compiler, whatever it does, and is what the error says.
func TestCompileEndsWithItsContext(t *testing.T) {
	_, job := newJob(t, `(module)`)
	hang := Process{Path: os.Args[0], Args: []string{os.Args[0], hanging}}
	why := errors.New("for a reason")
	for name, end := range map[string]func(context.CancelCauseFunc){
		"before":    func(cancel context.CancelCauseFunc) { cancel(why) },
		"meanwhile": func(cancel context.CancelCauseFunc) { time.AfterFunc(time.Millisecond, func() { cancel(why) }) },
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		end(cancel)
		if _, err := Compile(ctx, hang, job); !errors.Is(err, why) {
			t.Errorf("a context that ended %s: %v", name, err)
		}
		cancel(nil)
	}
}

// A compiler ends with its parent, whatever it does.
func TestServeEndsWithItsInput(t *testing.T) {
	c, err := start(Process{Path: os.Args[0], Args: []string{os.Args[0], hanging}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	c.send(&Job{})
	if err := c.input.Close(); err != nil {
		t.Fatal(err)
	}
	if state := <-c.ended; state.Exited() {
		t.Errorf("ended with %v, and not by a signal", state)
	}
}

func TestRequests(t *testing.T) {
	for _, bad := range []string{"", "\x01\x00\x00\x00", "\xff\xff\xff\xff{}", "\x02\x00\x00\x00{", "\x02\x00\x00\x00[]", "\x0b\x00\x00\x00{\"Size\":-1}", "\x0a\x00\x00\x00{\"Size\":9}"} {
		if _, _, err := readRequest(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was taken for a request", bad)
		}
	}
	_, guest, err := readRequest(io.MultiReader(strings.NewReader("\x0a\x00\x00\x00{\"Size\":3}abc")))
	if err != nil || string(guest) != "abc" {
		t.Errorf("read %q: %v", guest, err)
	}
}
