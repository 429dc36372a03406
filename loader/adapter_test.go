package loader

import (
	"bytes"
	"context"
	"errors"
	"os"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// componentOf is a component whose only section is a custom one with the text.
func componentOf(text string) []byte {
	return append([]byte("\x00asm\x0d\x00\x01\x00\x00"), append([]byte{byte(len(text) + 1), 0}, text...)...)
}

func marking(name string) *Adapter {
	return &Adapter{Name: name, Adapt: func(c []byte) ([]byte, *engine.Origins, error) {
		return append(bytes.Clone(c), name...), nil, nil
	}}
}

// What is adapted is compiled and kept apart from what is not, and from what is
// adapted in another way.
func TestAdapter(t *testing.T) {
	b := newBench(t)
	original := componentOf("hello")
	if err := os.WriteFile(b.path, original, 0o600); err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		for _, with := range []*Adapter{nil, marking("one"), marking("two")} {
			unit, err := Load(b.path, Options{Cache: b.cache})
			if err != nil {
				t.Fatal(err)
			}
			code, info, err := load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache, Adapter: with})
			if err != nil {
				t.Fatal(err)
			}
			want := append([]byte(fakeHeader), original...)
			if with != nil {
				want = append(want, with.Name...)
			}
			if !bytes.Equal(bytes.TrimRight(code.content, "\x00"), want) {
				t.Errorf("got %q, want %q", code.content, want)
			}
			if info.CacheHit != (round == 1) {
				t.Errorf("round %d: cache hit %v", round, info.CacheHit)
			}
		}
	}
}

// Core modules are never adapted, nor what there is nothing to change in.
func TestAdapterLeavesAlone(t *testing.T) {
	b := newBench(t)
	never := &Adapter{Name: "never", Adapt: func([]byte) ([]byte, *engine.Origins, error) {
		t.Error("a module was adapted")
		return nil, nil, nil
	}}
	unit, err := Load(b.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := load(context.Background(), b.compiler, unit, LoadOptions{Adapter: never}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.path, componentOf("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if unit, err = Load(b.path, Options{}); err != nil {
		t.Fatal(err)
	}
	code, _, err := load(context.Background(), b.compiler, unit, LoadOptions{Adapter: &Adapter{Name: "no", Adapt: func([]byte) ([]byte, *engine.Origins, error) { return nil, nil, nil }}})
	if want := append([]byte(fakeHeader), componentOf("x")...); err != nil || !bytes.Equal(code.content, want) {
		t.Errorf("got %q, %v", code.content, err)
	}
}

// A change that doesn't compile is left out.
func TestAdapterThatBreaks(t *testing.T) {
	b := newBench(t)
	if err := os.WriteFile(b.path, componentOf("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	unit, err := Load(b.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	picky := &pickyCompiler{fakeCompiler: b.compiler, refuses: []byte("broken")}
	code, info, err := load(context.Background(), picky, unit, LoadOptions{Adapter: marking("broken")})
	if want := append([]byte(fakeHeader), componentOf("x")...); err != nil || !bytes.Equal(code.content, want) {
		t.Errorf("got %q, %v", code.content, err)
	}
	if info.Unadapted == nil {
		t.Error("nobody is told why")
	}
	if picky.refused != 1 {
		t.Errorf("the change was compiled %d times", picky.refused)
	}
}

// What an adapter refuses isn't compiled, in either format.
func TestAdapterRefuses(t *testing.T) {
	b := newBench(t)
	refused := errors.New("refused")
	never := &Adapter{Name: "never", Adapt: func([]byte) ([]byte, *engine.Origins, error) { return nil, nil, refused }}
	for _, guest := range [][]byte{componentOf("x"), []byte("(component)")} {
		if err := os.WriteFile(b.path, guest, 0o600); err != nil {
			t.Fatal(err)
		}
		unit, err := Load(b.path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		b.compiles(0, func() {
			_, _, err = load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache, Adapter: never})
		})
		if !errors.Is(err, refused) || !errors.Is(err, ErrModuleLoad) {
			t.Errorf("%q: %v", guest, err)
		}
	}
}

// pickyCompiler doesn't compile what ends in certain bytes.
type pickyCompiler struct {
	*fakeCompiler
	refuses []byte
	refused int
}

func (p *pickyCompiler) Compile(data []byte) (*fakeCode, error) {
	if bytes.HasSuffix(data, p.refuses) {
		p.refused++
		return nil, errors.New("refused")
	}
	return p.fakeCompiler.Compile(data)
}

func (p *pickyCompiler) CompileRewritten(data []byte, _ *engine.Origins) (*fakeCode, error) {
	return p.Compile(data)
}

// The compiler and the adapter get text in the binary format: it is translated once.
func TestTextIsTranslatedOnce(t *testing.T) {
	b := newBench(t)
	if err := os.WriteFile(b.path, []byte("\xef\xbb\xbf(component)"), 0o600); err != nil {
		t.Fatal(err)
	}
	unit, err := Load(b.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, with := range []*Adapter{nil, marking("adapted")} {
		code, _, err := load(context.Background(), b.compiler, unit, LoadOptions{Adapter: with})
		if err != nil || !bytes.HasPrefix(code.content, []byte(fakeHeader+"\x00asm\x0d\x00\x01\x00")) {
			t.Errorf("the compiler gets %q, %v", code.content, err)
		}
	}
}
